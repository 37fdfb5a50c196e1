package dev.sluice.check.read;

/** Reads a value that has a type already as a value of another one. Pure. */
public interface ValueType {
    /**
     * Reads a value that is not null.
     *
     * @return the Connect value, or a {@link Fault}
     */
    Object read(Object value);
}
