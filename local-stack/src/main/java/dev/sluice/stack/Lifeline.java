package dev.sluice.stack;

import dev.sluice.stack.process.Watchdog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * Ties a stack to this JVM: a shutdown hook for its orderly end (Ctrl-C, too), a {@link Watchdog} for SIGKILL.
 *
 * <p>Safe for use by several threads.
 */
final class Lifeline {
    private final Thread hook;
    private final Process watchdog;

    Lifeline(Path stack, Runnable end) {
        this.hook = new Thread(end, "stack-shutdown");
        try {
            this.watchdog = Watchdog.over(stack);
        } catch (IOException noProcess) {
            throw new UncheckedIOException(noProcess);
        }
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Unties it. The watchdog is killed rather than told, for its order is to stop what it finds. */
    void letGo() {
        watchdog.destroyForcibly();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyShuttingDown) {
            // Then the hook is what calls.
        }
    }
}
