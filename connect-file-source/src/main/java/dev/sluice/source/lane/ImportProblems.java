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
    /** What has become of rows that were read. */
    private static final String IN_PART = "rows that were read before may have been loaded";

    private static final String NOT_AT_ALL = "no row of it was loaded";

    private ImportProblems() {}

    /** Rows were dropped. */
    static Violation lost(AckLedger.Counts counts) {
        return Violation.bounded(
                Code.ROWS_LOST,
                null,
                counts.lost() + " rows",
                "rows were dropped on their way to a topic (where='" + counts.lost()
                        + " rows'); the import failed. Your operator finds the cause in the worker's log: a"
                        + " transformation that drops rows, a converter that fails, or errors.tolerance=all with a"
                        + " broker that refuses them. Drop the file again afterwards.");
    }

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
            problems.add(lost(counts));
        }
        Optional<StagedFile> now = run.lane().home().directory().look(run.file().path());
        boolean changed = now.filter(run.file()::equals).isEmpty();
        if (!changed && unreadable.isPresent()) {
            problems.add(unreadable.get());
        } else if (changed || (sha256.isEmpty() && problems.isEmpty())) {
            problems.add(changed(run.file(), now, run.isUnseen()));
        }
        return problems;
    }

    /** Sluice itself has failed. */
    static Violation unexpected(RuntimeException e) {
        return unexpected(e, IN_PART);
    }

    /** Sluice itself has failed on an import that is seen as a whole or not at all. */
    static Violation unexpectedAtomic(RuntimeException e) {
        return unexpected(e, NOT_AT_ALL);
    }

    private static Violation unexpected(RuntimeException e, String consequence) {
        return Violation.bounded(
                Code.INTERNAL_ERROR,
                null,
                e.toString(),
                "Sluice failed on the file again and again (where='" + Violation.cut(e.toString())
                        + "'); it was given up, and " + consequence
                        + ". Tell your operator, who finds more in the worker's log.");
    }

    /** @param isUnseen whether nothing of the import is in Kafka */
    static Violation changed(StagedFile before, Optional<StagedFile> now, boolean isUnseen) {
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
                        + "'); the import failed, and " + (isUnseen ? NOT_AT_ALL : IN_PART) + ". Write files under"
                        + " another name or in another folder and move them in when they are complete, then drop it"
                        + " again.");
    }
}
