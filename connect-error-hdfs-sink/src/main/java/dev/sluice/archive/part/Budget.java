package dev.sluice.archive.part;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What all parts of a task may take together. Rows of a file wait in memory until they are worth a stream to the file system, so that
 * a thousand tenants cost a thousand small buffers and not a thousand streams. Spent by the
 * task's thread, given back by any.
 */
public final class Budget {
    private final int maxOpenFiles;
    private final long maxBufferedBytes;
    private final AtomicInteger openFiles = new AtomicInteger();
    private final AtomicLong bufferedBytes = new AtomicLong();

    /**
     * A budget of which nothing is spent.
     *
     * @param maxOpenFiles streams to the file system
     * @param maxBufferedBytes heap for rows that are not yet written
     */
    public Budget(int maxOpenFiles, long maxBufferedBytes) {
        this.maxOpenFiles = maxOpenFiles;
        this.maxBufferedBytes = maxBufferedBytes;
    }

    public int openFiles() {
        return openFiles.get();
    }

    public long bufferedBytes() {
        return bufferedBytes.get();
    }

    /** True if a part must be committed, to get memory back. */
    public boolean isExceeded() {
        return bufferedBytes.get() > maxBufferedBytes;
    }

    boolean mayOpen() {
        return openFiles.get() < maxOpenFiles;
    }

    void opened(int files) {
        openFiles.addAndGet(files);
    }

    void buffered(long bytes) {
        bufferedBytes.addAndGet(bytes);
    }
}
