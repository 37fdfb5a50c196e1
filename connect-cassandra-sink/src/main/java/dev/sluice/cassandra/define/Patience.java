package dev.sluice.cassandra.define;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How long rows wait for a definition that is not there, and how often it is asked for. The wait is once per version: a version
 * that never comes delays its neighbours in the topic one time, not once a row. Confined to the task's thread.
 */
public final class Patience {
    private static final long ASK_AGAIN_MILLIS = 1_000;

    private record Wait(long since, long nextQuestion) {}

    private final long millis;
    private final LongSupplier clock;
    private final Map<Object, Wait> waits = new HashMap<>();

    /**
     * @param millis how long
     * @param clock milliseconds that only grow
     */
    public Patience(long millis, LongSupplier clock) {
        this.millis = millis;
        this.clock = clock;
    }

    public long millis() {
        return millis;
    }

    /** Whether it is time to ask; if so, the time of the next question is set. */
    boolean mayAsk(Object what) {
        long now = clock.getAsLong();
        Wait wait = waits.getOrDefault(what, new Wait(now, now));
        if (now < wait.nextQuestion()) {
            return false;
        }
        waits.put(what, new Wait(wait.since(), now + ASK_AGAIN_MILLIS));
        return true;
    }

    boolean isExhausted(Object what) {
        Wait wait = waits.get(what);
        return wait != null && clock.getAsLong() - wait.since() >= millis;
    }

    void end(Object what) {
        waits.remove(what);
    }
}
