package dev.sluice.archive.part;

import dev.sluice.archive.envelope.Envelope;
import dev.sluice.archive.envelope.EnvelopeAvro;
import dev.sluice.archive.fs.ErrorOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;

/** An Avro container file in the making. */
final class AvroPartFile implements PartFile {
    private final ErrorOutput out;
    private final CountingOutput counting;
    private final DataFileWriter<Envelope> writer;

    AvroPartFile(ErrorOutput out, CodecFactory codec) throws IOException {
        this.out = out;
        this.counting = new CountingOutput(out);
        this.writer = new DataFileWriter<>(new EnvelopeAvro())
                .setCodec(codec)
                .setMeta(EnvelopeAvro.VERSION_PROPERTY, Integer.toString(EnvelopeAvro.VERSION))
                .create(EnvelopeAvro.SCHEMA, counting);
    }

    @Override
    public void append(byte[] row, int offset, int length) throws IOException {
        writer.appendEncoded(ByteBuffer.wrap(row, offset, length));
    }

    @Override
    public long bytes() {
        return counting.count();
    }

    @Override
    public long close() throws IOException {
        writer.close();
        return counting.count();
    }

    @Override
    public void discard() {
        out.discard();
    }
}
