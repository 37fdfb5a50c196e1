package dev.sluice.source.agree;

import dev.sluice.agreement.Schedule;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * Tells when a schedule has ticked. Pure but for the clock; poll thread.
 *
 * <p>A tick that nobody saw, because the worker slept or was away for less than until the next one, is made up for once. A clock that
 * is set back makes no tick come twice, unless by more than an hour: then it was wrong before, and all is counted anew.
 */
public final class Ticks {
    private static final long TRUSTED_SECONDS = 3600;

    private final Clock clock;
    private Schedule schedule;
    private Optional<Instant> next;
    private Instant seen;

    public Ticks(Clock clock, Schedule schedule) {
        this.clock = clock;
        this.schedule = schedule;
        this.seen = clock.instant();
        this.next = schedule.nextAfter(clock.instant());
    }

    boolean isContinuous() {
        return schedule.isContinuous();
    }

    /** The last tick before now, as one would have seen it who was there. */
    public Optional<Instant> last() {
        return schedule.lastUntil(clock.instant());
    }

    /** A new agreement; what has ticked is not lost. */
    public void follow(Schedule changed) {
        if (!changed.equals(schedule)) {
            schedule = changed;
            next = changed.nextAfter(clock.instant());
        }
    }

    /** True once per tick, or once for several that have passed since the last time. */
    public boolean hasTicked() {
        Instant now = clock.instant();
        if (next.filter(tick -> !tick.isAfter(now)).isPresent()) {
            next = schedule.nextAfter(now);
            seen = now;
            return true;
        }
        if (now.isBefore(seen.minusSeconds(TRUSTED_SECONDS))) {
            next = schedule.nextAfter(now);
            seen = now;
        }
        seen = now.isAfter(seen) ? now : seen;
        return false;
    }
}
