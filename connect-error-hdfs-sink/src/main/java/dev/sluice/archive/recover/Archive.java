package dev.sluice.archive.recover;

import dev.sluice.archive.fs.Trouble;
import dev.sluice.archive.part.Budget;
import dev.sluice.archive.part.Part;
import dev.sluice.archive.part.RollPolicy;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/** The archive as one task sees it: the topic-partitions that it owns. No call throws for what the world does. Task thread only. */
public final class Archive {
    private static final long MOMENT_MS = 1_000;

    private final ArchiveSettings settings;
    private final Consumption consumption;
    private final Budget budget;
    private final Map<TopicPartition, PartitionArchive> partitions = new HashMap<>();
    private long toldAt;

    public Archive(ArchiveSettings settings, Consumption consumption) {
        this.settings = settings;
        this.consumption = consumption;
        this.budget = settings.parts().budget();
        this.toldAt = settings.clock().getAsLong() - MOMENT_MS;
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
        PartitionArchive partition = null;
        for (SinkRecord record : records) {
            if (partition == null || !isOf(record, partition.partition())) {
                partition = partitions.get(new TopicPartition(record.originalTopic(), record.originalKafkaPartition()));
            }
            if (partition == null) {
                continue;
            }
            boolean waited = partition.trouble().isPresent();
            partition.put(record);
            if (!waited) {
                holdOnIfAllIsLost(partition);
            }
            if (budget.isExceeded()) {
                rollLargest();
            }
        }
        rollIfDue();
        takeOver();
        tell();
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
        Trouble trouble = Trouble.OTHER;
        for (TopicPartition partition : closed) {
            PartitionArchive archive = partitions.remove(partition);
            if (archive != null && trouble.concernsAll()) {
                archive.discard();
            } else if (archive != null) {
                trouble = archive.close().orElse(trouble);
            }
        }
    }

    /** Lets go of everything, without a word to the file system: the task ends. */
    public void discard() {
        partitions.values().forEach(PartitionArchive::discard);
        partitions.clear();
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

    /** What is owned at the moment. */
    public Set<TopicPartition> owned() {
        return Set.copyOf(partitions.keySet());
    }

    private static boolean isOf(SinkRecord record, TopicPartition partition) {
        return record.originalKafkaPartition() == partition.partition()
                && record.originalTopic().equals(partition.topic());
    }

    private void rollIfDue() {
        for (PartitionArchive partition : partitions.values()) {
            boolean waited = partition.trouble().isPresent();
            partition.rollIfDue();
            if (!waited) {
                holdOnIfAllIsLost(partition);
            }
        }
    }

    private void rollLargest() {
        partitions.values().stream()
                .max(Comparator.comparingLong(
                        archive -> archive.part().map(Part::bufferedBytes).orElse(-1L)))
                .ifPresent(largest -> {
                    largest.roll(RollPolicy.Reason.MEMORY);
                    holdOnIfAllIsLost(largest);
                });
    }

    /** Stops at the first failure: a file system that is away would cost every partition's timeout in one call. */
    private void takeOver() {
        List<PartitionArchive> due = partitions.values().stream()
                .filter(PartitionArchive::isDueToTakeOver)
                .sorted(Comparator.comparingLong(PartitionArchive::deadline))
                .toList();
        for (PartitionArchive partition : due) {
            if (!partition.takeOver()) {
                holdOnIfAllIsLost(partition);
                return;
            }
        }
    }

    /**
     * When a partition has just failed for what no other would escape, they all wait together: each finding it out for itself
     * would take its timeout, and in all so long that the consumer group gave the task up.
     */
    private void holdOnIfAllIsLost(PartitionArchive failed) {
        Trouble trouble = failed.trouble().orElse(Trouble.OTHER);
        if (trouble.concernsAll()) {
            for (PartitionArchive partition : partitions.values()) {
                boolean isBusy = partition.part().isPresent() || partition.deadline() < failed.deadline();
                if (partition != failed && isBusy) {
                    partition.waitAsWell(trouble, failed.deadline());
                }
            }
        }
    }

    private void tell() {
        long now = settings.clock().getAsLong();
        if (now - toldAt < MOMENT_MS) {
            return;
        }
        toldAt = now;
        SortedMap<String, String> waiting = new TreeMap<>();
        Map<String, Long> oldest = new HashMap<>();
        partitions.forEach((partition, archive) -> {
            archive.trouble().ifPresent(trouble -> waiting.put(partition.toString(), trouble.what()));
            archive.part()
                    .ifPresent(part -> part.tenants().forEach((tenant, time) -> oldest.merge(tenant, time, Math::min)));
        });
        settings.progress()
                .now(new Progress.Moment(
                        partitions.size(),
                        budget.openFiles(),
                        budget.bufferedBytes(),
                        waiting,
                        settings.destinations().overflow().refusals(),
                        Map.copyOf(oldest)));
    }
}
