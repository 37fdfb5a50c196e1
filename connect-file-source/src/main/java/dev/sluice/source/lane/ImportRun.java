package dev.sluice.source.lane;

import dev.sluice.contract.Event;
import dev.sluice.contract.Event.ImportEnded;
import dev.sluice.contract.Event.ImportFailed;
import dev.sluice.contract.ImportContext;
import dev.sluice.contract.Violation;
import dev.sluice.source.define.AcceptedDefinition;
import dev.sluice.source.emit.AckLedger;
import dev.sluice.source.emit.ImportOffset;
import dev.sluice.source.parse.CsvFile;
import dev.sluice.source.report.Rejections;
import dev.sluice.source.settle.Attachment;
import dev.sluice.source.settle.ImportJournal;
import dev.sluice.source.settle.ImportOutcome;
import dev.sluice.source.settle.ImportPlan;
import dev.sluice.source.settle.Manner;
import dev.sluice.source.settle.RejectedRows;
import dev.sluice.source.split.Position;
import dev.sluice.source.stage.StagedFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** One import: what all its steps know of it, and how it goes from one to the next. */
final class ImportRun {
    private final Lane lane;
    private final ImportJournal journal;
    private final boolean endIsAnnounced;

    private ImportRun(Lane lane, ImportJournal journal, boolean endIsAnnounced) {
        this.lane = lane;
        this.journal = journal;
        this.endIsAnnounced = endIsAnnounced;
    }

    /** Begins an import whose journal has just been written. */
    static Step fresh(Lane lane, AcceptedDefinition dataset, ImportJournal journal, CsvFile csv) throws IOException {
        return begun(lane, dataset, journal, Optional.of(csv));
    }

    /** Begins an import once more of which nothing can be in Kafka, if need be in another manner. */
    static Step again(Lane lane, AcceptedDefinition dataset, ImportJournal journal) throws IOException {
        if (journal.manner() != Manner.ATOMIC) {
            // An atomic one has nothing to forget, and its notes may be those of another task, which has taken our
            // place.
            lane.home().journals().begin(journal);
        }
        return begun(lane, dataset, journal, Optional.empty());
    }

    private static Step begun(Lane lane, AcceptedDefinition dataset, ImportJournal journal, Optional<CsvFile> csv)
            throws IOException {
        if (journal.inRanges()) {
            return inRanges(lane, dataset, journal, Optional.empty(), csv);
        }
        ImportRun run = new ImportRun(lane, journal, false);
        boolean isAtomic = journal.manner() == Manner.ATOMIC;
        lane.fileLog()
                .in(
                        journal.file(),
                        "import " + journal.context().importId() + (isAtomic ? ", in one transaction" : "")
                                + journal.manner()
                                        .whyNotAtomic()
                                        .map(why -> ", not in one transaction, because " + why)
                                        .orElse(""));
        lane.meter().begun(journal.file().path(), journal.file().size(), 0);
        if (isAtomic) {
            return new AtomicReading(run, dataset, csv);
        }
        return run.started(Position.START, new Reading(run, dataset.definition(), Position.START, 0, csv));
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
            boolean endIsAnnounced)
            throws IOException {
        Position from = resumption.from();
        ImportRun run = new ImportRun(lane, journal, endIsAnnounced);
        lane.fileLog()
                .in(
                        journal.file(),
                        "import " + journal.context().importId() + " goes on at row " + from.ordinal() + ", byte "
                                + from.bytes()
                                + (journal.file().isPacked() && from.bytes() > 0
                                        ? " of the unpacked file, which is unpacked again from its beginning"
                                        : ""));
        lane.meter()
                .begun(
                        journal.file().path(),
                        journal.file().size(),
                        journal.file().isPacked() ? 0 : from.bytes());
        Reading reading = new Reading(run, dataset.definition(), from, resumption.rejectedBefore(), Optional.empty());
        return endIsAnnounced ? reading : run.started(from, reading);
    }

    /**
     * An import whose file several tasks read.
     *
     * @param plan how it is divided, if that is published
     * @param csv at its beginning; empty if it is to be opened
     */
    static Step inRanges(
            Lane lane,
            AcceptedDefinition dataset,
            ImportJournal journal,
            Optional<ImportPlan> plan,
            Optional<CsvFile> csv)
            throws IOException {
        ImportRun run = new ImportRun(lane, journal, false);
        lane.fileLog()
                .in(
                        journal.file(),
                        "import " + journal.context().importId()
                                + (plan.isPresent() ? " goes on" : "")
                                + ", read by all tasks of the connector");
        lane.meter().begun(journal.file().path(), journal.file().size(), 0);
        return plan.isPresent() ? run.shared(plan.get()) : new Planning(run, dataset.definition(), csv);
    }

    /** Ends an import that several tasks are reading and that cannot go on. */
    static Step stopped(Lane lane, ImportJournal journal, ImportPlan plan, Violation reason) throws IOException {
        Share share = Share.of(lane, journal, plan);
        share.ranges().stop(List.of(reason));
        return new Sharing(new ImportRun(lane, journal, false), share);
    }

    /** All tasks may read, once the import's start is known everywhere. */
    Step shared(ImportPlan plan) throws IOException {
        return started(Position.START, new Sharing(this, Share.of(lane, journal, plan)));
    }

    /** Puts away the file of an import whose end is announced already. */
    static Step announced(Lane lane, ImportJournal journal, ImportOutcome outcome) throws IOException {
        return new ImportRun(lane, journal, false).rejecting(outcome, Optional.empty());
    }

