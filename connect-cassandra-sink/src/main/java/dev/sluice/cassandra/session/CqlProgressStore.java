package dev.sluice.cassandra.session;

import dev.sluice.cassandra.progress.ImportFacts;
import dev.sluice.cassandra.progress.Judgement;
import dev.sluice.cassandra.progress.ProgressStore;
import dev.sluice.cassandra.progress.RejectedRow;
import dev.sluice.cassandra.progress.StreamId;
import dev.sluice.cassandra.progress.StreamState;
import dev.sluice.contract.Event;
import dev.sluice.contract.Event.ImportEnded;
import dev.sluice.contract.Event.ImportFailed;
import dev.sluice.contract.Event.ImportStarted;
import dev.sluice.contract.ImportContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Imports in the sink's keyspace, over four tables. All their write timestamps are the import's base plus something that grows with what
 * is known.
 */
final class CqlProgressStore implements ProgressStore {
    private final ImportsTable imports;
    private final RunningImportsTable running;
    private final ImportProgressTable progress;
    private final ImportErrorsTable errors;

    /** @param retention zero means for ever */
    CqlProgressStore(Cql cql, SinkKeyspace keyspace, Duration retention) {
        int ttl = (int) retention.toSeconds();
        this.imports = new ImportsTable(cql, keyspace, ttl);
        this.running = new RunningImportsTable(cql, keyspace, ttl);
        this.progress = new ImportProgressTable(cql, keyspace, ttl);
        this.errors = new ImportErrorsTable(cql, keyspace, ttl);
    }

    @Override
    public StreamState load(ImportContext context, StreamId id) {
        return progress.load(context, id);
    }

    @Override
    public CompletionStage<?> save(ImportContext context, StreamId id, StreamState state, Instant now) {
        return progress.save(context, id, state, now);
    }

    @Override
    public CompletionStage<?> remember(ImportContext context, StreamId id, long offset, RejectedRow row) {
        return errors.write(context, id, offset, row);
    }

    @Override
    public CompletionStage<?> announce(Event event) {
        if (event instanceof ImportStarted started) {
            return both(imports.started(started), running.write(started.context(), false, ImportsTable.RANK_START));
        }
        if (event instanceof ImportEnded ended) {
            return both(imports.ended(ended), running.write(ended.context(), true, ImportsTable.RANK_END));
        }
        return event instanceof ImportFailed failed
                ? both(imports.failed(failed), running.write(failed.context(), true, ImportsTable.RANK_END))
                : CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<?> conclude(ImportContext context, Judgement judgement, Instant now) {
        // Only then: as long as it is not written, somebody must find the import among those that run.
        return imports.judged(context, judgement, now).thenCompose(done -> running.delete(context));
    }

    @Override
    public CompletionStage<ImportFacts> facts(ImportContext context) {
        return imports.summary(context)
                .thenCombine(
                        progress.all(context),
                        (summary, streams) ->
                                new ImportFacts(summary.state(), summary.total(), summary.failed(), streams));
    }

    @Override
    public CompletionStage<List<ImportContext>> unsettled() {
        return running.ended();
    }

    private static CompletionStage<?> both(CompletionStage<?> one, CompletionStage<?> other) {
        return one.thenCombine(other, (first, second) -> first);
    }
}
