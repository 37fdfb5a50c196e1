package dev.sluice.source.lane;

import dev.sluice.contract.Violation;
import dev.sluice.contract.Violation.Code;
import dev.sluice.source.define.AcceptedDefinition;
import dev.sluice.source.emit.AckLedger;
import dev.sluice.source.emit.ImportOffset;
import dev.sluice.source.settle.ImportId;
import dev.sluice.source.settle.ImportJournal;
import dev.sluice.source.settle.ImportOutcome;
import dev.sluice.source.settle.ImportPlan;
import dev.sluice.source.settle.Manner;
import dev.sluice.source.settle.RejectedRows;
import dev.sluice.source.split.Position;
import dev.sluice.source.stage.StagedFile;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A lane's first step: if a journal tells of an import in progress, that one comes before all else. */
final class Recovering implements Step {
    private final Lane lane;
    private Optional<Errand<Optional<ImportOffset>>> asked = Optional.empty();

    Recovering(Lane lane) {
        this.lane = lane;
    }

    @Override
    public Turn turn() throws IOException {
        Optional<ImportJournal> found = lane.home().journals().read(lane.id());
        if (found.isEmpty()) {
            return Turn.done();
        }
        ImportJournal journal = found.get();
        if (journal.outcome().isPresent()) {
            return Turn.go(ImportRun.announced(lane, journal, journal.outcome().get()));
        }
        if (journal.inRanges()) {
            return recoverRanges(
                    journal, lane.home().journals().ranges(journal.context()).plan());
        }
        if (asked.isEmpty()) {
            asked = Optional.of(Errand.send(
                    lane, Errands.To.KAFKA, () -> lane.surroundings().offsets().committed(lane.sourcePartition())));
        }
        Errand<Optional<ImportOffset>> offset = asked.get();
        if (!offset.isBack()) {
            return Turn.await(this);
        }
        asked = Optional.empty();
        return recover(
                journal,
                offset.answer()
                        .filter(committed ->
                                committed.importId().equals(journal.context().importId())));
    }

    private Turn recover(ImportJournal journal, Optional<ImportOffset> committed) throws IOException {
        RejectedRows.Resumption resumption = RejectedRows.resume(
                lane.home().journals().rejectedRows(journal.context().importId()),
                committed.map(ImportOffset::position).orElse(Position.START));
        Optional<AcceptedDefinition> dataset = dataset(journal);
        // The end was announced only after a mark behind the last row, so this is where the resumption stands.
        boolean ended = committed
                .filter(offset -> offset.state() == ImportOffset.State.ENDED)
                .filter(offset -> offset.position().equals(resumption.from()))
                .isPresent();
        boolean isUnseen = journal.manner() == Manner.ATOMIC && !ended;
        Optional<Violation> obstacle = obstacle(journal, dataset, isUnseen);
        if (obstacle.isPresent()) {
            return fail(journal, resumption, obstacle.get());
        }
        if (isUnseen) {
            return Turn.go(ImportRun.again(lane, dataset.get(), journal.as(lane.manner(journal.file()))));
        }
        return Turn.go(ImportRun.resumed(lane, dataset.get(), journal, resumption, ended));
    }

    /** @param plan of the file, which all tasks read, if it is published */
    private Turn recoverRanges(ImportJournal journal, Optional<ImportPlan> plan) throws IOException {
        Optional<AcceptedDefinition> dataset = dataset(journal);
        Optional<Violation> obstacle = obstacle(journal, dataset, false);
        if (obstacle.isEmpty()) {
            return Turn.go(ImportRun.inRanges(lane, dataset.orElseThrow(), journal, plan, Optional.empty()));
        }
        return plan.isPresent()
                ? Turn.go(ImportRun.stopped(lane, journal, plan.get(), obstacle.get()))
                : fail(journal, new RejectedRows.Resumption(Position.START, 0), obstacle.get());
    }

    private Optional<AcceptedDefinition> dataset(ImportJournal journal) throws IOException {
        return lane.home()
                .datasets()
                .get(lane.id().name())
                .filter(accepted -> accepted.version() == journal.context().version()
                        && accepted.definition()
                                .table()
                                .equals(journal.context().table()));
    }

    /** Why the import cannot go on. */
    private Optional<Violation> obstacle(ImportJournal journal, Optional<AcceptedDefinition> dataset, boolean isUnseen)
            throws IOException {
        Optional<StagedFile> now = lane.home().directory().look(journal.file().path());
        if (!isSameFile(journal, now)) {
            return Optional.of(ImportProblems.changed(journal.file(), now, isUnseen));
        }
        return dataset.isPresent() ? Optional.empty() : Optional.of(definitionIsGone(journal));
    }

    private boolean isSameFile(ImportJournal journal, Optional<StagedFile> now) throws IOException {
        return now.filter(journal.file()::equals).isPresent()
                && ImportId.of(
                                lane.id(),
                                journal.file(),
                                lane.home().directory().head(journal.file().path(), ImportId.HEAD_BYTES))
                        .equals(journal.context().importId());
    }

    private Turn fail(ImportJournal journal, RejectedRows.Resumption resumption, Violation reason) throws IOException {
        long before = resumption.from().ordinal() - 1;
        AckLedger.Counts counts =
                new AckLedger.Counts(before - resumption.rejectedBefore(), resumption.rejectedBefore(), 0);
        ImportOutcome outcome =
                new ImportOutcome(lane.now(), counts.accepted(), counts.rejected(), counts.lost(), "", List.of(reason));
        return Turn.go(ImportRun.failed(lane, journal, resumption.from(), outcome));
    }

    private Violation definitionIsGone(ImportJournal journal) {
        String what =
                journal.context().subject() + " version " + journal.context().version();
        return Violation.bounded(
                Code.NO_DATASET,
                null,
                what,
                "the definition that the import was begun with is not there any more (where='" + what
                        + "'); the import failed, and rows that were read before may have been loaded. Drop the"
                        + " definition, then the file again.");
    }
}
