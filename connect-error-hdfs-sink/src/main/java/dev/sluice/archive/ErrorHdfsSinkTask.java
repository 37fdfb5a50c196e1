package dev.sluice.archive;

import dev.sluice.archive.compact.Background;
import dev.sluice.archive.compact.Compactor;
import dev.sluice.archive.compact.Drain;
import dev.sluice.archive.fs.ErrorFileSystem;
import dev.sluice.archive.fs.HadoopFileSystem;
import dev.sluice.archive.fs.HadoopSettings;
import dev.sluice.archive.layout.Layout;
import dev.sluice.archive.part.PartSettings;
import dev.sluice.archive.recover.Archive;
import dev.sluice.archive.recover.ArchiveSettings;
import dev.sluice.archive.recover.Consumption;
import dev.sluice.archive.recover.Destinations;
import dev.sluice.archive.report.Counters;
import dev.sluice.archive.report.WorkerMetrics;
import dev.sluice.contract.SluiceVersion;
import dev.sluice.metrics.MBeans;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.management.ObjectName;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins Connect and the archive. Never throws for what the file system does: partitions that cannot be written are paused and
 * rewound, so that the task lives and its other partitions go on. Connect's task thread only.
 */
public final class ErrorHdfsSinkTask extends SinkTask {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorHdfsSinkTask.class);

    private final Connecting connecting;
    private final Supplier<String> writerIds;
    private final LongSupplier clock;
    private final ThreadFactory threads;
    private final MBeans beans = new MBeans();

    private ErrorFileSystem fileSystem;
    private Archive archive;
    private PartSettings parts;
    private Runnable workerMetrics;
    private List<Background> background = List.of();
    /** What the compaction may touch; written by the task's thread. */
    private volatile Set<String> sources = Set.of();

    /** Reaches a file system; it may be away. */
    interface Connecting {
        ErrorFileSystem connect(HadoopSettings settings) throws IOException;
    }

    public ErrorHdfsSinkTask() {
        this(
                HadoopFileSystem::connect,
                () -> UUID.randomUUID().toString(),
                () -> System.nanoTime() / 1_000_000,
                Thread::new);
    }

    /** For tests: everything that is not a function of the records. */
    ErrorHdfsSinkTask(Connecting connecting, Supplier<String> writerIds, LongSupplier clock, ThreadFactory threads) {
        this.connecting = connecting;
        this.writerIds = writerIds;
        this.clock = clock;
        this.threads = threads;
    }

    @Override
    public void start(Map<String, String> props) {
        ErrorHdfsSinkConfig config = new ErrorHdfsSinkConfig(props);
        LOG.info("archiving: {}", config.summary());
        Counters counters = new Counters(System::currentTimeMillis);
        beans.showNext(
                "dev.sluice:type=connect-error-hdfs-sink,connector=" + ObjectName.quote(props.getOrDefault("name", "")),
                counters);
        workerMetrics = WorkerMetrics.register(context, counters);
        parts = config.parts();
        Destinations destinations = config.destinations(clock, parts.together());
        ArchiveSettings settings = new ArchiveSettings(
                () -> connected(config.hadoop()),
                parts,
                config.rollPolicy(),
                destinations,
                config.backoff(),
                writerIds,
                clock,
                counters);
        archive = new Archive(settings, new Consumer());
        background = List.of(compaction(config, counters), draining(config, destinations, counters));
        background.forEach(each -> each.start(threads));
    }

    private Background compaction(ErrorHdfsSinkConfig config, Counters counters) {
        return new Background(
                "compact",
                config.compaction().intervalMs(),
                () -> connecting.connect(config.hadoop()),
                (connection, stopped) -> {
                    Compactor compactor = new Compactor(
                            connection,
                            config.compaction(),
                            config.format(),
                            config.template().depth(),
                            writerIds.get(),
                            System::currentTimeMillis,
                            stopped);
                    return () -> counters.merged(compactor.pass(sources).merged());
                });
    }

    private Background draining(ErrorHdfsSinkConfig config, Destinations destinations, Counters counters) {
        return new Background(
                "drain", config.overflowRetryMs(), () -> connecting.connect(config.hadoop()), (connection, stopped) -> {
                    Drain drain = new Drain(connection, destinations, System::currentTimeMillis, stopped);
                    return () -> counters.broughtHome(drain.pass());
                });
    }

    @Override
    public void open(Collection<TopicPartition> partitions) {
        archive.open(partitions);
        owns();
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        archive.put(records);
        workerMetrics.run();
        archive.sleep().ifPresent(context::timeout);
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> currentOffsets) {
        Map<TopicPartition, OffsetAndMetadata> committable = new HashMap<>();
        archive.positions().forEach((partition, offset) -> committable.put(partition, new OffsetAndMetadata(offset)));
        committable.keySet().retainAll(currentOffsets.keySet());
        return committable;
    }

    @Override
    public void close(Collection<TopicPartition> partitions) {
        archive.close(partitions);
        owns();
    }

    @Override
    public void stop() {
        background.forEach(Background::close);
        beans.close();
        if (archive != null) {
            archive.discard();
            parts.together().close();
        }
        if (fileSystem != null) {
            try {
                fileSystem.close();
            } catch (IOException e) {
                LOG.info("the file system could not be closed: {}", e.toString());
            }
            fileSystem = null;
        }
    }

    @Override
    public String version() {
        return SluiceVersion.get();
    }

    private void owns() {
        sources = archive.owned().stream()
                .map(partition -> new Layout(partition.topic(), partition.partition()).source())
                .collect(Collectors.toUnmodifiableSet());
    }

    private ErrorFileSystem connected(HadoopSettings settings) throws IOException {
        if (fileSystem == null) {
            fileSystem = connecting.connect(settings);
        }
        return fileSystem;
    }

    /** The worker's consumer, through the task's context. */
    private final class Consumer implements Consumption {
        @Override
        public void rewind(TopicPartition partition, long offset) {
            context.offset(partition, offset);
        }

        @Override
        public void pause(TopicPartition partition) {
            context.pause(partition);
        }

        @Override
        public void resume(TopicPartition partition) {
            context.resume(partition);
        }
    }
}
