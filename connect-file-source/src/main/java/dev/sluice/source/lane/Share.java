package dev.sluice.source.lane;

import dev.sluice.contract.ImportContext;
import dev.sluice.source.settle.ImportJournal;
import dev.sluice.source.settle.ImportPlan;
import dev.sluice.source.settle.ImportRanges;
import dev.sluice.source.split.Range;
import java.io.IOException;
import java.util.List;

/**
 * An import whose file several tasks read, as one of them sees it.
 *
 * @param ranges what the tasks tell each other
 */
record Share(Lane lane, ImportJournal journal, ImportPlan plan, ImportRanges ranges) {
    static Share of(Lane lane, ImportJournal journal, ImportPlan plan) {
        return new Share(lane, journal, plan, lane.home().journals().ranges(journal.context()));
    }

    ImportContext context() {
        return journal.context();
    }

    /** Those that this task reads, in order. */
    List<Range> ours() {
        return plan.ranges().stream()
                .filter(range ->
                        lane.surroundings().splitting().isOurs(context().dataset(), range))
                .toList();
    }

    boolean fileIsUnchanged() throws IOException {
        return lane.isUnchanged(journal.file());
    }
}
