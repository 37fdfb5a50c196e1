package dev.sluice.validate.route;

import dev.sluice.contract.ImportContext;
import dev.sluice.contract.Rejection;
import dev.sluice.contract.RowPosition;
import dev.sluice.contract.SluiceHeaders;
import dev.sluice.validate.check.Finding;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.Headers;

/** Makes a rejection of a refused row. Pure: everything, its time included, comes from the record. */
public final class Rejections {
    private static final String NO_FILE = "(unknown)";
    private static final long MICROS_PER_MILLI = 1_000;

    private final Wording wording;
    private final int rawMaxChars;

    /**
     * Chooses what is told.
     *
     * @param rawMaxChars how much of a row's text goes with its rejection; 0 for none
     */
    public Rejections(Wording wording, int rawMaxChars) {
        this.wording = wording;
        this.rawMaxChars = rawMaxChars;
    }

    /**
     * The rejection of a row.
     *
     * @throws DataException if the record does not say where the row stands
     */
    public Rejection of(ConnectRecord<?> record, ImportContext context, List<Finding> findings) {
        Headers headers = record.headers();
        RowPosition position = position(headers);
        long millis = record.timestamp() == null ? context.writeTimestampBase() / MICROS_PER_MILLI : record.timestamp();
        return new Rejection(
                context,
                position,
                SluiceHeaders.text(headers, SluiceHeaders.FILE).orElse(NO_FILE),
                Rejection.VALIDATE,
                wording.raw(SluiceHeaders.text(headers, SluiceHeaders.RAW).orElse(null), rawMaxChars),
                wording.violations(findings, position),
                Instant.ofEpochMilli(millis));
    }

    private static RowPosition position(Headers headers) {
        try {
            return SluiceHeaders.positionOf(headers)
                    .orElseThrow(() -> new IllegalArgumentException("the header is missing"));
        } catch (IllegalArgumentException e) {
            throw new DataException(
                    "row position (where='" + SluiceHeaders.ROW + "') is not readable: " + e.getMessage()
                            + "; the record cannot be counted and was not passed on. Do not change Sluice's headers on the "
                            + "way to this transform.",
                    e);
        }
    }
}
