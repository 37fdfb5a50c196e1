package dev.sluice.validate.route;

import dev.sluice.check.Wording;
import dev.sluice.check.judge.Finding;
import dev.sluice.contract.Rejection;
import dev.sluice.contract.SluiceHeaders;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.connect.connector.ConnectRecord;

/** Makes a rejection of a refused row. Pure: everything, its time included, comes from the record. */
public final class Rejections {
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
     * @param tellsText false if the row holds what nobody may read, so that its text stays behind
     */
    public Rejection of(ConnectRecord<?> record, Origin origin, List<Finding> findings, boolean tellsText) {
        long millis = record.timestamp() == null
                ? origin.context().writeTimestampBase() / MICROS_PER_MILLI
                : record.timestamp();
        return new Rejection(
                origin.context(),
                origin.position(),
                origin.file(),
                Rejection.VALIDATE,
                tellsText ? wording.raw(raw(record), rawMaxChars) : null,
                wording.violations(findings, origin.place()),
                Instant.ofEpochMilli(millis));
    }

    /** The row's text: as the source read it, or the record itself where that is text. */
    private static String raw(ConnectRecord<?> record) {
        return SluiceHeaders.text(record.headers(), SluiceHeaders.RAW)
                .orElse(record.value() instanceof String text ? text : null);
    }
}
