package dev.sluice.source;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Stands still until it is moved or, if so asked, looked at. */
public final class MovableClock extends Clock {
    private long millis = 1_700_000_000_000L;
    private long perLook;

    public void advance(long by) {
        millis += by;
    }

    /** Every look at it takes so long from now on. */
    public void takeForEachLook(long cost) {
        perLook = cost;
    }

    @Override
    public Instant instant() {
        millis += perLook;
        return Instant.ofEpochMilli(millis);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
