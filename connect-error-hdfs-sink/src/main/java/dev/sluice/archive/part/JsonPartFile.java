package dev.sluice.archive.part;

import dev.sluice.archive.fs.ErrorOutput;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** A file of JSON lines in the making. */
final class JsonPartFile implements PartFile {
    private final ErrorOutput out;
    private final CountingOutput counting;
    private final OutputStream lines;

    JsonPartFile(ErrorOutput out, FileFormat.JsonCodec codec) throws IOException {
        this.out = out;
        this.counting = new CountingOutput(out);
        this.lines = new BufferedOutputStream(codec.compress(counting), 64 * 1024);
    }

    @Override
    public void append(byte[] row, int offset, int length) throws IOException {
        lines.write(row, offset, length);
    }

    @Override
    public long bytes() {
        return counting.count();
    }

    @Override
    public long close() throws IOException {
        lines.close();
        return counting.count();
    }

    @Override
    public void discard() {
        out.discard();
    }
}
