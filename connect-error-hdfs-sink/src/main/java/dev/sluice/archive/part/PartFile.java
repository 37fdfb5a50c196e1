package dev.sluice.archive.part;

import java.io.IOException;

/** One temporary file in the making. Used by one thread at a time. */
public interface PartFile {
    /** Adds one row, as the format's {@link RowEncoder} made it. */
    void append(byte[] row, int offset, int length) throws IOException;

    /** Bytes handed to the file system so far; what is still buffered is not counted. */
    long bytes();

    /**
     * Completes the file, makes it durable and closes it.
     *
     * @return its length
     */
    long close() throws IOException;

    /** Lets go of the file; its content is not wanted any more. */
    void discard();
}
