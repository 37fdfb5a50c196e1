package dev.sluice.source.lane;

import dev.sluice.contract.Violation;
import dev.sluice.source.settle.ImportJournal;
import dev.sluice.source.settle.ImportPlan;
import dev.sluice.source.stage.StagedFile;
import java.util.List;

/** What is to be done with a file, as the scan found it. */
sealed interface Work {
    StagedFile file();

    /** True if the file waits to be taken. */
    default boolean waits() {
        return true;
    }

    /** It is a definition. */
    record Define(StagedFile file) implements Work {}

    /** It is a data file of the lane's dataset. */
    record Import(StagedFile file) implements Work {}

    /** Another task's import, whose file this task reads a part of. */
    record Help(ImportJournal journal, ImportPlan plan) implements Work {
        @Override
        public StagedFile file() {
            return journal.file();
        }

        @Override
        public boolean waits() {
            return false;
        }
    }

    /** It cannot be taken. */
    record Refuse(StagedFile file, List<Violation> reasons) implements Work {}
}
