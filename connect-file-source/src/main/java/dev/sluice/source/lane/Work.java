package dev.sluice.source.lane;

import dev.sluice.contract.Violation;
import dev.sluice.source.stage.StagedFile;
import java.util.List;

/** What is to be done with a file, as the scan found it. */
sealed interface Work {
    StagedFile file();

    /** It is a definition. */
    record Define(StagedFile file) implements Work {}

    /** It is a data file of the lane's dataset. */
    record Import(StagedFile file) implements Work {}

    /** It cannot be taken. */
    record Refuse(StagedFile file, List<Violation> reasons) implements Work {}
}
