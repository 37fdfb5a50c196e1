package dev.sluice.archive.compact;

import dev.sluice.archive.fs.ErrorFileSystem;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs passes of one kind in a thread of its own, over a connection of its own, until it is closed. */
public final class Background implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Background.class);

    private final String what;
    private final long intervalMs;
    private final Connecting connecting;
    private final Making making;
    private final CountDownLatch closed = new CountDownLatch(1);

    /** Connects; the file system may be away. */
    public interface Connecting {
        ErrorFileSystem connect() throws IOException;
    }

    /** One pass. */
    public interface Pass {
        void run() throws IOException;
    }

    /** Makes what runs passes of a connection. */
    public interface Making {
        Pass make(ErrorFileSystem fileSystem, BooleanSupplier stopped);
    }

    /**
     * Not yet started.
     *
     * @param what it does, for logs and the thread's name
     * @param intervalMs between two passes; 0 for none at all
     */
    public Background(String what, long intervalMs, Connecting connecting, Making making) {
        this.what = what;
        this.intervalMs = intervalMs;
        this.connecting = connecting;
        this.making = making;
    }

    /** Starts a thread, if there are to be passes. */
    public Background start(ThreadFactory threads) {
        if (intervalMs > 0) {
            Thread thread = threads.newThread(this::run);
            thread.setName("sluice-archive-" + what);
            thread.setDaemon(true);
            thread.start();
        }
        return this;
    }

    /** Ends the pass at its next step; does not wait. Whatever is left half done, no reader sees. */
    @Override
    public void close() {
        closed.countDown();
    }

    private void run() {
        try {
            while (!closed.await(intervalMs, TimeUnit.MILLISECONDS)) {
                live();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One connection, as long as it is good: what makes passes may remember what it has seen. */
    private void live() throws InterruptedException {
        try (ErrorFileSystem fileSystem = connecting.connect()) {
            Pass pass = making.make(fileSystem, () -> closed.getCount() == 0);
            do {
                pass.run();
            } while (!closed.await(intervalMs, TimeUnit.MILLISECONDS));
        } catch (IOException | RuntimeException e) {
            LOG.info("{}: a pass failed, and is tried again in {} ms: {}", what, intervalMs, e.toString());
        }
    }
}
