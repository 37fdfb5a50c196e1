package dev.sluice.validate.check;

import org.apache.kafka.connect.data.Struct;

/** Checks rows of one shape against one contract. Pure: the same row gives an equal result; safe for use by any thread. */
public interface RowCheck {
    /** Checks one row, which stays as it is. */
    Checked check(Struct raw);
}
