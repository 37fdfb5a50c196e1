package dev.sluice.source.split;

/**
 * A part of a file that one task reads: whole records, next to each other.
 *
 * @param number from 0, in the order of the file
 * @param from where its first record is looked for
 * @param end where the record behind its last is looked for
 */
public record Range(int number, Position from, Position end) {
    public Range {
        if (number < 0 || end.ordinal() < from.ordinal() || end.bytes() < from.bytes() || end.line() < from.line()) {
            throw new IllegalArgumentException("range " + number + " ends before it begins: " + from + ", " + end);
        }
    }

    public long rows() {
        return end.ordinal() - from.ordinal();
    }
}
