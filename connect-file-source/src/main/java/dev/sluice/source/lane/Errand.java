package dev.sluice.source.lane;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** One question whose answer a step waits for without keeping the poll thread. Poll thread only, but for the call itself. */
final class Errand<T> {
    private final FutureTask<T> task;

    private Errand(FutureTask<T> task) {
        this.task = task;
    }

    /** @param call may throw an {@link IOException} or a {@link RuntimeException} */
    static <T> Errand<T> send(Lane lane, Errands.To to, Callable<T> call) {
        FutureTask<T> task = new FutureTask<>(call);
        Runnable signal = lane.surroundings().signal();
        lane.surroundings().errands().send(to, lane.tenant(), () -> {
            task.run();
            signal.run();
        });
        return new Errand<>(task);
    }

    /** One whose answer is known already. */
    static <T> Errand<T> known(T answer) {
        FutureTask<T> task = new FutureTask<>(() -> answer);
        task.run();
        return new Errand<>(task);
    }

    boolean isBack() {
        return task.isDone();
    }

    /** The answer, or what the call threw. Call it only once the errand is back. */
    T answer() throws IOException {
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException away) {
                throw away;
            }
            throw e.getCause() instanceof RuntimeException unexpected ? unexpected : new IllegalStateException(e);
        }
    }
}
