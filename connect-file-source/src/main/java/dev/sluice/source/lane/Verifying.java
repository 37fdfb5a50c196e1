package dev.sluice.source.lane;

import dev.sluice.contract.Violation;
import dev.sluice.source.define.Definition;
import dev.sluice.source.stage.OpenFile;
import dev.sluice.source.stage.StagedFile;
import dev.sluice.source.stage.UnpackException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * An encrypted file is decrypted to its end, a slice a turn, before anything of it is looked at: only its end tells whether it is what was
 * encrypted, and until then neither a row of it may be emitted nor a word of it told. Nothing is remembered; after a crash it begins
 * anew.
 */
final class Verifying implements Step {
    private static final int SLICE = 8 << 20;

    private final Lane lane;
    private final StagedFile file;
    private final Definition definition;
    private final Step otherwise;
    private final Function<List<Violation>, Step> refusal;
    private Optional<OpenFile> content = Optional.empty();

    /**
     * Begins.
     *
     * @param otherwise what comes next if the file is in order
     * @param refusal what comes next if it is not
     */
    Verifying(
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
        if (!lane.isUnchanged(file)) {
            // The next look finds it as it is then.
            close();
            return Turn.done();
        }
        try {
            if (content.isEmpty()) {
                content = Optional.of(lane.home()
                        .confidentiality()
                        .openDemanding(lane.home().directory(), file, definition.maxFileBytes()));
            }
            if (!content.get().pass(SLICE)) {
                close();
                return Turn.go(otherwise);
            }
        } catch (UnpackException e) {
            close();
            return Turn.go(refusal.apply(List.of(e.violation("the file was refused and no row of it was loaded."))));
        } catch (NoSuchFileException vanished) {
            close();
            return Turn.done();
        } catch (AccessDeniedException e) {
            return Turn.go(refusal.apply(List.of(Refusals.unreadable(file))));
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
        return Turn.work(SLICE, this);
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
