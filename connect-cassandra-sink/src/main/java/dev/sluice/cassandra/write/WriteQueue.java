package dev.sluice.cassandra.write;

import dev.sluice.cassandra.plan.Upsert;
import dev.sluice.cassandra.plan.WritePlan;
import dev.sluice.cassandra.plan.WriteUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * The writes of a task, from first dispatch to outcome. Nothing is ever given up: a write ends as written or as refused, or waits for
 * the world to come back. Nothing happens by itself either: everything moves when the task's thread calls {@link #pump} or {@link
 * #await}, so retries need neither a timer nor a sleep.
 *
 * <p>Confined to the task's thread; only {@link Completions#add} is called by others.
 */
public final class WriteQueue {
    /** So often must a row fail, while others pass, before a {@link Failure#SUSPECT} is held to be the row's fault. */
    static final int SUSPECT_FAILURES = 10;

    /** The part of what is in flight whose answers are worth waking the task's thread for. */
    private static final int WAKE_SHARE = 8;

    /** Who wants to know how it stands. */
    @FunctionalInterface
    public interface Observer {
        /**
         * The queue now.
         *
         * @param p99Millis from request to answer
         */
        void queue(long inFlight, long limit, long waiting, long p99Millis);
    }

    private final RowWriter writer;
    private final Completions completions;
    private final Outcomes outcomes;
    private final WritePlan plan;
    private final InFlightLimit limit;
    private final int maxWaiting;
    private final LongSupplier clock;

    private final Deque<Attempt> ready = new ArrayDeque<>();
    private final Retries retries;
    private int inFlight;
    private long passed;

    /**
     * @param plan by which rows that come back to life are planned
     * @param clock milliseconds that only grow; asked by any thread
     */
    public WriteQueue(
            RowWriter writer,
            Completions completions,
            Outcomes outcomes,
            WritePlan plan,
            Pressure pressure,
            Backoff backoff,
            LongSupplier clock) {
        this.writer = writer;
        this.completions = completions;
        this.outcomes = outcomes;
        this.plan = plan;
        this.limit = new InFlightLimit(pressure.maxInFlight(), pressure.maxP99Millis());
        this.maxWaiting = pressure.maxInFlight();
        this.retries = new Retries(backoff, clock);
        this.clock = clock;
    }

    public void add(List<Upsert> upserts) {
        for (WriteUnit unit : plan.of(upserts)) {
            ready.add(attempt(unit));
        }
    }

    private Attempt attempt(WriteUnit unit) {
        return new Attempt(unit, this, completions, clock);
    }

    /** Takes in the completions that are there, then dispatches what may be. Never blocks. */
    public void pump() {
        for (Runnable completion = completions.poll(); completion != null; completion = completions.poll()) {
            completion.run();
        }
        dispatch();
    }

    /** Waits for one completion or until a retry is due, at most so long, and pumps. */
    public void await(long millis) {
        // While too much is in flight a due retry cannot go: only a completion helps.
        long wait =
                inFlight < limit.get() ? Math.min(millis, retries.millisToNext().orElse(millis)) : millis;
        Runnable completion = completions.await(wait, Math.max(1, inFlight / WAKE_SHARE));
        if (completion != null) {
            completion.run();
        }
        pump();
    }

    /** Whether there is room for more: all that was added is dispatched, and not too much of it waits for a retry. */
    public boolean hasRoom() {
        return ready.isEmpty() && retries.size() < maxWaiting;
    }

    /** Whether every write has ended. */
    public boolean isIdle() {
        return ready.isEmpty() && retries.isEmpty() && inFlight == 0;
    }

    /** Whether there is an answer of Cassandra to wait for. */
    public boolean isInFlight() {
        return inFlight > 0;
    }

    /** Says how it stands. */
    public void describe(Observer observer) {
        observer.queue(inFlight, limit.get(), retries.size(), limit.p99Millis());
    }

    /** How long until the first retry is due; empty where none waits. */
    public OptionalLong millisToRetry() {
        return retries.millisToNext();
    }

    private void dispatch() {
        while (inFlight < limit.get()) {
            Attempt due = retries.pollDue();
            Attempt attempt = due == null ? ready.poll() : due;
            if (attempt == null) {
                return;
            }
            if (attempt.unit().isAwaited()) {
                inFlight++;
                attempt.send(writer);
            }
        }
    }

    /** An answer, brought by the queue of completions. */
    void completed(Attempt attempt, Throwable error) {
        inFlight--;
        if (error != null) {
            failed(attempt, Failure.cause(error));
            return;
        }
        passed++;
        limit.succeeded(attempt.latency(), attempt.answered());
        for (Upsert upsert : attempt.upserts()) {
            outcomes.written(upsert);
        }
    }

    private void failed(Attempt attempt, Throwable error) {
        switch (Failure.of(error)) {
            case REFUSED, FORBIDDEN -> refuse(attempt, error);
            case SUSPECT -> suspect(attempt, error);
            case OVERLOAD -> {
                limit.overloaded(clock.getAsLong());
                retries.add(attempt, error);
            }
            case TRANSIENT, LOCKED_OUT -> retries.add(attempt, error);
        }
    }

    private void refuse(Attempt attempt, Throwable error) {
        if (attempt.upserts().size() > 1) {
            attempt.unit().split().forEach(unit -> ready.addFirst(attempt(unit)));
            return;
        }
        Upsert guilty = attempt.upserts().get(0);
        add(guilty.release());
        outcomes.refused(guilty, error);
    }

    private void suspect(Attempt attempt, Throwable error) {
        long passedBefore = attempt.passedBefore(passed);
        if (attempt.failures() + 1 >= SUSPECT_FAILURES && passed > passedBefore) {
            refuse(attempt, error);
        } else {
            retries.add(attempt, error);
        }
    }
}
