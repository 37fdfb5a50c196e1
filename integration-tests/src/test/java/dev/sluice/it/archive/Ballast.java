package dev.sluice.it.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.hdfs.DistributedFileSystem;

/** Data nodes of little space, and what fills it. */
final class Ballast {
    static final int BLOCK = 1 << 20;

    private static final org.apache.hadoop.fs.Path FILE = new org.apache.hadoop.fs.Path("/ballast");

    private Ballast() {}

    /**
     * What {@code dfs.datanode.du.reserved} must be for a data node to have only so many bytes, whatever else is on the disk or comes
     * there.
     */
    static long reserved(Path disk, long bytes) throws IOException {
        var store = Files.getFileStore(disk);
        long ofTheSystem = store.getUnallocatedSpace() - store.getUsableSpace();
        return store.getTotalSpace() - ofTheSystem - bytes;
    }

    /** Writes until HDFS takes no more blocks. */
    static void fill(DistributedFileSystem hdfs, short replication) throws IOException {
        byte[] block = new byte[BLOCK];
        FSDataOutputStream out = hdfs.create(FILE, true, BLOCK, replication, BLOCK);
        try {
            while (true) {
                out.write(block);
                out.hflush();
            }
        } catch (IOException full) {
            if (!full.getMessage().contains("could only be written to 0 of")) {
                throw full;
            }
        }
    }

    static void remove(DistributedFileSystem hdfs) throws IOException {
        hdfs.delete(FILE, false);
    }
}
