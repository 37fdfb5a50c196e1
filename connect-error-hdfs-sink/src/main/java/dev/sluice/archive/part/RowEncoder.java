package dev.sluice.archive.part;

import dev.sluice.archive.envelope.Envelope;
import java.io.IOException;
import java.io.OutputStream;

/** Makes one row's bytes of an envelope. Used by one thread at a time. */
public interface RowEncoder {
    void encode(Envelope envelope, OutputStream row) throws IOException;
}
