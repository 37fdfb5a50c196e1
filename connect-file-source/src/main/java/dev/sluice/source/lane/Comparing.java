package dev.sluice.source.lane;

import dev.sluice.contract.Violation;
import dev.sluice.contract.Violation.Code;
import dev.sluice.source.define.Definition;
import dev.sluice.source.settle.ImportHistory;
import dev.sluice.source.stage.OpenFile;
import dev.sluice.source.stage.StagedFile;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A file of the size of an earlier one is hashed, a slice a turn, to see whether it is the same before any row of it is read. */
final class Comparing implements Step {
    private static final int SLICE = 32 << 20;

    private final Lane lane;
    private final StagedFile file;
    private final Definition definition;
    private final Step otherwise;
    private final Function<List<Violation>, Step> refusal;
    private Optional<OpenFile> content = Optional.empty();

    /**
     * Begins.
     *
     * @param otherwise what comes next if the file is another
     * @param refusal what comes next if it is not
     */
    Comparing(
            Lane lane,
            StagedFile file,
            Definition definition,
            Step otherwise,
            Function<List<Violation>, Step> refusal) {
        this.lane = lane;
        this.file = file;
        this.definition = definition;
        this.otherwise = otherwise;
        this.refusal = refusal;
    }

    @Override
    public Turn turn() throws IOException {
        try {
            if (content.isEmpty()) {
                content = Optional.of(lane.home().directory().openPacked(file.path()));
            }
            if (!content.get().pass(SLICE)) {
                return compared(content.get().sha256());
            }
        } catch (NoSuchFileException vanished) {
            return Turn.done();
        } catch (AccessDeniedException e) {
            return Turn.go(otherwise);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
        return Turn.work(SLICE, this);
    }

    private Turn compared(String sha256) throws IOException {
        close();
        Optional<ImportHistory.Entry> earlier =
                lane.home().history().loaded(lane.id().name(), sha256, definition.fingerprint());
        return Turn.go(earlier.isEmpty() ? otherwise : refusal.apply(List.of(duplicate(earlier.get()))));
    }

    private static Violation duplicate(ImportHistory.Entry earlier) {
        return Violation.bounded(
                Code.DUPLICATE_FILE,
                null,
                earlier.importId(),
                "the file has the same bytes as one that was loaded before (where='import " + earlier.importId()
                        + "'); it was skipped and nothing was changed. If it is to be loaded again, change it or its"
                        + " definition, or ask your operator for duplicates=load.");
    }

    @Override
    public Optional<Step> instead(RuntimeException e) {
        return Optional.of(refusal.apply(List.of(ImportProblems.unexpected(e))));
    }

    @Override
    public void close() throws IOException {
        if (content.isPresent()) {
            content.get().close();
            content = Optional.empty();
        }
    }
}
