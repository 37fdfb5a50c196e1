package dev.sluice.archive.fs;

import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.OptionalLong;

/**
 * What the archive needs of a file system. Paths are relative to the archive's root, with slashes. Every call may fail with an
 * {@code IOException} and may nevertheless have been done.
 *
 * <p>Safe for use by several threads.
 */
public interface ErrorFileSystem extends Closeable {
    /**
     * A file or directory in a directory.
     *
     * @param modified milliseconds since the epoch: when a file was closed, or what a directory holds last changed
     */
    record Entry(String name, boolean directory, long length, long modified) {}

    /**
     * Creates a file.
     *
     * @throws FileNotFoundException (or another {@code IOException}) if its directory does not exist: it is never created
     * @throws IOException if the file exists
     */
    ErrorOutput create(String path) throws IOException;

    /**
     * Creates a file, with all of its content.
     *
     * @throws IOException as {@link #create} and writing do; no more is written then
     */
    default void write(String path, byte[] content) throws IOException {
        ErrorOutput out = create(path);
        try {
            out.write(content);
            out.close();
        } catch (IOException e) {
            out.discard();
            throw e;
        }
    }

    /**
     * Reads a file from its beginning.
     *
     * @throws FileNotFoundException if there is no such file
     */
    InputStream open(String path) throws IOException;

    /**
     * Gives a file another name, atomically, and never overwrites.
     *
     * @return false if there is no such file, if the target exists, or if its directory does not
     */
    boolean rename(String from, String to) throws IOException;

    /** Gives a file the name of another, which it replaces, atomically; does nothing if there is no such file. */
    void replace(String from, String to) throws IOException;

    /** Lets only some at a directory and what is below it; does nothing more if it is so already. */
    void protect(String directory, Access access) throws IOException;

    /** What a directory holds, in no order; nothing if there is no such directory. */
    List<Entry> list(String directory) throws IOException;

    /** The length of a file; empty if there is none. */
    OptionalLong length(String path) throws IOException;

    /** Creates a directory and those above it; does nothing if it exists. */
    void makeDirectory(String path) throws IOException;

    /** Deletes a file, or a directory with all that it holds; does nothing if it does not exist. */
    void delete(String path) throws IOException;

    /** Removes a directory that holds nothing; does nothing if it holds something, or if there is none. */
    void removeEmpty(String directory) throws IOException;
}
