package dev.sluice.stack;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Starts engines together, each as soon as those it needs answer; the first failure is everybody's. */
final class Startup {
    private Startup() {}

    static void of(Collection<EngineHandle> engines) throws InterruptedException {
        ExecutorService threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "stack-startup");
            thread.setDaemon(true);
            return thread;
        });
        try {
            CompletableFuture<Object> failure = new CompletableFuture<>();
            Map<String, CompletableFuture<Void>> ready = new HashMap<>();
            engines.forEach(engine -> ready.put(engine.name(), new CompletableFuture<>()));
            CompletableFuture<?>[] starts = engines.stream()
                    .map(engine -> needs(engine, ready)
                            .thenRunAsync(() -> start(engine, ready.get(engine.name()), failure), threads))
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

    /** An engine that is left out is nobody's need. */
    private static CompletableFuture<Void> needs(EngineHandle engine, Map<String, CompletableFuture<Void>> ready) {
        return CompletableFuture.allOf(engine.engine().needs().stream()
                .filter(ready::containsKey)
                .map(ready::get)
                .toArray(CompletableFuture<?>[]::new));
    }

    private static void start(EngineHandle engine, CompletableFuture<Void> ready, CompletableFuture<Object> failure) {
        try {
            engine.start();
            ready.complete(null);
        } catch (InterruptedException | RuntimeException failed) {
            // First the reason, then the end of this start: who waits for either must see the reason.
            failure.completeExceptionally(failed);
            throw new CompletionException(failed);
        }
    }
}
