package dev.sluice.cassandra.progress;

import dev.sluice.contract.Event;
import dev.sluice.contract.Event.ImportEnded;
import dev.sluice.contract.Event.ImportStarted;
import dev.sluice.contract.ImportContext;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** The sink's tables of imports in memory, with Cassandra's rule for cells: the higher write timestamp, then the larger value. */
public final class FakeProgress implements ProgressStore {
    /** Executes statements, or does not, as the world of a test goes. */
    public interface World {
        <T> CompletionStage<T> later(Supplier<T> effect);

        <T> T now(Supplier<T> effect);
    }

    private record StreamKey(ImportContext context, StreamId id) {}

    private record Saved(StreamState state, Instant time) {}

    private record Concluded(long rank, Judgement judgement) {}

    private final World world;
    private final Map<StreamKey, Saved> streams = new HashMap<>();
    private final Map<ImportContext, Map<Long, RejectedRow>> samples = new HashMap<>();
    private final Map<ImportContext, Concluded> states = new HashMap<>();
    private final Map<ImportContext, Event> ends = new HashMap<>();
    private final Set<ImportContext> settled = new HashSet<>();

    public FakeProgress(World world) {
        this.world = world;
    }

    @Override
    public StreamState load(ImportContext context, StreamId id) {
        return world.now(() -> {
            Saved saved = streams.get(new StreamKey(context, id));
            return saved == null ? StreamState.NONE : saved.state();
        });
    }

    @Override
    public CompletionStage<?> save(ImportContext context, StreamId id, StreamState state, Instant now) {
        return world.later(() -> streams.merge(new StreamKey(context, id), new Saved(state, now), FakeProgress::later));
    }

    private static Saved later(Saved one, Saved other) {
        if (one.state().ordinal() != other.state().ordinal()) {
            return one.state().ordinal() > other.state().ordinal() ? one : other;
        }
        StreamState a = one.state();
        StreamState b = other.state();
        StreamState merged = new StreamState(
                a.ordinal(),
                Math.max(a.rows(), b.rows()),
                Math.max(a.rejected(), b.rejected()),
                Math.max(a.offset(), b.offset()),
                Math.max(a.position(), b.position()),
                a.seen().and(b.seen()),
                a.reasons().size() >= b.reasons().size() ? a.reasons() : b.reasons());
        return new Saved(merged, one.time().isAfter(other.time()) ? one.time() : other.time());
    }

    @Override
    public CompletionStage<?> remember(ImportContext context, StreamId id, long offset, RejectedRow row) {
        return world.later(() -> samples.computeIfAbsent(context, key -> new TreeMap<>())
                .put(row.position().ordinal(), row));
    }

    @Override
    public CompletionStage<?> announce(Event event) {
        return world.later(() -> {
            ImportContext context = ImportBook.contextOf(event);
            if (event instanceof ImportStarted) {
                conclude(context, new Judgement(ImportState.RUNNING, 0, 0, 0));
            } else {
                ends.put(context, event);
                conclude(context, new Judgement(ImportState.LOADING, 0, 0, 0));
            }
            return event;
        });
    }

    @Override
    public CompletionStage<ImportFacts> facts(ImportContext context) {
        return world.later(() -> factsNow(context));
    }

    /** What anybody could read at this moment. */
    public ImportFacts factsNow(ImportContext context) {
        Event end = ends.get(context);
        OptionalLong total =
                end instanceof ImportEnded ended ? OptionalLong.of(ended.rowsRead()) : OptionalLong.empty();
        boolean failed = end != null && total.isEmpty();
        return new ImportFacts(
                judgement(context).map(Judgement::state),
                total,
                failed,
                streams.entrySet().stream()
                        .filter(entry -> entry.getKey().context().equals(context))
                        .map(entry -> new ImportFacts.Progress(
                                entry.getKey().id(),
                                entry.getValue().state(),
                                entry.getValue().time()))
                        .toList());
    }

    @Override
    public CompletionStage<?> conclude(ImportContext context, Judgement judgement, Instant now) {
        return world.later(() -> {
            conclude(context, judgement);
            settled.add(context);
            return judgement;
        });
    }

    private void conclude(ImportContext context, Judgement judgement) {
        Concluded concluded = new Concluded(judgement.rank(), judgement);
        states.merge(context, concluded, (before, now) -> now.rank() >= before.rank() ? now : before);
    }

    @Override
    public CompletionStage<List<ImportContext>> unsettled() {
        return world.later(() -> ends.keySet().stream()
                .filter(context -> !settled.contains(context))
                .toList());
    }

    public Optional<Judgement> judgement(ImportContext context) {
        return Optional.ofNullable(states.get(context)).map(Concluded::judgement);
    }

    /** Remembered rejected rows by ordinal. */
    public Map<Long, RejectedRow> samples(ImportContext context) {
        return samples.getOrDefault(context, Map.of());
    }
}