    /** Ends an import that cannot go on. */
    static Step failed(Lane lane, ImportJournal journal, Position reached, ImportOutcome outcome) throws IOException {
        return new ImportRun(lane, journal, false).ended(reached, outcome, Optional.empty());
    }

    Lane lane() {
        return lane;
    }

    ImportJournal journal() {
        return journal;
    }

    StagedFile file() {
        return journal.file();
    }

    ImportContext context() {
        return journal.context();
    }

    /** True if nothing of it is in Kafka as long as its end is not. */
    boolean isUnseen() {
        return journal.manner() == Manner.ATOMIC && !endIsAnnounced;
    }

    Path rejectedRows() {
        return lane.home().journals().rejectedRows(context().importId());
    }

    /** True if the file is still the one that the import is of. */
    boolean fileIsUnchanged() throws IOException {
        return lane.isUnchanged(file());
    }

    /** True if another task, of which we did not know, has put the file away. */
    boolean isSettledElsewhere() throws IOException {
        return !lane.home().journals().isOf(context());
    }

    private Step started(Position from, Step next) throws IOException {
        ImportOffset offset = offset(from, ImportOffset.State.READING);
        return announcing(ImportNews.start(journal), offset, offset, next);
    }

    private Step announcing(Event event, ImportOffset during, ImportOffset after, Step next) throws IOException {
        return Announcing.of(
                lane, event.type(), new ImportNews(lane, journal, Optional.of(event), during, after), next);
    }

    /**
     * Tells partitions that were added in mid-import what the others know. Rows can reach them before only if Connect's producer has
     * found them in the seconds before we have; such rows still carry all that is needed, and the import's end goes to all.
     */
    Step grown(int partitions, Position reached, Step next) throws IOException {
        ImportOffset offset = offset(reached, ImportOffset.State.READING);
        ImportNews news = new ImportNews(lane, journal, Optional.empty(), offset, offset);
        return Announcing.of(lane, "the import so far", partitions, news, next);
    }

    /**
     * All rows are acknowledged, or as good as lost.
     *
     * @param notes the rejected rows, closed in the end; empty to open them again
     */
    Step ended(Position reached, ImportOutcome outcome, Optional<RejectedRows> notes) throws IOException {
        if (endIsAnnounced && !outcome.isFailure()) {
            return rejecting(outcome, notes);
        }
        return announcing(
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
                        : end(outcome),
                offset(reached, ImportOffset.State.READING),
                offset(reached, outcome.isFailure() ? ImportOffset.State.READING : ImportOffset.State.ENDED),
                rejecting(outcome, notes));
    }

    private ImportEnded end(ImportOutcome outcome) {
        return new ImportEnded(
                context(),
                outcome.ended(),
                file().path(),
                file().size(),
                outcome.rowsRead(),
                outcome.rowsAccepted(),
                outcome.rowsRejected(),
                outcome.sha256());
    }

    /** News of a start that is nothing without its end. */
    ImportNews atomicStart() throws IOException {
        ImportOffset nothing = offset(Position.START, ImportOffset.State.READING);
        return new ImportNews(lane, journal, Optional.of(ImportNews.start(journal)), nothing, nothing);
    }

    /** News for partitions that were added in mid-import, which are nothing without the end. */
    ImportNews atomicGrowth() throws IOException {
        ImportOffset nothing = offset(Position.START, ImportOffset.State.READING);
        return new ImportNews(lane, journal, Optional.empty(), nothing, nothing);
    }

    /** News of the end, with which all is there. */
    ImportNews atomicEnd(Position reached, ImportOutcome outcome) throws IOException {
        return new ImportNews(
                lane,
                journal,
                Optional.of(end(outcome)),
                offset(Position.START, ImportOffset.State.READING),
                offset(reached, ImportOffset.State.ENDED));
    }

    /** The end was told along with all rows. */
    Step endedAtomically(ImportOutcome outcome, RejectedRows notes) throws IOException {
        return rejecting(outcome, Optional.of(notes));
    }

    /** What was told of it along with its rows is not true: it is told again, as it is. */
    Step corrected(Position reached, ImportOutcome outcome, RejectedRows notes) throws IOException {
        ImportOffset offset = offset(Position.START, ImportOffset.State.READING);
        return announcing(ImportNews.start(journal), offset, offset, ended(reached, outcome, Optional.of(notes)));
    }

    ImportOutcome outcome(AckLedger.Counts counts, String sha256, List<Violation> reasons) {
        return new ImportOutcome(lane.now(), counts.accepted(), counts.rejected(), counts.lost(), sha256, reasons);
    }

    /** A failed import's file is dropped again as a whole, so its rejected rows are not written. */
    private Step rejecting(ImportOutcome outcome, Optional<RejectedRows> notes) throws IOException {
        if (outcome.isFailure() || outcome.rowsRejected() == 0) {
            if (notes.isPresent()) {
                notes.get().close();
            }
            return settling(outcome, Optional.empty(), Map.of());
        }
        String writer = UUID.randomUUID().toString();
        Rejecting.Of rejected = new Rejecting.Of(
                file(),
                context(),
                rejectedRows(),
                suffix -> lane.home().journals().note(context().importId(), writer, suffix));
        return new Rejecting(
                lane, rejected, notes, (rejections, attachments) -> settling(outcome, rejections, attachments));
    }

    /** What is left to do. */
    private Step settling(ImportOutcome outcome, Optional<Rejections> rejections, Map<Attachment, Path> attachments) {
        return new Settling(new ImportSettling(lane, journal, outcome, rejections, attachments));
    }

    ImportOffset offset(Position position, ImportOffset.State state) {
        return new ImportOffset(new ImportOffset.Of(context().importId(), file().path()), position, state);
    }
}
