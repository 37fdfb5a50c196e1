package dev.sluice.archive.fs;

import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.StreamCapabilities;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file on a Hadoop file system. */
final class HadoopOutput extends ErrorOutput {
    private static final Logger LOG = LoggerFactory.getLogger(HadoopOutput.class);

    private final FSDataOutputStream out;
    private final boolean syncsBlocks;
    private final ExecutorService discarding;

    /**
     * Over a new file.
     *
     * @param syncsBlocks true if data nodes have each block on their disks before they call it whole
     */
    HadoopOutput(FSDataOutputStream out, boolean syncsBlocks, ExecutorService discarding) {
        this.out = out;
        this.syncsBlocks = syncsBlocks;
        this.discarding = discarding;
    }

    @Override
    public void write(int b) throws IOException {
        out.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (RuntimeException e) {
            throw new IOException("the file system failed: " + e, e);
        }
    }

    /**
     * HDFS would call a file closed whose blocks are in the memory of its data nodes only, unless they were told to sync each. That is
     * cheaper than a sync of the stream, which is one more round through all of them and one more call to the NameNode, and it does not
     * forget earlier blocks. Object stores have no sync; what they have closed is durable.
     */
    @Override
    public void close() throws IOException {
        try {
            if (!syncsBlocks && out.hasCapability(StreamCapabilities.HSYNC)) {
                out.hsync();
            }
            out.close();
        } catch (RuntimeException e) {
            throw new IOException("the file system failed: " + e, e);
        }
    }

    @Override
    public void discard() {
        try {
            discarding.execute(() -> {
                try {
                    out.close();
                } catch (IOException | RuntimeException e) {
                    LOG.debug("a discarded file could not be closed", e);
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("the file system is closed, and with it its files", e);
        }
    }
}
