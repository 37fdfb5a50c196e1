package dev.sluice.source.check;

import dev.sluice.check.Checked;
import dev.sluice.check.judge.Finding;
import dev.sluice.contract.ImportContext;
import dev.sluice.contract.RecordSize;
import dev.sluice.contract.RowPosition;
import dev.sluice.contract.SluiceHeaders;
import dev.sluice.contract.Violation;
import dev.sluice.contract.Violation.Code;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.kafka.connect.header.Headers;

/**
 * What an import's rows take in Kafka, and whether that is too much. The answer comes from the row alone, so it is the same whenever the
 * row is read again. Immutable.
 */
final class RowSize {
    /** Two names, as long as file systems have them: a folder's and a file's. */
    static final int PATH_BYTES = 511;
    /** A character that is not one of two has so many at most. */
    static final int CHAR_BYTES = 3;

    private final RecordLimit limit;
    private final String encodedContext;
    private final List<Integer> key;
    private final UnaryOperator<Checked.Accepted> stored;

    /**
     * @param key which of a row's texts are of the primary key
     * @param stored makes of typed rows what goes to Kafka, as {@link StoredForm} does
     */
    RowSize(RecordLimit limit, ImportContext context, List<Integer> key, UnaryOperator<Checked.Accepted> stored) {
        this.limit = limit;
        this.encodedContext = context.encode();
        this.key = List.copyOf(key);
        this.stored = stored;
    }

    /** True if rows go to Kafka typed, and not as the texts that they are in the file. */
    boolean isTyped() {
        return limit.isTyped();
    }

    /** Why a row cannot go to Kafka as texts; empty if it can. */
    List<Violation> ofTexts(RowPosition row, String[] texts) {
        Headers headers = SluiceHeaders.ofRawRow(encodedContext, row, "");
        long bytes = RecordSize.FRAME + 2L * RecordSize.PREFIX + RecordSize.ofHeaders(headers) + PATH_BYTES;
        for (String text : texts) {
            bytes += RecordSize.ofText(text);
        }
        for (int index : key) {
            bytes += RecordSize.ofText(texts[index]);
        }
        return judged(bytes + Math.min((long) limit.textChars() * CHAR_BYTES, CHAR_BYTES * row.byteLength()));
    }

    /** Why a row cannot go to Kafka as what it was found to be; empty if it can. */
    List<Violation> ofTyped(RowPosition row, Checked.Accepted typed) {
        Headers headers = SluiceHeaders.ofRow(encodedContext, row);
        if (!typed.warnings().isEmpty()) {
            SluiceHeaders.addWarnings(
                    headers, typed.warnings().stream().map(Finding::rule).toList());
        }
        Checked.Accepted sent = stored.apply(typed);
        return judged(RecordSize.of(sent.key(), sent.value(), headers));
    }

    private List<Violation> judged(long bytes) {
        if (bytes <= limit.bytes()) {
            return List.of();
        }
        String value = bytes + " bytes";
        return List.of(Violation.bounded(
                Code.RECORD_TOO_LARGE,
                null,
                value,
                "the row takes more bytes in Kafka than max.message.bytes=" + limit.bytes() + " (where='" + value
                        + "'); the row was rejected. Make it smaller, or ask your operator for a larger bound."));
    }
}
