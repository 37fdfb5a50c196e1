package dev.sluice.source.lane;

import dev.sluice.contract.Event.ImportEnded;
import dev.sluice.contract.Event.ImportFailed;
import dev.sluice.contract.Event.ImportStarted;
import dev.sluice.contract.ImportContext;
import dev.sluice.contract.Violation;
import dev.sluice.source.define.AcceptedDefinition;
import dev.sluice.source.emit.AckLedger;
import dev.sluice.source.emit.ImportOffset;
import dev.sluice.source.parse.CsvFile;
import dev.sluice.source.report.Report;
import dev.sluice.source.settle.ImportJournal;
import dev.sluice.source.settle.ImportOutcome;
import dev.sluice.source.settle.RejectedRows;
import dev.sluice.source.split.Position;
import dev.sluice.source.stage.StagedFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One import: what all its steps know of it, and how it goes from one to the next. */
final class ImportRun {
    private static final Logger log = LoggerFactory.getLogger(ImportRun.class);

    private final Lane lane;
    private final ImportJournal journal;
    private final boolean endIsAnnounced;

    private ImportRun(Lane lane, ImportJournal journal, boolean endIsAnnounced) {
        this.lane = lane;
        this.journal = journal;
        this.endIsAnnounced = endIsAnnounced;
    }

    /** Begins an import whose journal has just been written. */
    static Step fresh(Lane lane, AcceptedDefinition dataset, ImportJournal journal, CsvFile csv) {
        ImportRun run = new ImportRun(lane, journal, false);
        log.info(
                "{} in: {} bytes, import {}",
                journal.file(),
                journal.file().size(),
                journal.context().importId());
        lane.meter().begun(journal.file().path(), journal.file().size(), 0);
        Reading reading = new Reading(run, dataset.definition(), Position.START, 0, Optional.of(csv));
        return run.started(Position.START, reading);
    }

    /**
     * Goes on with an import that a crash or a restart has interrupted.
     *
     * @param endIsAnnounced true if all has arrived, and only the file has to be hashed again and put away
     */
    static Step resumed(
            Lane lane,
            AcceptedDefinition dataset,
            ImportJournal journal,
            RejectedRows.Resumption resumption,
            boolean endIsAnnounced) {
        Position from = resumption.from();
        ImportRun run = new ImportRun(lane, journal, endIsAnnounced);
        log.info(
                "{} in: import {} goes on at row {}, byte {}",
                journal.file(),
                journal.context().importId(),
                from.ordinal(),
                from.bytes());
        lane.meter().begun(journal.file().path(), journal.file().size(), from.bytes());
        Reading reading = new Reading(run, dataset.definition(), from, resumption.rejectedBefore(), Optional.empty());
        return endIsAnnounced ? reading : run.started(from, reading);
    }

    /** Puts away the file of an import whose end is announced already. */
    static Step announced(Lane lane, ImportJournal journal, ImportOutcome outcome) {
        return new ImportRun(lane, journal, false).settling(outcome);
    }

    /** Ends an import that cannot go on. */
    static Step failed(Lane lane, ImportJournal journal, Position reached, ImportOutcome outcome) {
        return new ImportRun(lane, journal, false).ended(reached, outcome);
    }

    Lane lane() {
        return lane;
    }

    StagedFile file() {
        return journal.file();
    }

    ImportContext context() {
        return journal.context();
    }

    Path rejectedRows() {
        return lane.home().journals().rejectedRows(context().importId());
    }

    /** True if the file is still the one that the import is of. */
    boolean fileIsUnchanged() throws IOException {
        return lane.home()
                .directory()
                .look(file().path())
                .filter(file()::equals)
                .isPresent();
    }

    /** True if another task, of which we did not know, has put the file away. */
    boolean isSettledElsewhere() throws IOException {
        return lane.home()
                .journals()
                .read(context().dataset())
                .filter(known -> known.context().equals(context()))
                .isEmpty();
    }

    private Step started(Position from, Step next) {
        ImportOffset offset = offset(from, ImportOffset.State.READING);
        return Announcing.of(
                lane,
                new ImportStarted(context(), journal.started(), file().path(), file().size()),
                offset,
                offset,
                next);
    }

    /** All rows are acknowledged, or as good as lost. */
    Step ended(Position reached, ImportOutcome outcome) {
        if (endIsAnnounced && !outcome.isFailure()) {
            return settling(outcome);
        }
        return Announcing.of(
                lane,
                outcome.isFailure()
                        ? new ImportFailed(
                                context(),
                                outcome.ended(),
                                file().path(),
                                outcome.rowsRead(),
                                outcome.rowsAccepted(),
                                outcome.rowsRejected(),
                                outcome.rowsLost(),
                                outcome.reasons())
                        : new ImportEnded(
                                context(),
                                outcome.ended(),
                                file().path(),
                                file().size(),
                                outcome.rowsRead(),
                                outcome.rowsAccepted(),
                                outcome.rowsRejected(),
                                outcome.sha256()),
                offset(reached, ImportOffset.State.READING),
                offset(reached, outcome.isFailure() ? ImportOffset.State.READING : ImportOffset.State.ENDED),
                settling(outcome));
    }

    ImportOutcome outcome(AckLedger.Counts counts, String sha256, List<Violation> reasons) {
        return new ImportOutcome(lane.now(), counts.accepted(), counts.rejected(), counts.lost(), sha256, reasons);
    }

    private Step settling(ImportOutcome outcome) {
        return new Settling(() -> {
            lane.home().journals().save(journal.ended(outcome));
            long next = context().writeTimestamp(outcome.rowsRead() + 1);
            Optional<AcceptedDefinition> dataset =
                    lane.home().datasets().get(lane.id().name());
            if (dataset.isPresent()) {
                lane.home().datasets().save(dataset.get().withWriteTimestampsFrom(next));
            }
            if (outcome.isFailure()) {
                lane.home().outbox().rejected(file(), Report.ofImport(journal, outcome));
            } else {
                lane.home().outbox().done(file(), Report.ofImport(journal, outcome));
            }
            lane.home().journals().delete(journal);
            lane.meter().ended(outcome.isFailure());
            log.info(
                    "{} out: {}, {} rows read, {} accepted, {} rejected, {} lost",
                    file(),
                    outcome.isFailure() ? "failed" : "completed",
                    outcome.rowsRead(),
                    outcome.rowsAccepted(),
                    outcome.rowsRejected(),
                    outcome.rowsLost());
        });
    }

    ImportOffset offset(Position position, ImportOffset.State state) {
        return new ImportOffset(new ImportOffset.Of(context().importId(), file().path()), position, state);
    }
}
