package dev.sluice.source.split;

import java.io.IOException;

/** Where bytes come from, in order. */
public interface ByteSource {
    /** Reads at least one byte and at most {@code length}; -1 at the end. */
    int read(byte[] into, int offset, int length) throws IOException;
}
