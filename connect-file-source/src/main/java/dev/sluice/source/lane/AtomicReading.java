package dev.sluice.source.lane;

import dev.sluice.contract.Violation;
import dev.sluice.source.define.AcceptedDefinition;
import dev.sluice.source.emit.AckLedger;
import dev.sluice.source.emit.Announcement;
import dev.sluice.source.emit.OpenTransaction;
import dev.sluice.source.emit.RowEmitter;
import dev.sluice.source.parse.CsvFile;
import dev.sluice.source.parse.RowColumns;
import dev.sluice.source.settle.ImportOutcome;
import dev.sluice.source.settle.Manner;
import dev.sluice.source.settle.RejectedRows;
import dev.sluice.source.split.Position;
import dev.sluice.source.stage.UnpackException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * An import's start, its rows and its end, in one transaction that nobody else of the task has a part in. Nothing waits for an
 * acknowledgement, since none comes before the commit. Whatever goes wrong before the end aborts the transaction, and the import begins
 * anew: nothing of it is in Kafka. What has become of the rows is noted before the end is sent, because a crash behind the commit must
 * find it; under a name of its own until then, because another task, which does not know that it was replaced, may read the same file.
 */
final class AtomicReading implements Step {
    private final ImportRun run;
    private final Lane lane;
    private final AcceptedDefinition dataset;
    private final TaskTransaction transaction;
    private final Path ownNotes;
    private final List<Announcement> announced = new ArrayList<>();
    private Phase phase = this::begin;
    private Optional<CsvFile> csv;
    private Optional<RejectedRows> notes = Optional.empty();
    private Optional<Errand<Integer>> asked = Optional.empty();
    private AckLedger ledger;
    private OpenTransaction rows;
    private RowBatches batches;
    private RowEmitter emitter;
    private Position emitted = Position.START;
    private String sha256 = "";

    /** What the next turn does. */
    private interface Phase {
        Turn turn() throws IOException;
    }

    /** @param csv at its beginning; empty if it is to be opened */
    AtomicReading(ImportRun run, AcceptedDefinition dataset, Optional<CsvFile> csv) {
        this.run = run;
        this.lane = run.lane();
        this.dataset = dataset;
        this.transaction = lane.surroundings().transaction();
        this.ownNotes = lane.home()
                .journals()
                .note(run.context().importId(), UUID.randomUUID().toString(), ".atomic");
        this.csv = csv;
    }

    @Override
    public Turn turn() throws IOException {
        try {
            return attempt();
        } catch (IOException | RuntimeException e) {
            if (transaction.isOpen()) {
                abandon();
            }
            throw e;
        }
    }

    private Turn attempt() throws IOException {
        try {
            return phase.turn();
        } catch (NoSuchFileException | EOFException changed) {
            return failed(ImportProblems.of(run, rows.counts(), "", Optional.empty()));
        } catch (UnpackException e) {
            return failed(List.of(e.violation("the import failed, and no row of it was loaded.")));
        }
    }

    /** Nothing of it is ever seen; if there is another turn, all begins anew. */
    private void abandon() throws IOException {
        if (transaction.isOpen()) {
            transaction.abort();
        }
        phase = this::begin;
        close();
    }

    private Turn begin() throws IOException {
        prepare();
        CsvFile file = open();
        if (!run.fileIsUnchanged() || !(file.columns() instanceof RowColumns.Result.Mapped mapped)) {
            throw new EOFException("the file is not what it was");
        }
        OptionalInt partitions = partitions();
        if (partitions.isEmpty()) {
            return Turn.await(this);
        }
        if (partitions.getAsInt() == 0) {
            // An event outside of any transaction lets Connect or the broker create the topic.
            return Turn.go(Announcing.of(
                    lane,
                    Defining.event(
                            dataset.definition(), dataset.version(), run.file().path(), lane.now()),
                    this));
        }
        emitter = emitter(mapped.columns());
        notes = Optional.of(RejectedRows.open(ownNotes));
        transaction.begin();
        phase = this::read;
        return announce(run.atomicStart(), partitions.getAsInt());
    }

    private void prepare() {
        announced.clear();
        emitted = Position.START;
        rows = new OpenTransaction(lane.topics().errors());
        ledger = new AckLedger(lane.topics().errors(), lane.surroundings().signal(), new AckLedger.Counts(0, 0, 0));
        batches = new RowBatches(lane, run.file(), ledger, Long.MAX_VALUE);
    }

    private CsvFile open() throws IOException {
        if (csv.isEmpty()) {
            csv = Optional.of(lane.open(run.file(), dataset.definition(), Position.START));
        }
        return csv.get();
    }

    private RowEmitter emitter(RowColumns columns) throws IOException {
        return lane.surroundings()
                .emitter(
                        RowEmitter.Origin.ofAtomic(run.context(), run.file().path()),
                        dataset.definition(),
                        columns,
                        lane.topics());
    }

