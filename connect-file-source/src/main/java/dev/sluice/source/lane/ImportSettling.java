package dev.sluice.source.lane;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.contract.ImportContext;
import dev.sluice.source.define.AcceptedDefinition;
import dev.sluice.source.report.Rejections;
import dev.sluice.source.report.Report;
import dev.sluice.source.settle.Attachment;
import dev.sluice.source.settle.ImportHistory;
import dev.sluice.source.settle.ImportJournal;
import dev.sluice.source.settle.ImportOutcome;
import dev.sluice.source.settle.Journals;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * All of an import is announced; what is left is its report, its file's last place, and to forget it.
 *
 * @param rejections what the report says of rejected rows; empty if nothing can be said
 * @param attachments what lies beside the report
 */
record ImportSettling(
        Lane lane,
        ImportJournal journal,
        ImportOutcome outcome,
        Optional<Rejections> rejections,
        Map<Attachment, Path> attachments)
        implements Settling.Deed {

    private ImportContext context() {
        return journal.context();
    }

    @Override
    public void perform() throws IOException {
        Journals journals = lane.home().journals();
        if (journals.isOf(context())) {
            journals.save(journal.ended(outcome));
        }
        long next = context().writeTimestamp(outcome.rowsRead() + 1);
        Optional<AcceptedDefinition> dataset =
                lane.home().datasets().get(lane.id().name());
        if (dataset.isPresent()) {
            lane.home().datasets().save(dataset.get().withWriteTimestampsFrom(next));
        }
        Optional<String> earlier = putAway(dataset);
        if (journal.inRanges()) {
            journals.ranges(context()).delete();
        }
        journals.delete(
                journal,
                outcome.rowsRejected() > 0 || lane.surroundings().transaction().isWanted());
        lane.meter().ended(outcome.isFailure());
        lane.fileLog().out(journal.file(), summary(earlier));
    }

    /** Returns the import that has loaded the same bytes before, if any. */
    private Optional<String> putAway(Optional<AcceptedDefinition> dataset) throws IOException {
        ObjectNode report = Report.ofImport(journal, outcome);
        if (lane.surroundings().transaction().isWanted()) {
            Report.addAtomicity(report, journal.manner());
        }
        if (outcome.isFailure()) {
            lane.home().outbox().rejected(journal.file(), report);
            return Optional.empty();
        }
        rejections.ifPresent(known -> Report.addRejections(report, known));
        if (outcome.rowsRejected() > 0) {
            dataset.ifPresent(known -> Report.addWithheld(report, known.definition(), attachments.keySet()));
        }
        dataset.flatMap(known -> known.definition().errors().maxErrors())
                .ifPresent(most ->
                        Report.addBudget(report, most, most.isExceeded(outcome.rowsRejected(), outcome.rowsRead())));
        Optional<String> earlier = remember(dataset);
        earlier.ifPresent(other -> Report.addDuplicate(report, other));
        lane.home().outbox().done(journal.file(), report, attachments);
        return earlier;
    }

    private Optional<String> remember(Optional<AcceptedDefinition> dataset) throws IOException {
        ImportHistory history = lane.home().history();
        String name = lane.id().name();
        Optional<String> earlier = history.duplicateOf(
                        name, outcome.sha256(), context().importId())
                .map(ImportHistory.Entry::importId);
        if (dataset.isPresent()) {
            history.add(
                    name,
                    new ImportHistory.Entry(
                            outcome.sha256(),
                            journal.file().size(),
                            context().importId(),
                            dataset.get().definition().fingerprint()));
        }
        return earlier;
    }

    private String summary(Optional<String> earlier) {
        return "import " + context().importId() + (outcome.isFailure() ? " failed, " : " completed, ")
                + outcome.rowsRead() + " rows read, " + outcome.rowsAccepted() + " accepted, " + outcome.rowsRejected()
                + " rejected, " + outcome.rowsLost() + " lost"
                + earlier.map(other -> ", the same bytes as import " + other).orElse("");
    }
}
