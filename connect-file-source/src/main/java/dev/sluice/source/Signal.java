package dev.sluice.source;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Wakes the poll thread. Any thread may raise it; one thread waits. */
final class Signal {
    private final Semaphore raised = new Semaphore(0);

    void raise() {
        raised.release();
    }

    /** Returns at once if it was raised since the last wait. */
    void await(long millis) throws InterruptedException {
        if (raised.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
            raised.drainPermits();
        }
    }
}
