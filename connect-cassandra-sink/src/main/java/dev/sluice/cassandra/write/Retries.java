package dev.sluice.cassandra.write;

import java.util.Comparator;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes that failed and wait for their next try. Confined to the task's thread. */
final class Retries {
    private static final Logger LOG = LoggerFactory.getLogger(Retries.class);
    private static final long WARN_EVERY_MILLIS = 10_000;

    private final Backoff backoff;
    private final LongSupplier clock;
    private final PriorityQueue<Attempt> waiting = new PriorityQueue<>(Comparator.comparingLong(Attempt::dueMillis));
    private long nextWarning = Long.MIN_VALUE;

    Retries(Backoff backoff, LongSupplier clock) {
        this.backoff = backoff;
        this.clock = clock;
    }

    void add(Attempt attempt, Throwable error) {
        long now = clock.getAsLong();
        attempt.failed(now + backoff.millis(attempt.failures() + 1));
        waiting.add(attempt);
        if (now >= nextWarning) {
            nextWarning = now + WARN_EVERY_MILLIS;
            LOG.warn(
                    "A write to {} failed (attempt {}, {} waiting): {}; it is tried again until it passes. "
                            + "Look at Cassandra if this goes on.",
                    attempt.upserts().get(0).row().shape().table(),
                    attempt.failures(),
                    waiting.size(),
                    error.toString());
        }
    }

    /** One whose time has come, or null. */
    Attempt pollDue() {
        return !waiting.isEmpty() && waiting.peek().dueMillis() <= clock.getAsLong() ? waiting.poll() : null;
    }

    int size() {
        return waiting.size();
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** How long until the first is due; empty where none waits. */
    OptionalLong millisToNext() {
        return waiting.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(Math.max(0, waiting.peek().dueMillis() - clock.getAsLong()));
    }
}
