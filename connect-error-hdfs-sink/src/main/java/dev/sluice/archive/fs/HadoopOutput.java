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
    private final ExecutorService discarding;

    HadoopOutput(FSDataOutputStream out, ExecutorService discarding) {
        this.out = out;
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
     * Without the sync, HDFS would call a file closed whose last block is in the memory of its data nodes only. Object stores have
     * no sync; what they have closed is durable.
     */
    @Override
    public void close() throws IOException {
        try {
            if (out.hasCapability(StreamCapabilities.HSYNC)) {
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
