package dev.sluice.cassandra.write;

import dev.sluice.cassandra.plan.Upsert;
import dev.sluice.cassandra.plan.WritePlan;
import dev.sluice.cassandra.plan.WriteUnit;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writes of a task, from first dispatch to outcome. Nothing is ever given up: a write ends as written or as refused, or waits for
 * the world to come back. Nothing happens by itself either: everything moves when the task's thread calls {@link #pump} or {@link
 * #await}, so retries need neither a timer nor a sleep.
 *
 * <p>Confined to the task's thread; only {@link Completions#add} is called by others.
 */
public final class WriteQueue {
    private static final Logger LOG = LoggerFactory.getLogger(WriteQueue.class);
    /** So often must a row fail, while others pass, before a {@link Failure#SUSPECT} is held to be the row's fault. */
    static final int SUSPECT_FAILURES = 10;

    private static final long WARN_EVERY_MILLIS = 10_000;

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

    private static final class Attempt {
        private final WriteUnit unit;
        private int failures;
        private long dueMillis;
        private long passedBefore;

        private Attempt(WriteUnit unit) {
            this.unit = unit;
        }
    }

    private final RowWriter writer;
    private final Completions completions;
    private final Outcomes outcomes;
    private final WritePlan plan;
    private final InFlightLimit limit;
    private final int maxWaiting;
    private final Backoff backoff;
    private final LongSupplier clock;

    private final Deque<Attempt> ready = new ArrayDeque<>();
    private final PriorityQueue<Attempt> waiting = new PriorityQueue<>(Comparator.comparingLong(a -> a.dueMillis));
    private int inFlight;
    private long passed;
    private long nextWarning = Long.MIN_VALUE;

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
        this.backoff = backoff;
        this.clock = clock;
    }

    public void add(List<Upsert> upserts) {
        plan.of(upserts).forEach(unit -> ready.add(new Attempt(unit)));
    }

    /** Takes in the completions that are there, then dispatches what may be. Never blocks. */
    public void pump() {
        for (Runnable completion = completions.next(0); completion != null; completion = completions.next(0)) {
            completion.run();
        }
        dispatch();
    }

    /** Waits for one completion or until a retry is due, at most so long, and pumps. */
    public void await(long millis) {
        long wait = millis;
        // While too much is in flight a due retry cannot go: only a completion helps.
        if (!waiting.isEmpty() && inFlight < limit.get()) {
            wait = Math.min(wait, waiting.peek().dueMillis - clock.getAsLong());
        }
        Runnable completion = completions.next(wait);
        if (completion != null) {
            completion.run();
        }
        pump();
    }

    /** Whether there is room for more: all that was added is dispatched, and not too much of it waits for a retry. */
    public boolean hasRoom() {
        return ready.isEmpty() && waiting.size() < maxWaiting;
    }

    /** Whether every write has ended. */
    public boolean isIdle() {
        return ready.isEmpty() && waiting.isEmpty() && inFlight == 0;
    }

    /** Whether there is an answer of Cassandra to wait for. */
    public boolean isInFlight() {
        return inFlight > 0;
    }

    /** Says how it stands. */
    public void describe(Observer observer) {
        observer.queue(inFlight, limit.get(), waiting.size(), limit.p99Millis());
    }

    /** How long until the first retry is due; empty where none waits. */
    public OptionalLong millisToRetry() {
        return waiting.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(Math.max(0, waiting.peek().dueMillis - clock.getAsLong()));
    }

    private void dispatch() {
        long now = clock.getAsLong();
        while (inFlight < limit.get()) {
            Attempt attempt = !waiting.isEmpty() && waiting.peek().dueMillis <= now ? waiting.poll() : ready.poll();
            if (attempt == null) {
                return;
            }
            if (attempt.unit.isAwaited()) {
                send(attempt);
            }
        }
    }

    private void send(Attempt attempt) {
        inFlight++;
        long sent = clock.getAsLong();
        CompletionStage<?> result;
        try {
            result = writer.write(attempt.unit.rows());
        } catch (RuntimeException e) {
            completions.add(() -> completed(attempt, 0, e));
            return;
        }
        result.whenComplete((ignored, error) -> {
            // Now, not when the task's thread gets to know of it.
            long latency = clock.getAsLong() - sent;
            completions.add(() -> completed(attempt, latency, error));
        });
    }

    private void completed(Attempt attempt, long latency, Throwable error) {
        inFlight--;
        if (error == null) {
            passed++;
            limit.succeeded(latency, clock.getAsLong());
            attempt.unit.upserts().forEach(outcomes::written);
        } else {
            failed(attempt, Failure.cause(error));
        }
    }

    private void failed(Attempt attempt, Throwable error) {
        switch (Failure.of(error)) {
            case REFUSED, FORBIDDEN -> refuse(attempt, error);
            case SUSPECT -> suspect(attempt, error);
            case OVERLOAD -> {
                limit.overloaded(clock.getAsLong());
                retry(attempt, error);
            }
            case TRANSIENT, LOCKED_OUT -> retry(attempt, error);
        }
    }

    private void refuse(Attempt attempt, Throwable error) {
        if (attempt.unit.upserts().size() > 1) {
            attempt.unit.split().forEach(unit -> ready.addFirst(new Attempt(unit)));
            return;
        }
        Upsert guilty = attempt.unit.upserts().get(0);
        add(guilty.release());
        outcomes.refused(guilty, error);
    }

    private void suspect(Attempt attempt, Throwable error) {
        if (attempt.failures == 0) {
            attempt.passedBefore = passed;
        }
        if (attempt.failures + 1 >= SUSPECT_FAILURES && passed > attempt.passedBefore) {
            refuse(attempt, error);
        } else {
            retry(attempt, error);
        }
    }

    private void retry(Attempt attempt, Throwable error) {
        long now = clock.getAsLong();
        attempt.failures++;
        attempt.dueMillis = now + backoff.millis(attempt.failures);
        waiting.add(attempt);
        if (now >= nextWarning) {
            nextWarning = now + WARN_EVERY_MILLIS;
            LOG.warn(
                    "A write to {} failed (attempt {}, {} waiting): {}; it is tried again until it passes. "
                            + "Look at Cassandra if this goes on.",
                    attempt.unit.upserts().get(0).row().shape().table(),
                    attempt.failures,
                    waiting.size(),
                    error.toString());
        }
    }
}
