package dev.sluice.source.report;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.contract.ImportContext;
import dev.sluice.contract.Violation;
import dev.sluice.source.define.Definition;
import dev.sluice.source.define.ErrorBudget;
import dev.sluice.source.settle.Attachment;
import dev.sluice.source.settle.ImportJournal;
import dev.sluice.source.settle.ImportOutcome;
import dev.sluice.source.settle.Manner;
import dev.sluice.source.stage.StagedFile;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Makes reports. Their keys are part of what tenants build upon: they may be added to, not renamed. */
public final class Report {
    private static final JsonMapper MAPPER = new JsonMapper();

    private Report() {}

    public static ObjectNode ofImport(ImportJournal journal, ImportOutcome outcome) {
        ImportContext context = journal.context();
        Duration took = Duration.between(journal.started(), outcome.ended());
        ObjectNode report = file(
                        journal.file(),
                        outcome.isFailure() ? "failed" : "completed",
                        context.dataset().name())
                .put("import", context.importId())
                .put("table", context.table())
                .put("subject", context.subject())
                .put("version", context.version())
                .put("write_timestamp_base", context.writeTimestampBase())
                .put("started", journal.started().toString())
                .put("ended", outcome.ended().toString())
                .put("rows_read", outcome.rowsRead())
                .put("rows_accepted", outcome.rowsAccepted())
                .put("rows_rejected", outcome.rowsRejected())
                .put("rows_lost", outcome.rowsLost())
                .put("sha256", outcome.sha256())
                .put("rows_per_second", Math.round(outcome.rowsRead() * 1000.0 / Math.max(1, took.toMillis())));
        if (outcome.isFailure()) {
            violations(report.putArray("reasons"), outcome.reasons());
        }
        return report;
    }

    /** Says whether readers of committed records have seen the import as a whole or not at all; if not, why. */
    public static void addAtomicity(ObjectNode report, Manner manner) {
        report.put("atomicity", manner == Manner.ATOMIC ? "file" : "events");
        manner.whyNotAtomic().ifPresent(why -> report.put("atomicity_reason", why));
    }

    /** Says which earlier import was of the same bytes. */
    public static void addDuplicate(ObjectNode report, String importId) {
        report.put("duplicate_of", importId);
    }

    /** Says what was wrong with the rejected rows. */
    public static void addRejections(ObjectNode report, Rejections rejections) {
        ObjectNode byCode = report.putObject("violations_by_code");
        rejections.byCode().forEach(byCode::put);
        ObjectNode byColumn = report.putObject("violations_by_column");
        rejections.byColumn().forEach(byColumn::put);
        report.put("rejected_by_validation", rejections.byValidation());
        ArrayNode violations = report.putArray("violations");
        rejections
                .shown()
                .forEach(shown -> violations
                        .addObject()
                        .put("row", shown.row())
                        .put("line", shown.line())
                        .put("code", shown.violation().code().name())
                        .put("column", shown.violation().column())
                        .put("value", shown.violation().value())
                        .put("message", shown.violation().message()));
    }

    /**
     * Says what became of rejected rows that may not be written in clear text.
     *
     * @param attachments what lies beside the report
     */
    public static void addWithheld(ObjectNode report, Definition definition, Set<Attachment> attachments) {
        if (definition.isEncrypted()) {
            report.put(
                    "withheld",
                    "Columns of the dataset are encrypted, so rejected rows are not written here in clear text. "
                            + (attachments.contains(Attachment.SEALED_REJECTS)
                                    ? "They stand in rejects.csv.pgp beside this report, encrypted to your public key."
                                    : "Which they are, by line, stands in rejects.reasons.csv beside this report; take them"
                                            + " from your file, below out/, or from your copy of it. Your operator can have"
                                            + " them encrypted to your public key (pgp.recipient.keys)."));
        }
    }

    /** Says how many errors there may be, and whether there are more. */
    public static void addBudget(ObjectNode report, ErrorBudget most, boolean isExceeded) {
        report.put("max_errors", most.toString()).put("error_budget_exceeded", isExceeded);
    }

    /**
     * The report of a file that was to be checked only.
     *
     * @param reasons why it would be refused; empty if it would be loaded
     */
    public static ObjectNode ofCheck(StagedFile file, String dataset, Instant time, List<Violation> reasons) {
        ObjectNode report = file(file, "checked", dataset)
                .put("time", time.toString())
                .put("would_be", reasons.isEmpty() ? "completed" : "rejected");
        violations(report.putArray("reasons"), reasons);
        return report;
    }

    /** Says against what a file's rows were checked, and what came of it. */
    public static void addCheck(ObjectNode report, ImportContext context, CheckOutcome outcome) {
        report.put("table", context.table())
                .put("subject", context.subject())
                .put("version", context.version())
                .put("started", outcome.started().toString())
                .put("ended", outcome.ended().toString())
                .put("rows_read", outcome.rows())
                .put("rows_in_order", outcome.rows() - outcome.rejected())
                .put("rows_not_in_order", outcome.rejected())
                .put("rows_with_warnings", outcome.rejections().withWarnings())
                .put("sha256", outcome.sha256());
        ObjectNode warnings = report.putObject("warnings_by_rule");
        outcome.rejections().warnings().forEach(warnings::put);
        addRejections(report, outcome.rejections());
    }

    public static ObjectNode ofDefinition(
            StagedFile file, Definition definition, int version, Instant time, List<Violation> warnings) {
        ObjectNode report = file(file, "defined", definition.id().name())
                .put("table", definition.table())
                .put("keyspace", definition.keyspace())
                .put("subject", definition.subject())
                .put("version", version)
                .put("time", time.toString());
        violations(report.putArray("warnings"), warnings);
        return report;
    }

    /**
     * The report of a file or definition that was refused.
     *
     * @param dataset null if none could be told
     */
    public static ObjectNode ofRefusal(
            StagedFile file, String dataset, Instant time, List<Violation> reasons, List<Violation> warnings) {
        ObjectNode report = file(file, "rejected", dataset).put("time", time.toString());
        violations(report.putArray("reasons"), reasons);
        violations(report.putArray("warnings"), warnings);
        return report;
    }

    private static ObjectNode file(StagedFile file, String state, String dataset) {
        return MAPPER.createObjectNode()
                .put("state", state)
                .put("tenant", file.tenant().name())
                .put("dataset", dataset)
                .put("file", file.path())
                .put("bytes", file.size());
    }

    private static void violations(ArrayNode array, List<Violation> violations) {
        violations.forEach(violation -> array.addObject()
                .put("code", violation.code().name())
                .put("column", violation.column())
                .put("value", violation.value())
                .put("message", violation.message()));
    }
}
