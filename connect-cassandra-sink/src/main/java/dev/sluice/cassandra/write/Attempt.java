package dev.sluice.cassandra.write;

import dev.sluice.cassandra.bind.Row;
import dev.sluice.cassandra.plan.Upsert;
import dev.sluice.cassandra.plan.WriteUnit;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/**
 * A write on its way, again and again until it ends: one object for the request, its answer and its retry, for there is one per row.
 * Confined to the task's thread, but for {@link #accept}: there the answer comes in, and the queue of completions brings it over.
 */
final class Attempt implements BiConsumer<Object, Throwable>, Runnable {
    private final WriteUnit unit;
    private final WriteQueue queue;
    private final Completions completions;
    private final LongSupplier clock;
    private int failures;
    private long dueMillis;
    private long passedBefore;
    private long sent;
    private long answered;
    private Throwable error;

    Attempt(WriteUnit unit, WriteQueue queue, Completions completions, LongSupplier clock) {
        this.unit = unit;
        this.queue = queue;
        this.completions = completions;
        this.clock = clock;
    }

    WriteUnit unit() {
        return unit;
    }

    List<Upsert> upserts() {
        return unit.upserts();
    }

    /** Sends it; the answer comes to the queue. */
    void send(RowWriter writer) {
        sent = clock.getAsLong();
        List<Row> rows = unit.rows();
        try {
            writer.write(rows).whenComplete(this);
        } catch (RuntimeException e) {
            accept(null, e);
        }
    }

    /** The answer, by any thread: the time is taken now, not when the task's thread gets to know of it. */
    @Override
    public void accept(Object ignored, Throwable failure) {
        answered = clock.getAsLong();
        error = failure;
        completions.add(this);
    }

    @Override
    public void run() {
        queue.completed(this, error);
    }

    /** Milliseconds from the request to its answer. */
    long latency() {
        return answered - sent;
    }

    /** When the answer came. */
    long answered() {
        return answered;
    }

    int failures() {
        return failures;
    }

    long dueMillis() {
        return dueMillis;
    }

    /** Counts a failure; the next try is due then. */
    void failed(long due) {
        failures++;
        dueMillis = due;
    }

    /** How many writes had passed when this one failed first. */
    long passedBefore(long passed) {
        if (failures == 0) {
            passedBefore = passed;
        }
        return passedBefore;
    }
}
