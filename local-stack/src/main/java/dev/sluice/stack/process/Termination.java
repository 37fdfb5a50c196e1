package dev.sluice.stack.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Ends processes with all their children: asks first, all at once, and kills what is still there after the grace. */
public final class Termination {
    private static final Duration AFTER_KILL = Duration.ofSeconds(10);

    private Termination() {}

    /** Returns when none of them runs any more. */
    public static void of(Collection<ProcessHandle> processes, Duration grace) {
        List<ProcessHandle> trees = withDescendants(processes);
        trees.forEach(ProcessHandle::destroy);
        if (!haveEnded(trees, grace)) {
            kill(trees);
        }
    }

    /** SIGKILL, at once. */
    public static void kill(Collection<ProcessHandle> processes) {
        List<ProcessHandle> trees = withDescendants(processes);
        trees.forEach(ProcessHandle::destroyForcibly);
        haveEnded(trees, AFTER_KILL);
    }

    private static List<ProcessHandle> withDescendants(Collection<ProcessHandle> processes) {
        List<ProcessHandle> trees = new ArrayList<>(processes);
        processes.forEach(process -> {
            try (Stream<ProcessHandle> children = process.descendants()) {
                children.forEach(trees::add);
            }
        });
        return trees;
    }

    private static boolean haveEnded(List<ProcessHandle> processes, Duration patience) {
        CompletableFuture<?>[] ends =
                processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(ends)
                    .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
            return true;
        } catch (CompletionException timeout) {
            return false;
        }
    }
}
