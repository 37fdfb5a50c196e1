package dev.sluice.source.lane;

import dev.sluice.contract.Violation;
import dev.sluice.contract.Violation.Code;
import dev.sluice.source.emit.AckLedger;
import dev.sluice.source.stage.StagedFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Why an import cannot be completed. */
final class ImportProblems {
    private ImportProblems() {}

    /**
     * All that speaks against an import.
     *
     * @param sha256 empty if the file was not read to its end
     * @param unreadable why it could not be, if that does not come from its being changed
     */
    static List<Violation> of(ImportRun run, AckLedger.Counts counts, String sha256, Optional<Violation> unreadable)
            throws IOException {
        List<Violation> problems = new ArrayList<>();
        if (counts.lost() > 0) {
            problems.add(Violation.bounded(
                    Code.ROWS_LOST,
                    null,
                    counts.lost() + " rows",
                    "rows were dropped on their way to a topic (where='" + counts.lost()
                            + " rows'); the import failed. Your operator finds the cause in the worker's log: a"
                            + " transformation that drops rows, a converter that fails, or errors.tolerance=all with a"
                            + " broker that refuses them. Drop the file again afterwards."));
        }
        Optional<StagedFile> now = run.lane().home().directory().look(run.file().path());
        boolean changed = now.filter(run.file()::equals).isEmpty();
        if (!changed && unreadable.isPresent()) {
            problems.add(unreadable.get());
        } else if (changed || (sha256.isEmpty() && problems.isEmpty())) {
            problems.add(changed(run.file(), now));
        }
        return problems;
    }

    /** Sluice itself has failed. */
    static Violation unexpected(RuntimeException e) {
        return Violation.bounded(
                Code.INTERNAL_ERROR,
                null,
                e.toString(),
                "Sluice failed on the file again and again (where='" + Violation.cut(e.toString())
                        + "'); it was given up, and rows that were read before may have been loaded. Tell your operator,"
                        + " who finds more in the worker's log.");
    }

    static Violation changed(StagedFile before, Optional<StagedFile> now) {
        String how = now.map(file -> file.size() < before.size()
                        ? "truncated from " + before.size() + " to " + file.size() + " bytes"
                        : file.size() > before.size()
                                ? "appended to, from " + before.size() + " to " + file.size() + " bytes"
                                : "replaced by another of the same size")
                .orElse("removed");
        return Violation.bounded(
                Code.FILE_CHANGED,
                null,
                how,
                "the file was changed while it was read (where='" + how
                        + "'); the import failed, and rows that were read before may have been loaded. Write files under"
                        + " another name or in another folder and move them in when they are complete, then drop it"
                        + " again.");
    }
}
