package dev.sluice.source.crypt;

/** A key that was configured cannot be used. Its message tells why, and nothing of the key. */
public final class UnusableKeyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnusableKeyException(String message) {
        super(message);
    }
}
