package dev.sluice.source.settle;

import dev.sluice.contract.ImportContext;
import dev.sluice.source.stage.StagedFile;
import java.time.Instant;
import java.util.Optional;

/**
 * The import that a dataset is busy with, as it is known after a crash: the same id, version, write timestamps and start.
 *
 * @param manner how its rows come into Kafka
 * @param outcome there once all is announced, and only the file has to be put away
 */
public record ImportJournal(
        ImportContext context, StagedFile file, Instant started, Manner manner, Optional<ImportOutcome> outcome) {
    /** True if several tasks read the file. */
    public boolean inRanges() {
        return manner == Manner.RANGES;
    }

    /** The same import, in another manner. */
    public ImportJournal as(Manner other) {
        return new ImportJournal(context, file, started, other, outcome);
    }

    public ImportJournal ended(ImportOutcome how) {
        return new ImportJournal(context, file, started, manner, Optional.of(how));
    }

    public boolean isOfTheSame(ImportJournal other) {
        return context.importId().equals(other.context.importId()) && outcome.isEmpty() && other.outcome.isEmpty();
    }
}
