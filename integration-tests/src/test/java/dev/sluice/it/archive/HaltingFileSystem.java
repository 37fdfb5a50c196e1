package dev.sluice.it.archive;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.util.Progressable;

/**
 * HDFS, but the JVM ends without a goodbye at a given step: before or after one of the calls that the archive makes. Hadoop loads it
 * by {@code fs.hdfs.impl}, so that nothing of the plugin needs to know.
 */
public final class HaltingFileSystem extends DistributedFileSystem {
    /** The step to end at; steps are counted from 1, two for each call. */
    static final int HALT_AT = Integer.getInteger("halt.at", 0);

    private static final AtomicInteger STEPS = new AtomicInteger();

    static int steps() {
        return STEPS.get();
    }

    @Override
    public FSDataOutputStream createNonRecursive(
            Path path,
            FsPermission permission,
            java.util.EnumSet<org.apache.hadoop.fs.CreateFlag> flags,
            int bufferSize,
            short replication,
            long blockSize,
            Progressable progress)
            throws IOException {
        return new HaltingOutput(step(
                () -> super.createNonRecursive(path, permission, flags, bufferSize, replication, blockSize, progress)));
    }

    @Override
    public FSDataInputStream open(Path path, int bufferSize) throws IOException {
        return step(() -> super.open(path, bufferSize));
    }

    @Override
    public boolean rename(Path from, Path to) throws IOException {
        return step(() -> super.rename(from, to));
    }

    @Override
    public void rename(Path from, Path to, Options.Rename... options) throws IOException {
        step(() -> {
            super.rename(from, to, options);
            return null;
        });
    }

    @Override
    public boolean delete(Path path, boolean recursive) throws IOException {
        return step(() -> super.delete(path, recursive));
    }

    @Override
    public boolean mkdirs(Path path, FsPermission permission) throws IOException {
        return step(() -> super.mkdirs(path, permission));
    }

    @Override
    public RemoteIterator<FileStatus> listStatusIterator(Path path) throws IOException {
        return step(() -> super.listStatusIterator(path));
    }

    private interface Call<T> {
        T run() throws IOException;
    }

    private static <T> T step(Call<T> call) throws IOException {
        haltIfDue();
        T result = call.run();
        haltIfDue();
        return result;
    }

    private static void haltIfDue() {
        if (STEPS.incrementAndGet() == HALT_AT) {
            Runtime.getRuntime().halt(ArchiveProcess.HALTED);
        }
    }

    /** Making durable and closing are steps, too. */
    private static final class HaltingOutput extends FSDataOutputStream {
        private final FSDataOutputStream inner;

        HaltingOutput(FSDataOutputStream out) throws IOException {
            super(out, null);
            this.inner = out;
        }

        @Override
        public void hsync() throws IOException {
            step(() -> {
                inner.hsync();
                return null;
            });
        }

        @Override
        public boolean hasCapability(String capability) {
            return inner.hasCapability(capability);
        }

        @Override
        public void close() throws IOException {
            step(() -> {
                inner.close();
                return null;
            });
        }
    }
}
