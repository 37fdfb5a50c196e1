package dev.sluice.cassandra.report;

import dev.sluice.cassandra.progress.ImportFacts;
import dev.sluice.cassandra.progress.Judgement;
import dev.sluice.cassandra.progress.ProgressStore;
import dev.sluice.cassandra.progress.RejectedRow;
import dev.sluice.cassandra.progress.StreamId;
import dev.sluice.cassandra.progress.StreamState;
import dev.sluice.contract.Event;
import dev.sluice.contract.ImportContext;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Counts which judgements this task has brought to the store. Two tasks that judge at the same time count both, so what an operator
 * learns is that there are such imports, not how many: that stands in {@code imports}. As safe for threads as the store.
 */
public final class CountedProgress implements ProgressStore {
    private final ProgressStore store;
    private final TaskNumbers numbers;

    public CountedProgress(ProgressStore store, TaskNumbers numbers) {
        this.store = store;
        this.numbers = numbers;
    }

    @Override
    public StreamState load(ImportContext context, StreamId id) {
        return store.load(context, id);
    }

    @Override
    public CompletionStage<?> save(ImportContext context, StreamId id, StreamState state, Instant now) {
        return store.save(context, id, state, now);
    }

    @Override
    public CompletionStage<?> remember(ImportContext context, StreamId id, long offset, RejectedRow row) {
        return store.remember(context, id, offset, row);
    }

    @Override
    public CompletionStage<?> announce(Event event) {
        return store.announce(event);
    }

    @Override
    public CompletionStage<ImportFacts> facts(ImportContext context) {
        return store.facts(context);
    }

    @Override
    public CompletionStage<?> conclude(ImportContext context, Judgement judgement, Instant now) {
        return store.conclude(context, judgement, now).thenRun(() -> numbers.concluded(judgement.state()));
    }

    @Override
    public CompletionStage<List<ImportContext>> unsettled() {
        return store.unsettled();
    }
}
