package dev.sluice.source.check;

import dev.sluice.check.Checked;
import dev.sluice.check.CompiledSchema;
import dev.sluice.check.RowCheck;
import dev.sluice.check.RowShape;
import dev.sluice.check.Wording;
import dev.sluice.check.judge.Finding;
import dev.sluice.contract.RowPosition;
import dev.sluice.contract.Violation;
import dev.sluice.contract.Violation.Code;
import dev.sluice.source.parse.Quotations;
import dev.sluice.source.parse.RowColumns;
import dev.sluice.source.parse.RowParser;
import dev.sluice.source.split.RecordScanner;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The verdicts on one file's rows. The same row gives an equal one, whenever it is read. Poll thread. */
public final class RowVerdicts {
    private static final Logger log = LoggerFactory.getLogger(RowVerdicts.class);
    /** Stands for a column where a file has none, since no names mean all of them. */
    private static final List<String> NO_COLUMN = List.of("");

    private final RowColumns columns;
    private final int cells;
    private final RowCheck check;
    private final long timeMs;
    private final boolean isEncrypted;
    /** Whether violations of form may quote the row. */
    private final boolean quotes;

    private final Wording wording;
    private final RowSize size;
    private boolean failedBefore;

    /** @param baseMicros of the import's write timestamps, which tells rules its time */
    RowVerdicts(CompiledSchema schema, RowColumns columns, long baseMicros, boolean showsValues, RowSize size) {
        List<String> names = columns.names().isEmpty() ? NO_COLUMN : columns.names();
        this.columns = columns;
        this.cells = names.size();
        this.check = schema.rows(new RowShape.OfCells(names));
        this.timeMs = TimeUnit.MICROSECONDS.toMillis(baseMicros);
        this.isEncrypted = schema.contract().isEncrypted();
        this.quotes = showsValues && !isEncrypted;
        this.wording = new Wording(showsValues);
        this.size = size;
    }

    /** The verdict on the scanner's current record. */
    public Verdict of(RowPosition row, RecordScanner record, RowParser parser) {
        try {
            List<Violation> ofForm = parser.check(record, columns.targets().size());
            return ofForm.isEmpty()
                    ? ofMeaning(row, record, parser)
                    : Verdict.ofForm(quotes ? ofForm : Quotations.hidden(ofForm));
        } catch (RuntimeException e) {
            return Verdict.ofForm(List.of(unexpected(row, e)));
        }
    }

    /**
     * Why the scanner's current record, whose form is in order, is too large for Kafka; empty if it is not, or if its meaning is not in
     * order, for then it is not what goes there.
     */
    List<Violation> tooLarge(RowPosition row, RecordScanner record, RowParser parser) {
        String[] texts = texts(record, parser);
        if (!size.isTyped()) {
            return size.ofTexts(row, texts);
        }
        return check.check(Arrays.asList(texts), timeMs) instanceof Checked.Accepted accepted
                ? size.ofTyped(row, accepted)
                : List.of();
    }

    private Verdict ofMeaning(RowPosition row, RecordScanner record, RowParser parser) {
        String[] texts = texts(record, parser);
        List<Violation> tooLarge = size.isTyped() ? List.of() : size.ofTexts(row, texts);
        if (!tooLarge.isEmpty()) {
            return Verdict.ofForm(tooLarge);
        }
        Checked checked = check.check(Arrays.asList(texts), timeMs);
        if (checked instanceof Checked.Refused refused) {
            return new Verdict(true, wording.violations(refused.findings(), row.place()), List.of());
        }
        Checked.Accepted accepted = (Checked.Accepted) checked;
        tooLarge = size.isTyped() ? size.ofTyped(row, accepted) : List.of();
        return tooLarge.isEmpty()
                ? new Verdict(
                        true,
                        List.of(),
                        accepted.warnings().stream().map(Finding::rule).toList())
                : Verdict.ofForm(tooLarge);
    }

    private String[] texts(RecordScanner record, RowParser parser) {
        String[] texts = new String[cells];
        for (int i = 0; i < columns.targets().size(); i++) {
            int target = columns.targets().get(i);
            if (target != RowColumns.IGNORED) {
                texts[target] = parser.field(record, i);
            }
        }
        return texts;
    }

    private Violation unexpected(RowPosition row, RuntimeException e) {
        if (!failedBefore) {
            failedBefore = true;
            log.error(
                    "row {}, {}: unexpected failure while it was checked; more like it will not be logged. Please report"
                            + " it.",
                    row.ordinal(),
                    row.place(),
                    isEncrypted ? Quotations.withoutMessages(e) : e);
        }
        return new Violation(
                Code.INTERNAL_ERROR,
                null,
                e.getClass().getName(),
                "Sluice failed on the row (where='" + e.getClass().getName()
                        + "'); it was rejected. Tell your operator, who finds more in the worker's log.");
    }
}
