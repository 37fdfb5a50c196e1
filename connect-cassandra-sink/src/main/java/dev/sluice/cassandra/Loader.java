package dev.sluice.cassandra;

import dev.sluice.cassandra.bind.Reading;
import dev.sluice.cassandra.bind.Reading.Bound;
import dev.sluice.cassandra.bind.Reading.Errant;
import dev.sluice.cassandra.bind.Reading.Waiting;
import dev.sluice.cassandra.bind.RecordReader;
import dev.sluice.cassandra.commit.OffsetLedger;
import dev.sluice.cassandra.plan.Receipt;
import dev.sluice.cassandra.plan.Upsert;
import dev.sluice.cassandra.report.ErrantRecords;
import dev.sluice.cassandra.report.TaskNumbers;
import dev.sluice.cassandra.write.Failure;
import dev.sluice.cassandra.write.Outcomes;
import dev.sluice.cassandra.write.WriteQueue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * The heart of the task. Three rules carry all its guarantees:
 *
 * <ol>
 *   <li>A batch is accepted whole or not at all: it is read first, which changes nothing that a second reading would not, and only
 *       then entered into the ledger. So {@code put} may ask for the same batch again at any moment of reading.
 *   <li>Whatever is accepted ends as written or as reported; only then is its offset committable.
 *   <li>Rows carry their own write timestamps, so writing one twice, late, or in another order changes nothing.
 * </ol>
 *
 * <p>Confined to the task's thread. Never sleeps: it waits for answers of Cassandra only, for a bounded time, and otherwise asks
 * Connect to call again.
 */
final class Loader implements Outcomes {
    private static final long TICK_MILLIS = 50;
    private static final long RETRY_MILLIS = 500;
    /** So many records may lie behind one that does not end: they are kept in memory and come again after a crash. */
    private static final int MAX_LEDGER = 250_000;

    private record Item(SinkRecord record, TopicPartition partition, Reading reading) {}

    /**
     * How long a call may wait for Cassandra.
     *
     * @param putMillis in {@code put}, far below max.poll.interval.ms
     * @param commitMillis in {@code preCommit}
     */
    record Waits(long putMillis, long commitMillis) {}

    private final RecordReader reader;
    private final WriteQueue queue;
    private final OffsetLedger ledger;
    private final Imports imports;
    private final ErrantRecords errantRecords;
    private final Waits waits;
    private final TaskNumbers numbers;
    private final LongConsumer callAgain;
    private final LongSupplier clock;
    private TopicPartition partition = new TopicPartition("", -1);

    /**
     * @param callAgain Connect's {@code context.timeout}: the next {@code put} comes within so many milliseconds
     * @param queue makes the queue that tells this loader the outcomes
     */
    Loader(
            RecordReader reader,
            Function<Outcomes, WriteQueue> queue,
            OffsetLedger ledger,
            Imports imports,
            ErrantRecords errantRecords,
            Waits waits,
            TaskNumbers numbers,
            LongConsumer callAgain,
            LongSupplier clock) {
        this.reader = reader;
        this.queue = queue.apply(this);
        this.ledger = ledger;
        this.imports = imports;
        this.errantRecords = errantRecords;
        this.waits = waits;
        this.numbers = numbers;
        this.callAgain = callAgain;
        this.clock = clock;
    }

    /** @throws RetriableException if the batch has to come again; nothing of it was accepted */
    void put(Collection<SinkRecord> records) {
        progress();
        if (!records.isEmpty()) {
            waitForRoom(clock.getAsLong() + waits.putMillis());
            if (!queue.hasRoom() || ledger.size() > MAX_LEDGER) {
                numbers.handedBack();
                callAgain.accept(Math.max(RETRY_MILLIS, queue.millisToRetry().orElse(RETRY_MILLIS)));
                throw new RetriableException("Cassandra takes the rows more slowly than they come; nothing is lost, "
                        + "the batch comes again. Look at Cassandra if this goes on.");
            }
            accept(read(records));
            waitForRoom(clock.getAsLong() + waits.putMillis());
        }
        askForTick();
    }

