package dev.sluice.archive.part;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Does steps of a commit that do not depend on each other at the same time: most of each is waiting for the file system, and a
 * commit of a thousand tenants' files has thousands of them. Used by the task's thread.
 */
public final class Together implements AutoCloseable {
    /** One after the other, in the caller's thread. */
    public static final Together ONE_BY_ONE = new Together(null);

    private final ExecutorService threads;

    private Together(ExecutorService threads) {
        this.threads = threads;
    }

    /** So many at a time. */
    public static Together of(int count) {
        return count == 1
                ? ONE_BY_ONE
                : new Together(Executors.newFixedThreadPool(count, task -> {
                    Thread thread = new Thread(task, "sluice-archive-commit");
                    thread.setDaemon(true);
                    return thread;
                }));
    }

    /** One step. */
    public interface Step<T> {
        T run() throws IOException;
    }

    /**
     * Does all steps, and returns when none is under way any more.
     *
     * @return their results, in their order
     * @throws IOException the first one that a step threw
     */
    public <T> List<T> all(List<Step<T>> steps) throws IOException {
        List<T> results = new ArrayList<>(steps.size());
        if (threads == null || steps.size() == 1) {
            for (Step<T> step : steps) {
                results.add(step.run());
            }
            return results;
        }
        List<Future<T>> futures = new ArrayList<>(steps.size());
        AtomicReference<IOException> failure = new AtomicReference<>();
        for (Step<T> step : steps) {
            futures.add(threads.submit(() -> unlessFailed(step, failure)));
        }
        for (Future<T> future : futures) {
            results.add(await(future, failure));
        }
        if (failure.get() != null) {
            throw failure.get();
        }
        return results;
    }

    /** What has not begun when a step fails, need not begin; what has is waited for, because its files are discarded next. */
    private static <T> T unlessFailed(Step<T> step, AtomicReference<IOException> failure) {
        if (failure.get() != null) {
            return null;
        }
        try {
            return step.run();
        } catch (IOException e) {
            failure.compareAndSet(null, e);
        } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, new IOException("a step of the commit failed: " + e, e));
        }
        return null;
    }

    /** Also an interrupted task waits for steps that are under way. */
    private static <T> T await(Future<T> future, AtomicReference<IOException> failure) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                    failure.compareAndSet(null, new IOException("interrupted while committing", e));
                } catch (ExecutionException e) {
                    failure.compareAndSet(null, new IOException("a step of the commit failed: " + e, e));
                    return null;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Lets its threads go. */
    @Override
    public void close() {
        if (threads != null) {
            threads.shutdown();
        }
    }
}
