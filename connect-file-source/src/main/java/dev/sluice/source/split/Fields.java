package dev.sluice.source.split;

import java.util.Arrays;

/** The bounds of a record's fields in the window. One thread. */
final class Fields {
    static final byte PLAIN = 0;
    static final byte QUOTED = 1;
    /** The text is not simply the bytes. */
    static final byte ESCAPED = 2;

    private int count;
    private int[] starts = new int[32];
    private int[] ends = new int[32];
    private byte[] forms = new byte[32];

    void clear() {
        count = 0;
    }

    void add(int start, int end, int form) {
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, 2 * count);
            ends = Arrays.copyOf(ends, 2 * count);
            forms = Arrays.copyOf(forms, 2 * count);
        }
        starts[count] = start;
        ends[count] = end;
        forms[count++] = (byte) form;
    }

    int count() {
        return count;
    }

    int start(int field) {
        return starts[field];
    }

    int end(int field) {
        return ends[field];
    }

    boolean is(int field, byte form) {
        return (forms[field] & form) != 0;
    }
}
