package dev.sluice.archive.part;

/**
 * What all parts of a task may take together. Rows of a file wait in memory until they are worth a stream to the file system, so that
 * a thousand tenants cost a thousand small buffers and not a thousand streams. Task thread only.
 */
public final class Budget {
    private final int maxOpenFiles;
    private final long maxBufferedBytes;
    private int openFiles;
    private long bufferedBytes;

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
        return openFiles;
    }

    public long bufferedBytes() {
        return bufferedBytes;
    }

    /** True if a part must be committed, to get memory back. */
    public boolean isExceeded() {
        return bufferedBytes > maxBufferedBytes;
    }

    boolean mayOpen() {
        return openFiles < maxOpenFiles;
    }

    void opened(int files) {
        openFiles += files;
    }

    void buffered(long bytes) {
        bufferedBytes += bytes;
    }
}
