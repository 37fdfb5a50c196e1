package dev.sluice.cassandra.write;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.errors.ConnectException;

/** Brings completions from the driver's threads to the task's thread. The one place where the task's thread may wait. */
public interface Completions {
    /** Called by any thread; never blocks. */
    void add(Runnable completion);

    /**
     * The next completion, or null if there is none within the time. Called by the task's thread only.
     *
     * @throws ConnectException if the thread is interrupted: the worker is going down and does not wait any longer
     */
    Runnable next(long millis);

    /** A queue. */
    static Completions queue() {
        LinkedBlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
        return new Completions() {
            @Override
            public void add(Runnable completion) {
                queue.add(completion);
            }

            @Override
            public Runnable next(long millis) {
                try {
                    return millis <= 0 ? queue.poll() : queue.poll(millis, TimeUnit.MILLISECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new ConnectException(
                            "interrupted while waiting for Cassandra; what is not committed comes again", e);
                }
            }
        };
    }
}
