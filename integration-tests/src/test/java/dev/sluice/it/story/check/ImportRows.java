package dev.sluice.it.story.check;

import java.util.Arrays;
import java.util.BitSet;

/** The rows of one import as the topics have them, by ordinal: a few bytes each. Not thread-safe. */
final class ImportRows {
    private static final long ABSENT = 0;

    private final BitSet accepted = new BitSet();
    private final BitSet rejected = new BitSet();
    private long[] fingerprints = new long[64];
    private long again;

    /** What became of a record. */
    enum Arrival {
        NEW,
        /** It was there before, in the same place with the same content. */
        AGAIN,
        /** Its ordinal was there before, but not so. */
        OTHERWISE
    }

    /**
     * Takes a row.
     *
     * @param fingerprint of what must be the same if it comes again
     */
    Arrival take(long ordinal, boolean isRejected, long fingerprint) {
        int at = Math.toIntExact(ordinal);
        if (at >= fingerprints.length) {
            fingerprints = Arrays.copyOf(fingerprints, Math.max(at + 1, fingerprints.length * 2));
        }
        long present = fingerprint == ABSENT ? 1 : fingerprint;
        if (fingerprints[at] != ABSENT) {
            again++;
            return fingerprints[at] == present ? Arrival.AGAIN : Arrival.OTHERWISE;
        }
        fingerprints[at] = present;
        (isRejected ? rejected : accepted).set(at);
        return Arrival.NEW;
    }

    int accepted() {
        return accepted.cardinality();
    }

    int rejected() {
        return rejected.cardinality();
    }

    int seen() {
        return accepted() + rejected();
    }

    long again() {
        return again;
    }

    /** True if these are the rows 1 to so many, each once. */
    boolean areAll(long rows) {
        return seen() == rows && Math.max(accepted.length(), rejected.length()) == (rows == 0 ? 0 : rows + 1);
    }
}
