package dev.sluice.source.lane;

import dev.sluice.source.define.Definition;
import dev.sluice.source.emit.AckLedger;
import dev.sluice.source.parse.CsvFile;
import dev.sluice.source.parse.RowColumns;
import dev.sluice.source.settle.ImportPlan;
import dev.sluice.source.split.BlockScan;
import dev.sluice.source.split.Position;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;

/**
 * The file is divided into ranges: all its records are passed once, a slice a turn, none is read. Nothing is announced yet; after a
 * crash it begins anew and finds the same.
 */
final class Planning implements Step {
    private static final int SLICE = 4 << 20;
    /** How much less passing records costs than reading them. */
    private static final int CHEAPER = 32;

    private final ImportRun run;
    private final Definition definition;
    private Optional<CsvFile> csv;
    private Optional<BlockScan> scan = Optional.empty();

    /** @param csv at its beginning; empty if it is to be opened */
    Planning(ImportRun run, Definition definition, Optional<CsvFile> csv) {
        this.run = run;
        this.definition = definition;
        this.csv = csv;
    }

    @Override
    public Turn turn() throws IOException {
        if (!run.fileIsUnchanged()) {
            return failed();
        }
        try {
            CsvFile file = open();
            if (!(file.columns() instanceof RowColumns.Result.Mapped)) {
                return failed();
            }
            if (scan.isEmpty()) {
                scan = Optional.of(new BlockScan(
                        file.scanner(), run.lane().surroundings().splitting().blockRows()));
            }
            return scan.get().pass(SLICE) ? Turn.work(SLICE / CHEAPER, this) : planned(file);
        } catch (NoSuchFileException | EOFException changed) {
            return failed();
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private CsvFile open() throws IOException {
        if (csv.isEmpty()) {
            csv = Optional.of(run.lane().open(run.file(), definition, Position.START));
        }
        return csv.get();
    }

    private Turn planned(CsvFile file) throws IOException {
        if (file.bytesRead() != run.file().size() || !run.fileIsUnchanged()) {
            return failed();
        }
        ImportPlan plan = new ImportPlan(
                scan.get().starts(),
                scan.get().end(),
                run.lane().surroundings().limits().recordBytes(),
                file.sha256());
        close();
        return Turn.go(run.shared(plan));
    }

    /** The file is not what it was. */
    private Turn failed() throws IOException {
        close();
        AckLedger.Counts none = new AckLedger.Counts(0, 0, 0);
        return Turn.go(run.ended(
                Position.START,
                run.outcome(none, "", ImportProblems.of(run, none, "", Optional.empty())),
                Optional.empty()));
    }

    /** No row is emitted yet. */
    @Override
    public Optional<Step> instead(RuntimeException e) {
        try {
            return Optional.of(run.ended(
                    Position.START,
                    run.outcome(new AckLedger.Counts(0, 0, 0), "", List.of(ImportProblems.unexpected(e))),
                    Optional.empty()));
        } catch (IOException away) {
            return Optional.empty();
        }
    }

    @Override
    public void close() throws IOException {
        scan = Optional.empty();
        if (csv.isPresent()) {
            csv.get().close();
            csv = Optional.empty();
        }
    }
}
