package dev.sluice.archive.part;

import dev.sluice.archive.envelope.Envelope;
import dev.sluice.archive.envelope.EnvelopeAvro;
import dev.sluice.archive.fs.ErrorOutput;
import dev.sluice.contract.Event;
import java.io.IOException;
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
                .setMeta(EnvelopeAvro.CONTRACT_PROPERTY, Integer.toString(Event.CONTRACT))
                .create(EnvelopeAvro.SCHEMA, counting);
    }

    @Override
    public void append(Envelope envelope) throws IOException {
        writer.append(envelope);
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
