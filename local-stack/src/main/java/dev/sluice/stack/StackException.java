package dev.sluice.stack;

/** A stack, or one of its engines, could not be started. The message carries the engine's own last words. */
public final class StackException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StackException(String message, Throwable cause) {
        super(message, cause);
    }
}
