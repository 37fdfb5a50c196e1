package dev.sluice.cassandra.write;

import org.apache.kafka.connect.errors.ConnectException;

/** Brings completions from the driver's threads to the task's thread. The one place where the task's thread may wait. */
public interface Completions {
    /** Called by any thread; never blocks. */
    void add(Runnable completion);

    /** The next completion, or null if there is none. Called by the task's thread only. */
    Runnable poll();

    /**
     * The next completion, or null if there is none within the time. Called by the task's thread only.
     *
     * @param enough so many are worth waiting a little longer for than for the first
     * @throws ConnectException if the thread is interrupted: the worker is going down and does not wait any longer
     */
    Runnable await(long millis, int enough);

    /** A queue. */
    static Completions queue() {
        return new CompletionQueue();
    }
}
