package dev.sluice.source.lane;

import dev.sluice.contract.Violation;
import dev.sluice.source.define.Definition;
import dev.sluice.source.emit.AckLedger;
import dev.sluice.source.emit.RowEmitter;
import dev.sluice.source.parse.CsvFile;
import dev.sluice.source.parse.RowColumns;
import dev.sluice.source.settle.RejectedRows;
import dev.sluice.source.split.Position;
import dev.sluice.source.stage.UnpackException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Rows are read and emitted, a batch a turn. If anything goes wrong in mid-batch, nothing of the batch has been emitted, and the file
 * is opened again at the batch's beginning.
 */
final class Reading implements Step {
    private static final int HASH_SLICE = 32 << 20;

    private final ImportRun run;
    private final Definition definition;
    private final AckLedger ledger;
    private final RowBatches batches;
    private AckLedger.Counts told;
    private Position emitted;
    private Optional<CsvFile> csv;
    private Optional<Violation> unreadable = Optional.empty();
    private Optional<RowEmitter> emitter = Optional.empty();
    private Optional<Violation> failure = Optional.empty();
    private Optional<RejectedRows> rejectedRows = Optional.empty();

    /** @param csv empty if the file is to be opened at {@code from} */
    Reading(ImportRun run, Definition definition, Position from, long rejectedBefore, Optional<CsvFile> csv) {
        this.run = run;
        this.definition = definition;
        this.emitted = from;
        this.csv = csv;
        this.told = new AckLedger.Counts(from.ordinal() - 1 - rejectedBefore, rejectedBefore, 0);
        this.ledger = new AckLedger(
                run.lane().topics().errors(), run.lane().surroundings().signal(), told);
        this.batches = new RowBatches(run.lane(), run.file(), ledger, Long.MAX_VALUE);
    }

    ImportRun run() {
        return run;
    }

    AckLedger ledger() {
        return ledger;
    }

    Position emitted() {
        return emitted;
    }

    @Override
    public Turn turn() throws IOException {
        record();
        if (ledger.counts().lost() > 0 || !run.fileIsUnchanged()) {
            return drain("");
        }
        OptionalInt grown = run.lane().growth().partitions();
        if (grown.isPresent()) {
            return Turn.go(run.grown(grown.getAsInt(), emitted, this));
        }
        try {
            CsvFile file = open();
            if (!file.isReady()) {
                file.prepare(HASH_SLICE);
                return Turn.work(HASH_SLICE, this);
            }
            return read(file);
        } catch (NoSuchFileException | EOFException changed) {
            return drain("");
        } catch (UnpackException e) {
            unreadable =
                    Optional.of(e.violation("the import failed, and rows that were read before may have been loaded."));
            return drain("");
        } catch (IOException | RuntimeException e) {
            closeFile();
            throw e;
        }
    }

    private CsvFile open() throws IOException {
        if (csv.isEmpty()) {
            csv = Optional.of(run.lane().open(run.file(), definition, emitted));
        }
        return csv.get();
    }

    private Turn read(CsvFile file) throws IOException {
        if (!(file.columns() instanceof RowColumns.Result.Mapped mapped)) {
            return drain("");
        }
        if (emitter.isEmpty()) {
            emitter = Optional.of(emitter(mapped.columns()));
        }
        Position begin = emitted;
        Optional<RowBatches.Batch> batch = batches.next(file, emitter.get(), begin);
        if (batch.isEmpty()) {
            return Turn.await(this);
        }
        emitted = batch.get().end();
        Step next = batch.get().isLast()
                ? new Draining(this, file.bytesRead() == run.file().size() ? file.sha256() : "")
                : this;
        return batch.get().turn(begin, next);
    }

    /** Made once per import, so that the rows' schema is one object even if the file had to be opened again. */
    private RowEmitter emitter(RowColumns columns) throws IOException {
        return run.lane()
                .surroundings()
                .emitter(
                        RowEmitter.Origin.of(run.context(), run.file().path()),
                        definition,
                        columns,
                        run.lane().topics());
    }

    private Turn drain(String sha256) {
        return Turn.go(new Draining(this, sha256));
    }

    /** The import fails, once what is under way has arrived. */
    @Override
    public Optional<Step> instead(RuntimeException e) {
        failure = Optional.of(ImportProblems.unexpected(e));
        return Optional.of(new Draining(this, ""));
    }

    /** Writes down what has been acknowledged since the last turn. */
    void record() throws IOException {
        if (rejectedRows.isEmpty()) {
            rejectedRows = Optional.of(RejectedRows.open(run.rejectedRows()));
        }
        rejectedRows.get().add(ledger.progress());
        AckLedger.Counts now = ledger.counts();
        run.lane()
                .meter()
                .acknowledged(
                        now.accepted() - told.accepted(), now.rejected() - told.rejected(), now.lost() - told.lost());
        told = now;
    }

    private void closeFile() throws IOException {
        if (csv.isPresent()) {
            csv.get().close();
            csv = Optional.empty();
        }
    }

    /** Ends the reading, but leaves open what was noted. */
    RejectedRows handOver() throws IOException {
        closeFile();
        record();
        RejectedRows notes = rejectedRows.orElseThrow();
        rejectedRows = Optional.empty();
        return notes;
    }

    @Override
    public void close() throws IOException {
        closeFile();
        if (rejectedRows.isPresent()) {
            record();
            rejectedRows.get().close();
            rejectedRows = Optional.empty();
        }
    }

    /** Why the import cannot be completed; empty if it can. */
    List<Violation> problems(String sha256) throws IOException {
        return failure.isPresent()
                ? List.of(failure.get())
                : ImportProblems.of(run, ledger.counts(), sha256, unreadable);
    }
}
