package dev.sluice.source.lane;

import dev.sluice.contract.Event;
import dev.sluice.contract.RowPosition;
import dev.sluice.contract.SluiceHeaders;
import dev.sluice.source.emit.ImportOffset;
import dev.sluice.source.emit.Topics;
import dev.sluice.source.emit.TrackedRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Connect's source worker and Kafka, as far as the source can tell: partitioned topics that acknowledge in order, commits of the
 * acknowledged prefix per source partition, and crashes that forget what was not acknowledged or not committed.
 */
final class SimulatedConnect implements Offsets {
    /** A record that is in a topic. */
    record Written(TopicPartition partition, SourceRecord record) {
        boolean isEvent() {
            return SluiceHeaders.isEvent(record.headers());
        }

        Event event() {
            return Event.of((Struct) record.value());
        }

        RowPosition row() {
            return SluiceHeaders.positionOf(record.headers()).orElseThrow();
        }

        String importId() {
            return SluiceHeaders.importOf(record.headers()).orElseThrow().importId();
        }
    }

    private static final class Submitted {
        final SourceRecord record;
        boolean acknowledged;

        Submitted(SourceRecord record) {
            this.record = record;
        }
    }

    private final Random random;
    private final Topics topics;
    private final Predicate<Struct> valid;
    private int partitions;
    private int knownToProducer;
    private double loss;
    private Map<Map<String, ?>, Deque<Submitted>> submitted = new HashMap<>();
    private Map<TopicPartition, Deque<Submitted>> inFlight = new HashMap<>();
    private final Map<Map<String, ?>, Map<String, ?>> acknowledgedOffsets = new HashMap<>();
    private final Map<String, Map<String, Object>> committed = new HashMap<>();
    final List<Written> log = new ArrayList<>();

    SimulatedConnect(Random random, Topics topics, int partitions, Predicate<Struct> valid) {
        this.random = random;
        this.topics = topics;
        this.partitions = partitions;
        this.knownToProducer = partitions;
        this.valid = valid;
    }

    void loseRows(double share) {
        loss = share;
    }

    void addPartition() {
        partitions++;
    }

    /** What a producer does every five minutes. */
    void refreshMetadata() {
        knownToProducer = partitions;
    }

    /** Partitions are added; the producer finds them when it is told to write to them. */
    void grow(int to) {
        partitions = to;
    }

    int partitions() {
        return partitions;
    }

    void send(List<SourceRecord> records) {
        for (SourceRecord record : records) {
            if (record.value() instanceof Struct
                    && !SluiceHeaders.isEvent(record.headers())
                    && random.nextDouble() < loss) {
                ((TrackedRecord) record).committed(null);
                continue;
            }
            Submitted sent = new Submitted(record);
            submitted
                    .computeIfAbsent(record.sourcePartition(), p -> new ArrayDeque<>())
                    .add(sent);
            inFlight.computeIfAbsent(target(record), p -> new ArrayDeque<>()).add(sent);
        }
    }

    /** The validating transform re-addresses what it rejects. */
    private TopicPartition target(SourceRecord record) {
        boolean row = record.topic().equals(topics.rows()) && !SluiceHeaders.isEvent(record.headers());
        String topic = row && !valid.test((Struct) record.value()) ? topics.errors() : record.topic();
        if (record.kafkaPartition() != null) {
            if (record.kafkaPartition() >= partitions) {
                throw new AssertionError("partition does not exist: the producer would hang for ever");
            }
            knownToProducer = Math.max(knownToProducer, record.kafkaPartition() + 1);
            return new TopicPartition(topic, record.kafkaPartition());
        }
        return new TopicPartition(
                topic, topic.equals(topics.rows()) ? Math.floorMod(record.key().hashCode(), knownToProducer) : 0);
    }

    /** Acknowledges some of what is in flight, in order per Kafka partition. */
    void acknowledge(int most) {
        List<TopicPartition> busy = new ArrayList<>(inFlight.keySet().stream()
                .filter(p -> !inFlight.get(p).isEmpty())
                .toList());
        for (int i = 0; i < most && !busy.isEmpty(); i++) {
            TopicPartition partition = busy.get(random.nextInt(busy.size()));
            Submitted sent = inFlight.get(partition).remove();
            log.add(new Written(partition, sent.record));
            ((TrackedRecord) sent.record).committed(new RecordMetadata(partition, 0, 0, 0, 0, 0));
            sent.acknowledged = true;
            if (inFlight.get(partition).isEmpty()) {
                busy.remove(partition);
            }
        }
    }

    boolean isQuiet() {
        return inFlight.values().stream().allMatch(Deque::isEmpty);
    }

    /** What the offset committer does once a minute. */
    void commitOffsets() {
        submitted.forEach((partition, records) -> {
            while (!records.isEmpty() && records.peek().acknowledged) {
                acknowledgedOffsets.put(partition, records.remove().record.sourceOffset());
            }
        });
        acknowledgedOffsets.forEach((partition, offset) -> committed.put(partition.toString(), new TreeMap<>(offset)));
        acknowledgedOffsets.clear();
    }

    /** The worker dies: some of what was in flight may have arrived, but nobody knows. */
    void crash() {
        for (Map.Entry<TopicPartition, Deque<Submitted>> partition : inFlight.entrySet()) {
            for (int arrived = random.nextInt(partition.getValue().size() + 1); arrived > 0; arrived--) {
                log.add(new Written(partition.getKey(), partition.getValue().remove().record));
            }
        }
        submitted = new HashMap<>();
        inFlight = new HashMap<>();
        acknowledgedOffsets.clear();
    }

    @Override
    public Optional<ImportOffset> committed(Map<String, String> sourcePartition) {
        return ImportOffset.of(committed.get(sourcePartition.toString()));
    }
}
