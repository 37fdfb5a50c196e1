package dev.sluice.source.agree;

import java.time.Clock;

/**
 * How many rows a tenant may have now: a bucket that holds at most one second's worth and fills evenly. Pure but for the clock; poll
 * thread.
 */
public final class RowPace {
    private static final double MILLIS = 1000;
    private static final double LEAST = 10;

    private final Clock clock;
    private double rowsPerSecond;
    private double available;
    private long filled;

    public RowPace(Clock clock) {
        this.clock = clock;
        this.filled = clock.millis();
    }

    /** Sets the pace from now on; 0 for no limit. */
    public void follow(double perSecond) {
        if (perSecond != rowsPerSecond) {
            fill();
            available = Math.min(available, burst(perSecond));
            rowsPerSecond = perSecond;
        }
    }

    public boolean isLimited() {
        return rowsPerSecond > 0;
    }

    /** At least one row, since a row cannot be cut. */
    private static double burst(double perSecond) {
        return Math.max(1, perSecond);
    }

    /** Rows that may be had now, at most as many as asked for. */
    public int grant(int asked) {
        if (rowsPerSecond == 0) {
            return asked;
        }
        fill();
        // Not one row at a time: a tenth of a second's worth at least.
        double granted = Math.min(asked, Math.floor(available));
        return granted < Math.min(asked, rowsPerSecond / LEAST) ? 0 : (int) granted;
    }

    /** Takes rows that were granted. */
    public void take(int rows) {
        available = rowsPerSecond == 0 ? 0 : available - rows;
    }

    private void fill() {
        long now = clock.millis();
        // A clock that is set back gives nothing and takes nothing.
        double passed = Math.max(0, now - filled) / MILLIS;
        filled = now;
        available = Math.min(burst(rowsPerSecond), available + passed * rowsPerSecond);
    }
}
