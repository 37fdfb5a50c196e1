package dev.sluice.cassandra;

import dev.sluice.cassandra.bind.PlainReader;
import dev.sluice.cassandra.bind.RecordReader;
import dev.sluice.cassandra.commit.OffsetLedger;
import dev.sluice.cassandra.define.Definitions;
import dev.sluice.cassandra.define.Patience;
import dev.sluice.cassandra.progress.ImportBook;
import dev.sluice.cassandra.progress.Saving;
import dev.sluice.cassandra.report.CountedProgress;
import dev.sluice.cassandra.report.ErrantRecords;
import dev.sluice.cassandra.report.TaskMetrics;
import dev.sluice.cassandra.report.TaskNumbers;
import dev.sluice.cassandra.session.CassandraLink;
import dev.sluice.cassandra.write.Backoff;
import dev.sluice.cassandra.write.Completions;
import dev.sluice.cassandra.write.WriteQueue;
import dev.sluice.contract.SluiceVersion;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wires the parts and forwards. The session is opened with the first call that needs it and tried again for as long as it takes:
 * a Cassandra that is away never fails a task. Used by Connect's thread for this task only.
 */
public final class CassandraSinkTask extends SinkTask {
    private static final Logger LOG = LoggerFactory.getLogger(CassandraSinkTask.class);
    private static final long CONNECT_AGAIN_MILLIS = 2_000;
    private static final long RETRY_FIRST_MILLIS = 100;
    private static final long RETRY_MAX_MILLIS = 10_000;

    private CassandraSinkConfig config;
    private FirstContact firstContact;
    private CassandraLink link;
    private Loader loader;
    private TaskMetrics metrics;
    private final TaskNumbers numbers = new TaskNumbers();

    @Override
    public String version() {
        return SluiceVersion.get();
    }

    @Override
    public void start(Map<String, String> props) {
        config = new CassandraSinkConfig(props);
        firstContact = new FirstContact(config.session().toString(), KeyspaceKeys.own(config), context::timeout);
        metrics = TaskMetrics.show(context, numbers, config.name(), config.task());
        LOG.info("Starting: {}", config.summary());
    }

    @Override
    public void open(Collection<TopicPartition> partitions) {
        if (loader != null) {
            loader.forget(partitions);
        }
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        if (loader == null) {
            connect();
        }
        loader.put(records);
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        return loader == null ? Map.of() : loader.preCommit(offsets);
    }

    @Override
    public void close(Collection<TopicPartition> partitions) {
        if (loader != null) {
            loader.forget(partitions);
        }
    }

    @Override
    public void stop() {
        if (metrics != null) {
            metrics.close();
        }
        if (link != null) {
            link.close();
        }
    }

    private void connect() {
        try {
            link = CassandraLink.open(config.session(), config.ownKeyspace(), numbers::schemaChange);
        } catch (RetriableException e) {
            context.timeout(CONNECT_AGAIN_MILLIS);
            throw e;
        } catch (ConnectException e) {
            throw e;
        } catch (RuntimeException e) {
            numbers.handedBack();
            throw firstContact.failed(e);
        }
        loader = loader();
    }

    private static long millis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    private Loader loader() {
        Patience patience = new Patience(config.definitionWaitMillis(), CassandraSinkTask::millis);
        Definitions definitions =
                new Definitions(link.catalog(), link.store(), link.lease(), config.keyspacePolicy(), patience);
        ImportBook book = new ImportBook(link.progress(), config.importChoices());
        Completions completions = Completions.queue();
        Saving saving = new Saving(
                book,
                new CountedProgress(link.progress(), numbers),
                config.importChoices().grace(),
                completions::add,
                InstantSource.system(),
                CassandraSinkTask::millis);
        Backoff backoff = new Backoff(RETRY_FIRST_MILLIS, RETRY_MAX_MILLIS, new Random());
        return new Loader(
                new RecordReader(
                        definitions,
                        config.errorTopics(),
                        new PlainReader(config.plainTopics(), link.catalog(), CassandraSinkTask::millis)),
                outcomes -> new WriteQueue(
                        link.writer(),
                        completions,
                        outcomes,
                        config.writePlan(),
                        config.pressure(),
                        backoff,
                        CassandraSinkTask::millis),
                new OffsetLedger(),
                new Imports(book, saving),
                new ErrantRecords(context.errantRecordReporter(), numbers),
                config.waits(),
                numbers,
                context::timeout,
                CassandraSinkTask::millis);
    }
}
