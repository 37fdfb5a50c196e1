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
import dev.sluice.source.parse.RowColumns;
import dev.sluice.source.parse.RowParser;
import dev.sluice.source.split.RecordScanner;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The verdicts on one file's rows. The same row gives an equal one, whenever it is read. Poll thread. */
public final class RowVerdicts {
    private static final Logger log = LoggerFactory.getLogger(RowVerdicts.class);
    /** Stands for a column where a file has none, since no names mean all of them. */
    private static final List<String> NO_COLUMN = List.of("");
    /** Violations of form whose value is text of the row. */
    private static final Set<Code> QUOTING = EnumSet.of(Code.MALFORMED_CSV, Code.BAD_ENCODING);

    private final RowColumns columns;
    private final int cells;
    private final RowCheck check;
    private final long timeMs;
    private final boolean showsValues;
    private final Wording wording;
    private boolean failedBefore;

    /** @param baseMicros of the import's write timestamps, which tells rules its time */
    RowVerdicts(CompiledSchema schema, RowColumns columns, long baseMicros, boolean showsValues) {
        List<String> names = columns.names().isEmpty() ? NO_COLUMN : columns.names();
        this.columns = columns;
        this.cells = names.size();
        this.check = schema.rows(new RowShape.OfCells(names));
        this.timeMs = TimeUnit.MICROSECONDS.toMillis(baseMicros);
        this.showsValues = showsValues;
        this.wording = new Wording(showsValues);
    }

    /** The verdict on the scanner's current record. */
    public Verdict of(RowPosition row, RecordScanner record, RowParser parser) {
        try {
            List<Violation> ofForm = parser.check(record, columns.targets().size());
            return ofForm.isEmpty()
                    ? ofMeaning(row, record, parser)
                    : Verdict.ofForm(
                            showsValues
                                    ? ofForm
                                    : ofForm.stream().map(RowVerdicts::hidden).toList());
        } catch (RuntimeException e) {
            return Verdict.ofForm(List.of(unexpected(row, e)));
        }
    }

    private Verdict ofMeaning(RowPosition row, RecordScanner record, RowParser parser) {
        String[] texts = new String[cells];
        for (int i = 0; i < columns.targets().size(); i++) {
            int target = columns.targets().get(i);
            if (target != RowColumns.IGNORED) {
                texts[target] = parser.field(record, i);
            }
        }
        Checked checked = check.check(Arrays.asList(texts), timeMs);
        return checked instanceof Checked.Refused refused
                ? new Verdict(true, wording.violations(refused.findings(), row.place()), List.of())
                : new Verdict(
                        true,
                        List.of(),
                        ((Checked.Accepted) checked)
                                .warnings().stream().map(Finding::rule).toList());
    }

    /** What quotes the row, without the quotation. */
    private static Violation hidden(Violation violation) {
        return QUOTING.contains(violation.code())
                ? new Violation(
                        violation.code(),
                        violation.column(),
                        null,
                        violation.message().replace(" (where='" + violation.value() + "')", ""))
                : violation;
    }

    private Violation unexpected(RowPosition row, RuntimeException e) {
        if (!failedBefore) {
            failedBefore = true;
            log.error(
                    "row {}, {}: unexpected failure while it was checked; more like it will not be logged. Please report"
                            + " it.",
                    row.ordinal(),
                    row.place(),
                    e);
        }
        return new Violation(
                Code.INTERNAL_ERROR,
                null,
                e.getClass().getName(),
                "Sluice failed on the row (where='" + e.getClass().getName()
                        + "'); it was rejected. Tell your operator, who finds more in the worker's log.");
    }
}
