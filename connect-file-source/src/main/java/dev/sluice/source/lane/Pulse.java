package dev.sluice.source.lane;

import java.time.Clock;

/** Something that is to be done from time to time. Poll thread. */
final class Pulse {
    private final Clock clock;
    private final long pauseMillis;
    private long last;
    private boolean hasBegun;

    Pulse(Clock clock, long pauseMillis) {
        this.clock = clock;
        this.pauseMillis = pauseMillis;
    }

    /** True if it is time, and then not again before the pause is over. */
    boolean isDue() {
        long now = clock.millis();
        // A clock that was set back must not put off anything.
        boolean isDue = !hasBegun || now < last || now - last >= pauseMillis;
        if (isDue) {
            hasBegun = true;
            last = now;
        }
        return isDue;
    }
}
