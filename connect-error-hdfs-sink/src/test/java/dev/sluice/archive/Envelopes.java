package dev.sluice.archive;

import dev.sluice.archive.envelope.Envelope;
import dev.sluice.archive.envelope.Envelope.Kind;
import dev.sluice.archive.envelope.Envelope.Origin;
import dev.sluice.archive.envelope.Envelope.Reason;
import dev.sluice.archive.envelope.Envelope.Row;
import java.util.List;

/** Envelopes for tests. */
public final class Envelopes {
    public static final String IMPORT = "0123456789abcdef0123";

    private Envelopes() {}

    /** A rejection of topic {@code t}, partition 0, with one violation. */
    public static Envelope rejection(String tenant, long offset) {
        return rejection(tenant, "d", IMPORT, offset, 0L, new Reason("OUT_OF_RANGE", "IFINDEX", "1", "m"));
    }

    public static Envelope rejection(
            String tenant, String dataset, String importId, long offset, Long time, Reason... reasons) {
        return new Envelope(
                Kind.REJECTION,
                tenant,
                dataset,
                importId,
                new Row("x.csv", offset + 1, offset + 2, offset * 80, 79L, "validate", tenant + ".table", 1, 0L),
                List.of(reasons),
                "raw",
                null,
                null,
                List.of(),
                new Origin("t", 0, offset, time),
                null,
                time);
    }
}
