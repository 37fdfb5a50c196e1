package dev.sluice.check.read;

/** Reads text as a value of one type. Pure. */
public interface TextType {
    /**
     * Reads a text that is not empty.
     *
     * @return the Connect value, or a {@link Fault}: a sum type without a wrapper, for this runs once for each field of each row, and
     *     no Connect value is ever a Fault
     */
    Object read(String text);
}
