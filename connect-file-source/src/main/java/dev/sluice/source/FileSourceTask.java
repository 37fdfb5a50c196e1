package dev.sluice.source;

import dev.sluice.contract.RowPosition;
import dev.sluice.contract.SluiceVersion;
import dev.sluice.contract.Tenant;
import dev.sluice.source.agree.Encryption;
import dev.sluice.source.check.CheckedSchemas;
import dev.sluice.source.check.RecordLimit;
import dev.sluice.source.check.Validation;
import dev.sluice.source.define.Encryptability;
import dev.sluice.source.define.Registration;
import dev.sluice.source.define.RegistrySubjects;
import dev.sluice.source.discover.Ownership;
import dev.sluice.source.emit.ImportOffset;
import dev.sluice.source.emit.TopicPartitions;
import dev.sluice.source.emit.TrackedRecord;
import dev.sluice.source.lane.FairErrands;
import dev.sluice.source.lane.Rounds;
import dev.sluice.source.lane.Splitting;
import dev.sluice.source.lane.Surroundings;
import dev.sluice.source.lane.Tidings;
import dev.sluice.source.report.Display;
import dev.sluice.source.report.JmxDisplay;
import dev.sluice.source.report.Meters;
import dev.sluice.source.report.WorkerDisplay;
import dev.sluice.source.stage.InboxWatch;
import dev.sluice.source.stage.TenantDirectory;
import dev.sluice.source.stage.TenantFolders;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wires the source together and forwards. */
public final class FileSourceTask extends SourceTask {
    /** This task's number, from 0; set by the connector. */
    static final String TASK_CONFIG = "sluice.task";
    /** How many tasks there are; set by the connector. */
    static final String TASKS_CONFIG = "sluice.tasks";

    private static final Logger log = LoggerFactory.getLogger(FileSourceTask.class);
    private static final long LONGEST_WAIT_MILLIS = 250;

    private final Signal signal = new Signal();
    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private Rounds rounds;

    @Override
    public void start(Map<String, String> props) {
        FileSourceConfig config = new FileSourceConfig(props);
        log.info("starting task {}: {}", props.get(TASK_CONFIG), config.summary());
        Validation validation = TransformSettings.validation(props);
        RecordLimit recordLimit = TransformSettings.recordLimit(config, props);
        RegistrySubjects subjects = opened(RegistrySubjects.connect(
                TopicKeys.schemaRegistryUrls(config), TopicKeys.schemaRegistrySettings(config)));
        TopicPartitions partitions = opened(TopicPartitions.connect(TopicKeys.kafkaSettings(config)));
        Ownership ownership = new Ownership(
                Integer.parseInt(props.getOrDefault(TASK_CONFIG, "0")),
                Integer.parseInt(props.getOrDefault(TASKS_CONFIG, "1")));
        Surroundings surroundings = new Surroundings(
                TopicKeys.topics(config),
                ReadingKeys.limits(config),
                ReadingKeys.carriesText(config),
                StagingKeys.skipsDuplicates(config),
                new Splitting(ReadingKeys.splitMinBytes(config), RowPosition.BLOCK_ROWS, ownership),
                AtomicityKeys.transaction(config, context.transactionContext()),
                new Registration(
                        subjects,
                        validation.notation(),
                        new Encryptability(recordLimit.isTyped(), TransformSettings.columnKeys(props))),
                new CheckedSchemas(validation, recordLimit),
                partitions,
                partition -> ImportOffset.of(context.offsetStorageReader().offset(partition)),
                Clock.systemUTC(),
                opened(new FairErrands("sluice-file-source-" + props.get(TASK_CONFIG))),
                opened(new Meters(Clock.systemUTC(), List.of(jmx(props), WorkerDisplay.of(context)))),
                signal::raise);
        Encryption encryption = EncryptionKeys.encryption(config);
        log.info("encrypted files are decrypted with the private keys {}", encryption.decryption());
        Rounds.Intake intake = new Rounds.Intake(
                new TenantFolders(
                        StagingKeys.directory(config),
                        StagingKeys.tenants(config),
                        encryption.decryption().demanding(Optional.empty())),
                ownership,
                OperationsKeys.terms(config, encryption),
                OperationsKeys.cleanup(config),
                tidings(opened(InboxWatch.open(StagingKeys.directory(config)))),
                () -> StagingKeys.completeness(config, Clock.systemUTC()),
                StagingKeys.scanMillis(config));
        rounds = opened(new Rounds(intake, surroundings));
    }

    private static Display jmx(Map<String, String> props) {
        return new JmxDisplay(props.getOrDefault("name", "file-source"), props.getOrDefault(TASK_CONFIG, "0"));
    }

    private static Tidings tidings(InboxWatch watch) {
        return new Tidings() {
            @Override
            public void watch(TenantDirectory directory) {
                watch.watch(directory);
            }

            @Override
            public Set<Tenant> changed() {
                return watch.changed();
            }
        };
    }

    private <T extends AutoCloseable> T opened(T resource) {
        open.push(resource);
        return resource;
    }

    /** Returns null when there is nothing, after a short wait that an acknowledgement ends. */
    @Override
    public List<SourceRecord> poll() throws InterruptedException {
        RuntimeException failed = failure.get();
        if (failed != null) {
            throw new ConnectException(
                    "an acknowledgement could not be counted; the task cannot go on. Restart it.", failed);
        }
        List<SourceRecord> records = rounds.poll();
        if (!records.isEmpty()) {
            return records;
        }
        signal.await(Math.min(LONGEST_WAIT_MILLIS, rounds.millisToWait()));
        return null;
    }

    /** Connect swallows what is thrown here, so it is kept for the next poll. */
    @Override
    public void commitRecord(SourceRecord record, RecordMetadata metadata) {
        try {
            if (record instanceof TrackedRecord tracked) {
                tracked.committed(metadata);
            }
        } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
            signal.raise();
        }
    }

    @Override
    public void stop() {
        while (!open.isEmpty()) {
            Utils.closeQuietly(open.pop(), "file source");
        }
    }

    @Override
    public String version() {
        return SluiceVersion.get();
    }
}
