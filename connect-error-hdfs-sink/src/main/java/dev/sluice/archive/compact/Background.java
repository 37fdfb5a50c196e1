package dev.sluice.archive.compact;

import dev.sluice.archive.fs.ErrorFileSystem;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs passes in a thread of its own, over a connection of its own, until it is closed. */
public final class Background implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Background.class);

    private final CompactionPolicy policy;
    private final Connecting connecting;
    private final Making making;
    private final Supplier<Set<String>> sources;
    private final IntConsumer merged;
    private final CountDownLatch closed = new CountDownLatch(1);

    /** Connects; the file system may be away. */
    public interface Connecting {
        ErrorFileSystem connect() throws IOException;
    }

    /** Makes a compactor of a connection. */
    public interface Making {
        Compactor make(ErrorFileSystem fileSystem, java.util.function.BooleanSupplier stopped);
    }

    /**
     * Not yet started.
     *
     * @param sources what the task owns at the moment; asked from the background thread
     * @param merged hears how many files were merged
     */
    public Background(
            CompactionPolicy policy,
            Connecting connecting,
            Making making,
            Supplier<Set<String>> sources,
            IntConsumer merged) {
        this.policy = policy;
        this.connecting = connecting;
        this.making = making;
        this.sources = sources;
        this.merged = merged;
    }

    /** Starts the thread, if the policy wants passes. */
    public Background start() {
        if (policy.isEnabled()) {
            Thread thread = new Thread(this::run, "sluice-archive-compact");
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
            while (!closed.await(policy.intervalMs(), TimeUnit.MILLISECONDS)) {
                live();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One connection, as long as it is good: the compactor remembers what it has seen. */
    private void live() throws InterruptedException {
        try (ErrorFileSystem fileSystem = connecting.connect()) {
            Compactor compactor = making.make(fileSystem, () -> closed.getCount() == 0);
            do {
                merged.accept(compactor.pass(sources.get()).merged());
            } while (!closed.await(policy.intervalMs(), TimeUnit.MILLISECONDS));
        } catch (IOException | RuntimeException e) {
            LOG.info("compaction failed, and is tried again in {} ms: {}", policy.intervalMs(), e.toString());
        }
    }
}
