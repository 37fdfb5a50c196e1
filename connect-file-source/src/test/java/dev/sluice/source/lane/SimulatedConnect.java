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
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.TransactionContext;

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

        String dataset() {
            return SluiceHeaders.importOf(record.headers())
                    .orElseThrow()
                    .dataset()
                    .toString();
        }

        String importId() {
            return SluiceHeaders.importOf(record.headers()).orElseThrow().importId();
        }
    }

    private static final class Submitted {
        final SourceRecord record;
        final TopicPartition target;
        boolean acknowledged;

        Submitted(SourceRecord record, TopicPartition target) {
            this.record = record;
            this.target = target;
        }
    }

    private final Random random;
    private final Topics topics;
    private final Predicate<Struct> valid;
    private int partitions;
    private int knownToProducer;
    private double loss;
    private Predicate<SourceRecord> refused = record -> false;
    private boolean isUnseen;
    private int fuse;
    private int burnt;
    private int sent;
    private boolean exactlyOnce;
    private Consumer<Written> observer = written -> {};
    private Consumer<List<Written>> committedObserver = transaction -> {};
    private final Deque<List<Submitted>> transactions = new ArrayDeque<>();
    private final Map<Integer, SimulatedTransaction> ofTasks = new HashMap<>();
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

    /** What polls return is written in transactions from now on, offsets with it, and acknowledged behind. */
    void exactlyOnce() {
        exactlyOnce = true;
    }

    boolean isExactlyOnce() {
        return exactlyOnce;
    }

    /** Sees everything that comes into a topic. */
    void observe(Consumer<Written> observer) {
        this.observer = observer;
    }

    /** Sees what one transaction makes visible to readers of committed records. */
    void observeCommits(Consumer<List<Written>> observer) {
        this.committedObserver = observer;
    }

    void loseRows(double share) {
        loss = share;
    }

    /** What Connect drops, as it does with what a converter or a broker refuses where errors.tolerance=all. */
    void refuse(Predicate<SourceRecord> refused) {
        this.refused = refused;
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

    /** How many records it was ever given. */
    int sent() {
        return sent;
    }

    /** The worker dies after so many more records, or ends of transactions: just before or just behind one. */
    void light(int fuse) {
        this.fuse = fuse;
    }

    void burn() {
        burnt++;
        if (--fuse == 0) {
            throw new SimulatedTransaction.Killed();
        }
    }

    /** How many such moments there were. */
    int burnt() {
        return burnt;
    }

    /** A task's transaction, which ends when the task wants it to; that of its predecessor is aborted. */
    TransactionContext transaction(int task) {
        SimulatedTransaction transaction = new SimulatedTransaction(this);
        ofTasks.put(task, transaction);
        return transaction;
    }

    Optional<SimulatedTransaction> transactionOf(int task) {
        return Optional.ofNullable(ofTasks.get(task));
    }

    /** What a task's poll has returned. */
    void send(int task, List<SourceRecord> records) {
        if (ofTasks.containsKey(task)) {
            sent += records.size();
            ofTasks.get(task).send(records);
        } else {
            send(records);
        }
    }

    boolean isLost(SourceRecord record) {
        return record.value() instanceof Struct
                && !SluiceHeaders.isEvent(record.headers())
                && random.nextDouble() < loss;
    }

    /** Records are there, for readers of committed ones, along with the offsets. */
    void commit(Map<SourceRecord, TopicPartition> records, Map<Map<String, ?>, Map<String, ?>> offsets) {
        List<Written> transaction = new ArrayList<>();
        records.forEach((record, target) -> {
            transaction.add(new Written(target, record));
            write(new Submitted(record, target));
        });
        committedObserver.accept(transaction);
        offsets.forEach((partition, offset) -> committed.put(partition.toString(), new TreeMap<>(offset)));
    }

    private void send(List<SourceRecord> records) {
        sent += records.size();
        List<Submitted> transaction = new ArrayList<>();
        for (SourceRecord record : records) {
            if (isLost(record) || refused.test(record)) {
                ((TrackedRecord) record).committed(null);
                continue;
            }
            Submitted sent = new Submitted(record, target(record));
            if (exactlyOnce) {
                transaction.add(sent);
                continue;
            }
            submitted
                    .computeIfAbsent(record.sourcePartition(), p -> new ArrayDeque<>())
                    .add(sent);
            inFlight.computeIfAbsent(sent.target, p -> new ArrayDeque<>()).add(sent);
        }
        if (!transaction.isEmpty()) {
            transactions.add(transaction);
        }
    }

    /**
     * A task that does not know that it was replaced sends: in transactions it is fenced, else its records arrive, but its offsets
     * are nobody's.
     */
    void sendAsZombie(List<SourceRecord> records) {
        if (exactlyOnce) {
            return;
        }
        for (SourceRecord record : records) {
            Submitted sent = new Submitted(record, target(record));
            inFlight.computeIfAbsent(sent.target, p -> new ArrayDeque<>()).add(sent);
        }
    }

    /** Records and offsets are there together; the task hears of it afterwards, if it is still there. */
    private void commitTransaction(boolean isHeard) {
        List<Submitted> transaction = transactions.remove();
        for (Submitted sent : transaction) {
            write(sent);
            committed.put(sent.record.sourcePartition().toString(), new TreeMap<>(sent.record.sourceOffset()));
        }
        if (isHeard) {
            transaction.forEach(
                    sent -> ((TrackedRecord) sent.record).committed(new RecordMetadata(sent.target, 0, 0, 0, 0, 0)));
        }
    }

    private void write(Submitted sent) {
        Written written = new Written(sent.target, sent.record);
        log.add(written);
        observer.accept(written);
    }

    /** The validating transform re-addresses what it rejects. */
    TopicPartition target(SourceRecord record) {
        boolean row = record.topic().equals(topics.rows()) && !SluiceHeaders.isEvent(record.headers());
        boolean isValid = !row || valid.test((Struct) record.value());
        String topic = isValid ? record.topic() : transformed(record, topics.errors());
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

    private String transformed(SourceRecord record, String topic) {
        return isUnseen
                ? topic
                : record.newRecord(
                                topic,
                                record.kafkaPartition(),
                                record.keySchema(),
                                record.key(),
                                record.valueSchema(),
                                record.value(),
                                record.timestamp())
                        .topic();
    }

    /** From now on the transform makes its records without {@code newRecord}. */
    void transformUnseen() {
        isUnseen = true;
    }

    /** Acknowledges some of what is in flight, in order per Kafka partition. */
    void acknowledge(int most) {
        for (int i = 0; i <= most / 10 && !transactions.isEmpty(); i++) {
            commitTransaction(true);
        }
        List<TopicPartition> busy = new ArrayList<>(inFlight.keySet().stream()
                .filter(p -> !inFlight.get(p).isEmpty())
                .toList());
        for (int i = 0; i < most && !busy.isEmpty(); i++) {
            TopicPartition partition = busy.get(random.nextInt(busy.size()));
            Submitted sent = inFlight.get(partition).remove();
            write(sent);
            ((TrackedRecord) sent.record).committed(new RecordMetadata(partition, 0, 0, 0, 0, 0));
            sent.acknowledged = true;
            if (inFlight.get(partition).isEmpty()) {
                busy.remove(partition);
            }
        }
    }

    boolean isQuiet() {
        return transactions.isEmpty() && inFlight.values().stream().allMatch(Deque::isEmpty);
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
                write(partition.getValue().remove());
            }
        }
        for (int done = random.nextInt(transactions.size() + 1); done > 0; done--) {
            commitTransaction(false);
        }
        transactions.clear();
        submitted = new HashMap<>();
        inFlight = new HashMap<>();
        acknowledgedOffsets.clear();
    }

    /** The tasks' places are taken by others; what they have sent still arrives, but in a transaction, where it is fenced. */
    void replaceTasks() {
        commitOffsets();
        submitted = new HashMap<>();
        if (exactlyOnce) {
            crash();
        }
    }

    /** Of whole files. */
    List<ImportOffset> committed() {
        return committed(false);
    }

    /** Of ranges of files. */
    List<ImportOffset> committedRanges() {
        return committed(true);
    }

    private List<ImportOffset> committed(boolean ofRanges) {
        return committed.entrySet().stream()
                .filter(offset -> offset.getKey().startsWith("{range=") == ofRanges)
                .flatMap(offset -> ImportOffset.of(offset.getValue()).stream())
                .toList();
    }

    @Override
    public Optional<ImportOffset> committed(Map<String, String> sourcePartition) {
        return ImportOffset.of(committed.get(sourcePartition.toString()));
    }
}
