package dev.sluice.archive;

import dev.sluice.archive.fs.ErrorFileSystem;
import dev.sluice.archive.fs.HadoopFileSystem;
import dev.sluice.archive.fs.HadoopSettings;
import dev.sluice.archive.recover.Archive;
import dev.sluice.archive.recover.ArchiveSettings;
import dev.sluice.archive.recover.Consumption;
import dev.sluice.contract.SluiceVersion;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
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
        ArchiveSettings settings = new ArchiveSettings(
                () -> connected(config.hadoop()),
                config.format(),
                config.rollPolicy(),
                config.maxOpenFiles(),
                config.backoff(),
                writerIds,
                clock);
        archive = new Archive(settings, new Consumer());
    }

    @Override
    public void open(Collection<TopicPartition> partitions) {
        archive.open(partitions);
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        archive.put(records);
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
    }

    @Override
    public void stop() {
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
