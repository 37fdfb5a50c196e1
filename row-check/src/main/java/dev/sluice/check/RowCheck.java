package dev.sluice.check;

import dev.sluice.check.judge.RowRule;

/** Checks rows of one shape against one contract. Pure: the same row gives an equal result; safe for use by any thread. */
public interface RowCheck {
    /** No time is known that a row's times can be compared with. */
    long NO_TIME = RowRule.NO_TIME;

    /**
     * Checks one row, which stays as it is.
     *
     * @param timeMs when the row was imported, the same whenever it is read, in milliseconds since the epoch; or {@link #NO_TIME}
     */
    Checked check(Object row, long timeMs);
}
