package dev.sluice.source.lane;

import dev.sluice.contract.Violation;
import dev.sluice.source.define.AcceptedDefinition;
import dev.sluice.source.define.Definition;
import dev.sluice.source.emit.AckLedger;
import dev.sluice.source.emit.RowEmitter;
import dev.sluice.source.parse.CsvFile;
import dev.sluice.source.parse.RowColumns;
import dev.sluice.source.settle.RangeEnd;
import dev.sluice.source.settle.RejectedRows;
import dev.sluice.source.split.Position;
import dev.sluice.source.split.Range;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rows of one range are read and emitted, a batch a turn; when the last is acknowledged, the range's end is written down. Neither a
 * changed file nor a fault of ours keeps the range from ending, because the import waits for the ends of all its ranges.
 */
final class RangeReading implements Step {
    private final Share share;
    private final Lane lane;
    private final Range range;
    private final Path notes;
    private final AckLedger ledger;
    private final RowBatches batches;
    private final List<Violation> reasons = new ArrayList<>();
    private AckLedger.Counts told;
    private Position emitted;
    private boolean isStopped;
    private Optional<CsvFile> csv = Optional.empty();
    private Optional<RowEmitter> emitter = Optional.empty();
    private Optional<RejectedRows> rejectedRows = Optional.empty();

    /**
     * Begins.
     *
     * @param notes nobody else writes there
     * @param from where to go on
     * @param rejectedBefore rows of the range before that
     */
    RangeReading(Share share, Range range, Path notes, Position from, long rejectedBefore) {
        this.share = share;
        this.lane = share.lane();
        this.range = range;
        this.notes = notes;
        this.emitted = from;
        this.told = new AckLedger.Counts(from.ordinal() - range.from().ordinal() - rejectedBefore, rejectedBefore, 0);
        this.ledger = new AckLedger(lane.topics().errors(), lane.surroundings().signal(), told);
        this.batches =
                new RowBatches(lane, share.journal().file(), ledger, range.end().ordinal());
    }

    @Override
    public Turn turn() throws IOException {
        record();
        if (share.ranges().isEnded(range) && share.ranges().end(range).isPresent()) {
            // By somebody whom we do not know of, or whom we have replaced.
            close();
            return Turn.done();
        }
        look();
        if (isStopped || emitted.ordinal() == range.end().ordinal()) {
            return end();
        }
        try {
            return read(open());
        } catch (NoSuchFileException | EOFException e) {
            changed();
            return Turn.go(this);
        } catch (IOException | RuntimeException e) {
            closeFile();
            throw e;
        }
    }

    private void look() throws IOException {
        if (!share.fileIsUnchanged()) {
            changed();
        }
        isStopped |= ledger.counts().lost() > 0 || share.ranges().isStopped();
    }

    private void changed() throws IOException {
        if (reasons.isEmpty()) {
            reasons.add(ImportProblems.changed(
                    share.journal().file(),
                    lane.home().directory().look(share.journal().file().path()),
                    false));
        }
        isStopped = true;
    }

    private CsvFile open() throws IOException {
        if (csv.isEmpty()) {
            csv = Optional.of(CsvFile.openPart(
                    lane.home()
                            .directory()
                            .openData(
                                    share.journal().file().path(), definition().maxFileBytes()),
                    definition(),
                    share.plan().recordBytes(),
                    emitted));
        }
        return csv.get();
    }

    private Definition definition() throws IOException {
        return lane.home()
                .datasets()
                .get(lane.id().name())
                .filter(accepted -> accepted.version() == share.context().version())
                .map(AcceptedDefinition::definition)
                .orElseThrow(() -> new IOException("version " + share.context().version() + " of the definition of "
                        + lane.id() + ", which " + share.journal().file() + " is read with, is not there"));
    }

    private Turn read(CsvFile file) throws IOException {
        if (!(file.columns() instanceof RowColumns.Result.Mapped mapped)) {
            throw new EOFException("the header is not what it was");
        }
        if (emitter.isEmpty()) {
            emitter = Optional.of(emitter(mapped.columns(), definition()));
        }
        Position begin = emitted;
        Optional<RowBatches.Batch> batch = batches.next(file, emitter.get(), begin);
        if (batch.isEmpty()) {
            return Turn.await(this);
        }
        emitted = batch.get().end();
        if (batch.get().isLast() && !emitted.equals(range.end())) {
            // What is here is not what the boundary scan has seen.
            changed();
        }
        return batch.get().turn(begin, this);
    }

    private RowEmitter emitter(RowColumns columns, Definition definition) throws IOException {
        return lane.surroundings()
                .emitter(
                        RowEmitter.Origin.of(
                                share.context(), share.journal().file().path(), range.number()),
                        definition,
                        columns,
                        lane.topics());
    }

    private Turn end() throws IOException {
        closeFile();
        if (!ledger.isSettled()) {
            return Turn.await(this);
        }
        // The last acknowledgements may have come since they were recorded.
        record();
        AckLedger.Counts counts = ledger.counts();
        boolean isWhole = reasons.isEmpty()
                && counts.lost() == 0
                && emitted.equals(range.end())
                && counts.accepted() + counts.rejected() == range.rows();
        if (lane.home().journals().isOf(share.context())) {
            share.ranges()
                    .end(
                            range,
                            new RangeEnd(counts, isWhole, notes.getFileName().toString(), reasons));
        }
        close();
        return Turn.done();
    }

    /** Writes down what has been acknowledged since the last turn. */
    private void record() throws IOException {
        if (rejectedRows.isEmpty()) {
            rejectedRows = Optional.of(RejectedRows.open(notes));
        }
        rejectedRows.get().add(ledger.progress());
        AckLedger.Counts now = ledger.counts();
        lane.meter()
                .acknowledged(
                        now.accepted() - told.accepted(), now.rejected() - told.rejected(), now.lost() - told.lost());
        told = now;
    }

    /** The range ends, once what is under way has arrived, and with it the import fails. */
    @Override
    public Optional<Step> instead(RuntimeException e) {
        reasons.add(ImportProblems.unexpected(e));
        isStopped = true;
        return Optional.of(this);
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
        if (rejectedRows.isPresent()) {
            rejectedRows.get().add(ledger.progress());
            rejectedRows.get().close();
            rejectedRows = Optional.empty();
        }
    }
}
