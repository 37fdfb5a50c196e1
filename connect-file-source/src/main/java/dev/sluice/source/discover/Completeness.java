package dev.sluice.source.discover;

import dev.sluice.source.stage.StagedFile;
import java.util.Collection;
import java.util.List;

/** Tells complete files from those that are still being written. One instance per tenant; poll thread only. */
public interface Completeness {
    /**
     * Takes note of what is there now.
     *
     * @return the complete ones, in the order in which they are to be taken
     */
    List<StagedFile> observe(Collection<StagedFile> files);

    /** For how long a file must stand still before it is complete; 0 if it need not. */
    long settleMillis();

    /** True if markers stand beside files, which go with them. */
    default boolean isMarked() {
        return false;
    }
}
