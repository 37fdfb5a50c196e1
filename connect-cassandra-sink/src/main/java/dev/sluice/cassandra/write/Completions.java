package dev.sluice.cassandra.write;

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
        return new CompletionQueue();
    }
}
