package dev.sluice.source.lane;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.contract.Event.FileRejected;
import dev.sluice.contract.Violation;
import dev.sluice.contract.Violation.Code;
import dev.sluice.source.report.CheckOutcome;
import dev.sluice.source.report.Report;
import dev.sluice.source.settle.Attachment;
import dev.sluice.source.stage.StagedFile;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The ways of a file whose rows were checked, and that is not loaded. */
final class CheckedFiles {
    private CheckedFiles() {}

    /** More rows than may be are not in order: the file is refused, before any row of it was emitted. */
    static Step refused(Candidate candidate, CheckOutcome outcome, Map<Attachment, Path> attachments) {
        Lane lane = candidate.lane();
        StagedFile file = candidate.file();
        Instant now = lane.now();
        List<Violation> reasons = List.of(tooMany(candidate, outcome));
        return Announcing.of(
                lane,
                new FileRejected(lane.tenant().name(), lane.datasetName(), now, file.path(), file.size(), reasons),
                new Settling(() -> {
                    ObjectNode report = Report.ofRefusal(file, lane.datasetName(), now, reasons, List.of());
                    addCheck(report, candidate, outcome, attachments);
                    Report.addBudget(report, candidate.policy().budget(), true);
                    lane.home().checkNotes().use(lane.datasetName(), file);
                    lane.home().outbox().rejected(file, report, attachments);
                    lane.home().checkNotes().end(lane.datasetName());
                    lane.meter().refused(reasons);
                    lane.meter().idle();
                    lane.fileLog().out(file, "refused, " + Code.TOO_MANY_ERRORS + ", " + outcome);
                }));
    }

    /** It was to be checked only. */
    static Step dry(Candidate candidate, CheckOutcome outcome, Map<Attachment, Path> attachments) {
        Lane lane = candidate.lane();
        boolean exceeded = candidate.policy().budget().isExceeded(outcome.rejected(), outcome.rows());
        List<Violation> reasons = candidate.policy().rejectsFile() && exceeded
                ? List.of(tooMany(candidate, outcome))
                : List.<Violation>of();
        ObjectNode report = Report.ofCheck(candidate.file(), lane.datasetName(), lane.now(), reasons);
        addCheck(report, candidate, outcome, attachments);
        if (candidate.policy().maxErrors().isPresent() || candidate.policy().rejectsFile()) {
            Report.addBudget(report, candidate.policy().budget(), exceeded);
        }
        return settling(lane, candidate.file(), report, attachments, outcome.toString());
    }

    /** It was to be checked only, and would be refused as a whole. */
    static Step dry(Lane lane, StagedFile file, List<Violation> reasons) {
        return settling(
                lane,
                file,
                Report.ofCheck(file, lane.datasetName(), lane.now(), reasons),
                Map.of(),
                "would be refused, "
                        + reasons.stream().map(Violation::code).distinct().toList());
    }

    private static Step settling(
            Lane lane, StagedFile file, ObjectNode report, Map<Attachment, Path> attachments, String what) {
        return new Settling(() -> {
            lane.home().checkNotes().use(lane.datasetName(), file);
            lane.home().outbox().checked(file, report, attachments);
            lane.home().checkNotes().end(lane.datasetName());
            lane.meter().idle();
            lane.fileLog().out(file, "nothing was loaded: " + what);
        });
    }

    private static void addCheck(
            ObjectNode report, Candidate candidate, CheckOutcome outcome, Map<Attachment, Path> attachments) {
        Report.addCheck(report, candidate.context(), outcome);
        if (outcome.rejected() > 0) {
            Report.addWithheld(report, candidate.accepted().definition(), attachments.keySet());
        }
    }

    private static Violation tooMany(Candidate candidate, CheckOutcome outcome) {
        String where = outcome.rejected() + " of " + outcome.rows() + " rows: "
                + outcome.rejections().byCode().entrySet().stream()
                        .map(code -> code.getKey() + " " + code.getValue())
                        .collect(Collectors.joining(", "));
        return Violation.bounded(
                Code.TOO_MANY_ERRORS,
                null,
                outcome.rejected() + " of " + outcome.rows() + " rows",
                "more rows are not in order than max_errors="
                        + candidate.policy().budget() + " lets pass (where='"
                        + where + "'); the file was refused and no row of it was loaded. Correct them: "
                        + (candidate.accepted().definition().isEncrypted()
                                ? "which they are, by line, and why stands beside the report"
                                : "they stand in rejects.csv beside the report, and why")
                        + " in rejects.reasons.csv; then drop the whole file again,"
                        + " or first a definition with a larger max_errors or with on_errors=continue.");
    }
}
