package dev.sluice.archive.recover;

import dev.sluice.archive.part.RollPolicy;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/** The archive as one task sees it: the topic-partitions that it owns. No call throws for what the world does. Task thread only. */
public final class Archive {
    private final ArchiveSettings settings;
    private final Consumption consumption;
    private final Map<TopicPartition, PartitionArchive> partitions = new HashMap<>();
    private int openFiles;

    public Archive(ArchiveSettings settings, Consumption consumption) {
        this.settings = settings;
        this.consumption = consumption;
    }

    /** Owns more partitions. */
    public void open(Collection<TopicPartition> opened) {
        for (TopicPartition partition : opened) {
            partitions.put(partition, new PartitionArchive(partition, settings, consumption));
        }
        takeOver();
    }

    /** Takes a delivery of the consumer, perhaps empty, and does what is due. */
    public void put(Collection<SinkRecord> records) {
        for (SinkRecord record : records) {
            PartitionArchive partition =
                    partitions.get(new TopicPartition(record.originalTopic(), record.originalKafkaPartition()));
            if (partition == null) {
                continue;
            }
            int before = partition.openFiles();
            partition.put(record);
            openFiles += partition.openFiles() - before;
            if (openFiles > settings.maxOpenFiles()) {
                rollLargest();
            }
        }
        rollIfDue();
        takeOver();
    }

    /** Commits what is due by age or idleness, and tells the offsets behind which everything is archived. */
    public Map<TopicPartition, Long> positions() {
        rollIfDue();
        Map<TopicPartition, Long> positions = new HashMap<>();
        partitions.forEach((partition, archive) -> {
            OptionalLong position = archive.position();
            if (position.isPresent()) {
                positions.put(partition, position.getAsLong());
            }
        });
        return positions;
    }

    /** Owns some partitions no more. */
    public void close(Collection<TopicPartition> closed) {
        for (TopicPartition partition : closed) {
            PartitionArchive archive = partitions.remove(partition);
            if (archive != null) {
                archive.close();
            }
        }
        recount();
    }

    /** Milliseconds until there is something to do though no record comes; empty if there never is. */
    public OptionalLong sleep() {
        long deadline = partitions.values().stream()
                .mapToLong(PartitionArchive::deadline)
                .min()
                .orElse(Long.MAX_VALUE);
        return deadline == Long.MAX_VALUE
                ? OptionalLong.empty()
                : OptionalLong.of(Math.max(1, deadline - settings.clock().getAsLong()));
    }

    private void rollIfDue() {
        partitions.values().forEach(PartitionArchive::rollIfDue);
        recount();
    }

    private void rollLargest() {
        partitions.values().stream()
                .max(Comparator.comparingInt(PartitionArchive::openFiles))
                .ifPresent(largest -> largest.roll(RollPolicy.Reason.OPEN_FILES));
        recount();
    }

    /** Stops at the first failure: a file system that is away would cost every partition's timeout in one call. */
    private void takeOver() {
        List<PartitionArchive> due = partitions.values().stream()
                .filter(PartitionArchive::isDueToTakeOver)
                .sorted(Comparator.comparingLong(PartitionArchive::deadline))
                .toList();
        for (PartitionArchive partition : due) {
            if (!partition.takeOver()) {
                return;
            }
        }
    }

    private void recount() {
        openFiles = partitions.values().stream()
                .mapToInt(PartitionArchive::openFiles)
                .sum();
    }
}
