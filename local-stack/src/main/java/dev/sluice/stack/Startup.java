package dev.sluice.stack;

import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Starts engines together; the first failure is everybody's. */
final class Startup {
    private Startup() {}

    /** Returns once all answer, throws as soon as one cannot; the others may then be anywhere in their start. */
    static void of(Collection<EngineHandle> engines) throws InterruptedException {
        ExecutorService threads = Executors.newCachedThreadPool(Startup::thread);
        try {
            CompletableFuture<Object> failure = new CompletableFuture<>();
            CompletableFuture<?>[] starts = engines.stream()
                    .map(engine -> CompletableFuture.runAsync(() -> start(engine, failure), threads))
                    .toArray(CompletableFuture<?>[]::new);
            CompletableFuture.anyOf(failure, CompletableFuture.allOf(starts)).get();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof StackException engine
                    ? engine
                    : new StackException("Stack did not start; " + failed.getCause(), failed.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "stack-startup");
        thread.setDaemon(true);
        return thread;
    }

    private static void start(EngineHandle engine, CompletableFuture<Object> failure) {
        try {
            engine.start();
        } catch (InterruptedException | RuntimeException failed) {
            // Here, not at the end of all starts: nobody waits for engines that no longer matter.
            failure.completeExceptionally(failed);
            throw new CompletionException(failed);
        }
    }
}
