package dev.sluice.cassandra;

import dev.sluice.cassandra.bind.Reading.Bound;
import dev.sluice.cassandra.bind.Reading.Errant;
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
    /** So many records may lie behind one that does not end: they are kept in memory and come again after a crash. */
    private static final int MAX_LEDGER = 250_000;

    /**
     * How long a call may wait for Cassandra.
     *
     * @param putMillis in {@code put}, far below max.poll.interval.ms
     * @param commitMillis in {@code preCommit}
     */
    record Waits(long putMillis, long commitMillis) {}

    private final Intake intake;
    private final WriteQueue queue;
    private final OffsetLedger ledger;
    private final Imports imports;
    private final ErrantRecords errantRecords;
    private final Waits waits;
    private final TaskNumbers numbers;
    private final LongConsumer callAgain;
    private final LongSupplier clock;

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
        this.intake = new Intake(reader, imports, callAgain);
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
                callAgain.accept(
                        Math.max(Intake.RETRY_MILLIS, queue.millisToRetry().orElse(Intake.RETRY_MILLIS)));
                throw new RetriableException("Cassandra takes the rows more slowly than they come; nothing is lost, "
                        + "the batch comes again. Look at Cassandra if this goes on.");
            }
            accept(intake.read(records));
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

    private void accept(List<Intake.Item> items) {
        List<Upsert> upserts = new ArrayList<>(items.size());
        for (Intake.Item item : items) {
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
