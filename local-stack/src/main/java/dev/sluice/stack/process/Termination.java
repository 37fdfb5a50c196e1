package dev.sluice.stack.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Ends processes with all their children: asks first, all at once, and kills what is still there after the grace. */
public final class Termination {
    private static final Duration PAUSE = Duration.ofMillis(20);
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

    /** Polls, for {@link ProcessHandle#onExit} looks after other JVMs' children only every few seconds. Not interruptible. */
    private static boolean haveEnded(List<ProcessHandle> processes, Duration patience) {
        long start = System.nanoTime();
        while (processes.stream().anyMatch(ProcessHandle::isAlive)) {
            if (System.nanoTime() - start > patience.toNanos()) {
                return false;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        return true;
    }
}