    /** How many the rows topic has; empty if that is not known yet. */
    private OptionalInt partitions() throws IOException {
        if (asked.isEmpty()) {
            asked = Optional.of(lane.askForPartitions());
        }
        Errand<Integer> errand = asked.get();
        if (!errand.isBack()) {
            return OptionalInt.empty();
        }
        asked = Optional.empty();
        return OptionalInt.of(errand.answer());
    }

    private Turn announce(ImportNews news, int partitions) {
        return Turn.announce(announcement(news, partitions).records(), this);
    }

    private Announcement announcement(ImportNews news, int partitions) {
        Announcement announcement = news.to(partitions);
        announced.add(announcement);
        lane.growth().announcedTo(partitions);
        return announcement;
    }

    private Turn read() throws IOException {
        note();
        Optional<Manner> other = otherManner();
        if (other.isPresent()) {
            return asRows(other.get());
        }
        if (!run.fileIsUnchanged()) {
            throw new EOFException("the file is not what it was");
        }
        OptionalInt grown = lane.growth().partitions();
        if (grown.isPresent()) {
            return announce(run.atomicGrowth(), grown.getAsInt());
        }
        Position begin = emitted;
        CsvFile file = open();
        Optional<RowBatches.Batch> batch = batches.next(file, emitter, begin);
        if (batch.isEmpty()) {
            return Turn.await(this);
        }
        emitted = batch.get().end();
        rows.take(batch.get().records(), emitted);
        if (batch.get().isLast()) {
            sha256 = file.bytesRead() == run.file().size() ? file.sha256() : "";
            phase = this::end;
        }
        return batch.get().turn(begin, this);
    }

    /** Writes down what has become of the rows of the last poll. */
    private void note() throws IOException {
        notes.orElseThrow().add(rows.passed());
    }

    private Optional<Manner> otherManner() {
        if (transaction.isTooLarge(emitted.bytes())) {
            return Optional.of(Manner.TOO_LARGE);
        }
        return transaction.isTooSlow() ? Optional.of(Manner.TOO_SLOW) : Optional.empty();
    }

    /**
     * The journal is written in the next poll: if this task was replaced, it does not live to see it, for it fails when Connect aborts the
     * transaction.
     */
    private Turn asRows(Manner manner) throws IOException {
        abandon();
        lane.fileLog().between(run.file(), "nobody sees what was read; it is read again");
        return then(() -> Turn.go(ImportRun.again(lane, dataset, run.journal().as(manner))));
    }

    private Turn end() throws IOException {
        note();
        if (transaction.isTooSlow()) {
            return asRows(Manner.TOO_SLOW);
        }
        List<Violation> problems = ImportProblems.of(run, rows.counts(), sha256, Optional.empty());
        if (!problems.isEmpty()) {
            return failed(problems);
        }
        OptionalInt partitions = partitions();
        if (partitions.isEmpty()) {
            return Turn.await(this);
        }
        closeFile();
        ImportOutcome outcome = run.outcome(rows.counts(), sha256, List.of());
        Files.move(ownNotes, run.rejectedRows(), StandardCopyOption.ATOMIC_MOVE);
        ImportNews news = run.atomicEnd(emitted, outcome);
        Announcement last = announcement(news, partitions.getAsInt());
        transaction.end();
        AtomicConfirming.Told told = new AtomicConfirming.Told(news, outcome, emitted);
        return Turn.announce(
                last.records(), new AtomicConfirming(run, told, ledger, List.copyOf(announced), handOver()));
    }

    private RejectedRows handOver() {
        RejectedRows noted = notes.orElseThrow();
        notes = Optional.empty();
        return noted;
    }

    private Turn failed(List<Violation> problems) throws IOException {
        abandon();
        return then(
                run.ended(Position.START, run.outcome(new AckLedger.Counts(0, 0, 0), "", problems), Optional.empty()));
    }

    /** In another poll, because this one may abort the transaction. */
    private static Turn then(Step next) {
        return new Turn(Portion.NOTHING, Optional.of(next), true);
    }

    /** Nothing of the import is seen yet. */
    @Override
    public Optional<Step> instead(RuntimeException e) {
        try {
            return failed(List.of(ImportProblems.unexpectedAtomic(e))).next();
        } catch (IOException away) {
            return Optional.empty();
        }
    }

    private void closeFile() throws IOException {
        if (csv.isPresent()) {
            csv.get().close();
            csv = Optional.empty();
        }
    }

    @Override
    public void close() throws IOException {
        closeFile();
        if (notes.isPresent()) {
            notes.get().close();
            notes = Optional.empty();
            Files.deleteIfExists(ownNotes);
        }
    }
}
