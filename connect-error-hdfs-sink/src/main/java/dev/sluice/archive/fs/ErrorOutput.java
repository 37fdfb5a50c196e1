package dev.sluice.archive.fs;

import java.io.IOException;
import java.io.OutputStream;

/** A file being written. Used by one thread at a time. */
public abstract class ErrorOutput extends OutputStream {
    /**
     * Makes all that was written durable and closes the file.
     *
     * @throws IOException if it is not certain that every byte will survive
     */
    @Override
    public abstract void close() throws IOException;

    /** Lets go of a file whose content is not wanted any more; returns at once and never throws. */
    public abstract void discard();
}
