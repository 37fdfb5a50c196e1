package dev.sluice.cassandra.write;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * Completions of any threads for one. To wake a thread costs as much as to write a row, and who is woken by the first completion
 * sends one request and sleeps again. So whoever waits is woken when enough are there, or at the end of a short while; then as many
 * requests go out at once, which the driver sends together.
 */
final class CompletionQueue implements Completions {
    private static final long SHORT_WHILE_NANOS = 500_000;

    private final Queue<Runnable> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    /** How many wake the waiter; set before the waiter looks at the size, so that none is missed. */
    private volatile int wakeAt;

    private volatile Thread waiter;

    @Override
    public void add(Runnable completion) {
        queue.add(completion);
        if (size.incrementAndGet() == wakeAt) {
            LockSupport.unpark(waiter);
        }
    }

    @Override
    public Runnable poll() {
        Runnable completion = queue.poll();
        if (completion != null) {
            size.decrementAndGet();
        }
        return completion;
    }

    @Override
    public Runnable await(long millis, int enough) {
        Runnable completion = poll();
        if (completion != null || millis <= 0) {
            return completion;
        }
        long begun = System.nanoTime();
        long nanos = TimeUnit.MILLISECONDS.toNanos(millis);
        waiter = Thread.currentThread();
        await(enough, begun, Math.min(nanos, SHORT_WHILE_NANOS));
        await(1, begun, nanos);
        return poll();
    }

    private void await(int completions, long begun, long nanos) {
        wakeAt = completions;
        for (long left = nanos; left > 0 && size.get() < completions; left = begun + nanos - System.nanoTime()) {
            LockSupport.parkNanos(this, left);
            if (Thread.currentThread().isInterrupted()) {
                throw new ConnectException(
                        "interrupted while waiting for Cassandra; what is not committed comes again");
            }
        }
        wakeAt = 0;
    }
}