    /** Waits a bounded time for what is under way, then says how far everything is done. */
    Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> delivered) {
        progress();
        long deadline = clock.getAsLong() + waits.commitMillis();
        for (long left = waits.commitMillis(); left > 0 && queue.isInFlight(); left = deadline - clock.getAsLong()) {
            queue.await(left);
        }
        progress();
        // A save that is under way does not hold what has passed since: the next one does.
        for (int saves = 0; saves < 2; saves++) {
            imports.saving().saveNow();
            for (long left = deadline - clock.getAsLong();
                    left > 0 && imports.saving().isSaving();
                    left = deadline - clock.getAsLong()) {
                queue.await(left);
            }
        }
        askForTick();
        return imports.bound(ledger.committable(delivered));
    }

    /** Partitions that this task gets or loses: nothing of a former time counts for them. */
    void forget(Collection<TopicPartition> partitions) {
        ledger.forget(partitions);
        imports.forget(partitions);
    }

    @Override
    public void written(Upsert upsert) {
        upsert.written();
        numbers.written();
    }

    @Override
    public void refused(Upsert upsert, Throwable error) {
        if (upsert.receipt().isAwaited()) {
            errantRecords.report(upsert.row().record(), explained(error), upsert.receipt());
        }
    }

    /** Cassandra says which right is missing, but not whose business that is. */
    private static Throwable explained(Throwable error) {
        return Failure.of(error) == Failure.FORBIDDEN
                ? new DataException(
                        error.getMessage()
                                + "; the row was not written. Grant it to the sink's role; rows that come later"
                                + " are written then, this one when it is replayed",
                        error)
                : error;
    }

    private void progress() {
        queue.pump();
        errantRecords.settle();
        imports.saving().tick();
        queue.describe(numbers::queue);
        numbers.uncommitted(ledger.size());
    }

    private void waitForRoom(long deadline) {
        for (long left = deadline - clock.getAsLong();
                left > 0 && !queue.hasRoom() && queue.isInFlight();
                left = deadline - clock.getAsLong()) {
            queue.await(left);
        }
        errantRecords.settle();
    }

    private List<Item> read(Collection<SinkRecord> records) {
        List<Item> items = new ArrayList<>(records.size());
        for (SinkRecord record : records) {
            Reading reading = read(record);
            if (reading instanceof Waiting waiting) {
                callAgain.accept(RETRY_MILLIS);
                throw new RetriableException(waiting.reason() + "; the batch waits");
            }
            TopicPartition partition = partition(record);
            open(partition, reading);
            items.add(new Item(record, partition, reading));
        }
        return items;
    }

    private Reading read(SinkRecord record) {
        try {
            return reader.read(record);
        } catch (ConnectException e) {
            throw e;
        } catch (RuntimeException e) {
            throw worldly(e);
        }
    }

    private void open(TopicPartition partition, Reading reading) {
        try {
            imports.open(partition, reading);
        } catch (RuntimeException e) {
            throw worldly(e);
        }
    }

    /** The consumer's partition, not what a transform has made of it. Nearly always that of the record before. */
    private TopicPartition partition(SinkRecord record) {
        if (partition.partition() != record.originalKafkaPartition()
                || !partition.topic().equals(record.originalTopic())) {
            partition = new TopicPartition(record.originalTopic(), record.originalKafkaPartition());
        }
        return partition;
    }

    /** What a failure of Cassandra in the midst of reading means for the task. */
    private RuntimeException worldly(RuntimeException e) {
        Failure failure = Failure.of(e);
        if (failure == Failure.REFUSED) {
            return new ConnectException(
                    "Cassandra refuses what the sink must do in its own keyspace: " + e.getMessage()
                            + "; the task stops, nothing is lost. Check the keyspace, then restart the task.",
                    e);
        }
        callAgain.accept(RETRY_MILLIS);
        if (failure == Failure.FORBIDDEN) {
            return new RetriableException(
                    "Cassandra forbids what the sink must do in its own keyspace: " + e.getMessage()
                            + "; the batch waits, nothing is lost. Grant it to the sink's role.",
                    e);
        }
        return new RetriableException("Cassandra did not answer a question about a definition; the batch waits", e);
    }

    private void accept(List<Item> items) {
        List<Upsert> upserts = new ArrayList<>(items.size());
        for (Item item : items) {
            SinkRecord record = item.record();
            Receipt receipt = ledger.accept(
                    item.partition(),
                    record.originalKafkaOffset(),
                    imports.passage(item.partition(), record.originalKafkaOffset(), item.reading()));
            if (item.reading() instanceof Bound bound) {
                upserts.add(new Upsert(bound.row(), receipt));
            } else if (item.reading() instanceof Errant errant) {
                errantRecords.report(record, errant.error(), receipt);
            } else {
                receipt.settle();
            }
        }
        queue.add(upserts);
        queue.pump();
    }

    /** Connect calls only when records come or a commit is due; as long as something is under way that is too seldom. */
    private void askForTick() {
        boolean isBusy =
                !queue.isIdle() || !errantRecords.isIdle() || imports.saving().isSaving();
        callAgain.accept(isBusy ? TICK_MILLIS : imports.saving().millisToTick());
    }
}
