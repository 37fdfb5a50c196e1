package dev.sluice.cassandra.progress;

import java.time.Duration;
import java.time.Instant;

/**
 * What an import has come to. The same facts give the same judgement, whoever judges.
 *
 * @param accepted distinct rows that are in their table
 * @param rejected distinct rows that were refused by the source, the transform, the sink or Cassandra
 * @param missing rows of the file that are neither; negative where more were counted than the source has read
 */
public record Judgement(ImportState state, long accepted, long rejected, long missing) {
    /**
     * Judges.
     *
     * @param grace how long nothing may have come before missing rows are said to be missing
     */
    public static Judgement of(ImportFacts facts, Instant now, Duration grace) {
        long rows = facts.rows();
        long missing = facts.total().orElse(rows) - rows;
        ImportState state;
        if (facts.failed()) {
            state = ImportState.FAILED;
        } else if (facts.total().isEmpty()) {
            state = ImportState.RUNNING;
        } else if (missing == 0) {
            state = ImportState.COMPLETED;
        } else if (!facts.isOnItsWay() && !now.isBefore(facts.lastChange().plus(grace))) {
            state = ImportState.INCOMPLETE;
        } else {
            state = ImportState.LOADING;
        }
        return new Judgement(state, rows - facts.rejected(), facts.rejected(), missing);
    }

    /**
     * Added to the import's base it is the Cassandra write timestamp of this judgement: what is known later is written with a higher
     * one, so that a late writer of an earlier judgement changes nothing.
     */
    public long rank() {
        long counted = accepted + rejected;
        return switch (state) {
            case RUNNING -> 0;
            case LOADING -> 1;
            case INCOMPLETE -> 2 + Math.min(counted, counted + missing);
            case COMPLETED, FAILED -> 3 + counted + Math.max(0, missing);
        };
    }
}
