package dev.sluice.archive;

import dev.sluice.archive.compact.Background;
import dev.sluice.archive.compact.Compactor;
import dev.sluice.archive.fs.ErrorFileSystem;
import dev.sluice.archive.fs.HadoopFileSystem;
import dev.sluice.archive.fs.HadoopSettings;
import dev.sluice.archive.layout.Layout;
import dev.sluice.archive.part.PartSettings;
import dev.sluice.archive.recover.Archive;
import dev.sluice.archive.recover.ArchiveSettings;
import dev.sluice.archive.recover.Consumption;
import dev.sluice.archive.report.Counters;
import dev.sluice.archive.report.Registration;
import dev.sluice.archive.report.WorkerMetrics;
import dev.sluice.contract.SluiceVersion;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
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

    private ErrorFileSystem fileSystem;
    private Archive archive;
    private PartSettings parts;
    private Registration registration;
    private Runnable workerMetrics;
    private Background compaction;
    /** What the compaction may touch; written by the task's thread. */
    private volatile Set<String> sources = Set.of();

    /** Reaches a file system; it may be away. */
    interface Connecting {
        ErrorFileSystem connect(HadoopSettings settings) throws IOException;
    }

    public ErrorHdfsSinkTask() {
        this(HadoopFileSystem::connect, () -> UUID.randomUUID().toString(), () -> System.nanoTime() / 1_000_000);
    }

    /** For tests: everything that is not a function of the records. */
    ErrorHdfsSinkTask(Connecting connecting, Supplier<String> writerIds, LongSupplier clock) {
        this.connecting = connecting;
        this.writerIds = writerIds;
        this.clock = clock;
    }

    @Override
    public void start(Map<String, String> props) {
        ErrorHdfsSinkConfig config = new ErrorHdfsSinkConfig(props);
        LOG.info("archiving: {}", config.summary());
        Counters counters = new Counters(System::currentTimeMillis);
        registration = Registration.of(counters, props.getOrDefault("name", ""));
        workerMetrics = WorkerMetrics.register(context, counters);
        parts = config.parts();
        ArchiveSettings settings = new ArchiveSettings(
                () -> connected(config.hadoop()),
                parts,
                config.rollPolicy(),
                config.tenancy(),
                config.backoff(),
                writerIds,
                clock,
                counters);
        archive = new Archive(settings, new Consumer());
        compaction = new Background(
                        config.compaction(),
                        () -> connecting.connect(config.hadoop()),
                        (connection, stopped) -> new Compactor(
                                connection,
                                config.compaction(),
                                config.format(),
                                config.template().depth(),
                                writerIds.get(),
                                System::currentTimeMillis,
                                stopped),
                        () -> sources,
                        counters::merged)
                .start();
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
        if (compaction != null) {
            compaction.close();
        }
        if (registration != null) {
            registration.close();
        }
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
