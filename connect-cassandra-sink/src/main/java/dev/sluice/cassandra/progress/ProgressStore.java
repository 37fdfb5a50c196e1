package dev.sluice.cassandra.progress;

import dev.sluice.contract.Event;
import dev.sluice.contract.ImportContext;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The port to the sink's tables of imports. Whatever is written is absolute and carries a write timestamp that grows with what it
 * says. Stages complete on any thread, exceptionally with what the driver throws; {@link #load} throws it.
 */
public interface ProgressStore {
    /** What was saved of a stream; {@link StreamState#NONE} if nothing was. Blocks. */
    StreamState load(ImportContext context, StreamId id);

    CompletionStage<?> save(ImportContext context, StreamId id, StreamState state, Instant now);

    /** Remembers a rejected row for people to look at. */
    CompletionStage<?> remember(ImportContext context, StreamId id, long offset, RejectedRow row);

    /** Writes what {@code ImportStarted}, {@code ImportEnded} or {@code ImportFailed} say. */
    CompletionStage<?> announce(Event event);

    /** Reads an import and its progress in all partitions, at a quorum. */
    CompletionStage<ImportFacts> facts(ImportContext context);

    CompletionStage<?> conclude(ImportContext context, Judgement judgement, Instant now);

    /** Imports that have ended at their source and on which there is no settled judgement yet. */
    CompletionStage<List<ImportContext>> unsettled();
}
