package dev.sluice.archive;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** The group coordinator: who owns what, and what was committed. Owners learn of changes when they poll. */
final class SimulatedGroup {
    final Map<TopicPartition, SimulatedWorker> owners = new HashMap<>();
    final Map<TopicPartition, Long> committed = new HashMap<>();

    /** Commits, unless the worker does not own all of it any more. */
    boolean commit(SimulatedWorker worker, Map<TopicPartition, OffsetAndMetadata> offsets) {
        if (!offsets.keySet().stream().allMatch(partition -> owners.get(partition) == worker)) {
            return false;
        }
        offsets.forEach((partition, offset) -> committed.put(partition, offset.offset()));
        return true;
    }

    Set<TopicPartition> ownedBy(SimulatedWorker worker) {
        return owners.entrySet().stream()
                .filter(entry -> entry.getValue() == worker)
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(SimulatedGroup::sorted));
    }

    static Set<TopicPartition> sorted() {
        return new TreeSet<>(java.util.Comparator.comparing(TopicPartition::toString));
    }

    static Set<TopicPartition> sorted(Collection<TopicPartition> partitions) {
        Set<TopicPartition> sorted = sorted();
        sorted.addAll(partitions);
        return sorted;
    }
}
