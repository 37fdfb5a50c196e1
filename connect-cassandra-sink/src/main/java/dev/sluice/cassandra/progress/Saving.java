package dev.sluice.cassandra.progress;

import dev.sluice.contract.ImportContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings an {@link ImportBook} to Cassandra: at most one save at a time, about one a second while something changes. A save is
 * rejected rows and announcements, then counts, then judgements, each after the one before has ended; it has succeeded as a whole or it
 * is done again. Confined to the task's thread, which it never blocks; completions come back through {@code toTaskThread}.
 */
public final class Saving {
    private static final Logger LOG = LoggerFactory.getLogger(Saving.class);
    private static final long SAVE_EVERY_MILLIS = 1_000;
    private static final long LOOK_EVERY_MILLIS = 5_000;
    private static final long WARN_EVERY_MILLIS = 10_000;
    /** Requests under way at once. */
    private static final int WIDTH = 64;

    private final ImportBook book;
    private final ProgressStore store;
    private final Duration grace;
    private final Consumer<Runnable> toTaskThread;
    private final InstantSource time;
    private final LongSupplier clock;

    private boolean isSaving;
    private boolean isLooking;
    private long nextSave = Long.MIN_VALUE;
    private long nextLook = Long.MIN_VALUE;
    private long nextWarning = Long.MIN_VALUE;

    /**
     * @param toTaskThread runs what it is given on the task's thread, later
     * @param time of day, for people
     * @param clock milliseconds that only grow
     */
    public Saving(
            ImportBook book,
            ProgressStore store,
            Duration grace,
            Consumer<Runnable> toTaskThread,
            InstantSource time,
            LongSupplier clock) {
        this.book = book;
        this.store = store;
        this.grace = grace;
        this.toTaskThread = toTaskThread;
        this.time = time;
        this.clock = clock;
    }

    /** Saves if it is time to. */
    public void tick() {
        long now = clock.getAsLong();
        if (now >= nextLook && !isLooking) {
            look(now);
        }
        if (now >= nextSave) {
            saveNow();
        }
    }

    /** Saves what is not saved, unless a save is under way. */
    public void saveNow() {
        if (!isSaving && !book.isSaved()) {
            nextSave = clock.getAsLong() + SAVE_EVERY_MILLIS;
            save();
        }
    }

    public boolean isSaving() {
        return isSaving;
    }

    /** When {@link #tick} has something to do at the latest. */
    public long millisToTick() {
        long next = book.isSaved() ? nextLook : Math.min(nextSave, nextLook);
        long now = clock.getAsLong();
        return next <= now ? 1 : next - now;
    }

    private void save() {
        isSaving = true;
        List<Lane> lanes = List.copyOf(book.lanes());
        Set<ImportContext> judged = book.takeToJudge();
        List<Supplier<CompletionStage<?>>> first = new ArrayList<>();
        List<Supplier<CompletionStage<?>>> second = new ArrayList<>();
        for (Lane lane : lanes) {
            lane.savingSamples()
                    .forEach(sample -> first.add(() -> store.remember(
                            sample.stream().context(), sample.stream().id(), sample.offset(), sample.row())));
            lane.savingAnnouncements().forEach(one -> first.add(() -> store.announce(one.event())));
            lane.streams().stream().filter(stream -> !stream.isSaved()).forEach(stream -> {
                StreamState state = stream.saving();
                second.add(() -> store.save(stream.context(), stream.id(), state, time.instant()));
            });
        }
        List<Supplier<CompletionStage<?>>> third = judged.stream()
                .<Supplier<CompletionStage<?>>>map(context -> () -> judge(context))
                .toList();
        inTurns(first)
                .thenCompose(done -> inTurns(second))
                .thenCompose(done -> inTurns(third))
                .whenComplete((done, error) -> toTaskThread.accept(() -> ended(lanes, judged, error)));
    }

    private CompletionStage<?> judge(ImportContext context) {
        return store.facts(context).thenCompose(facts -> {
            Judgement judgement = Judgement.of(facts, time.instant(), grace);
            boolean isKnown =
                    facts.state().filter(ImportState.COMPLETED::equals).isPresent();
            return judgement.state().isSettled() && !isKnown
                    ? store.conclude(context, judgement, time.instant())
                    : CompletableFuture.completedFuture(null);
        });
    }

    private void ended(Collection<Lane> lanes, Set<ImportContext> judged, Throwable error) {
        isSaving = false;
        if (error == null) {
            lanes.forEach(Lane::saved);
            book.forgetIdleStreams();
            return;
        }
        lanes.forEach(Lane::notSaved);
        book.judge(judged);
        long now = clock.getAsLong();
        if (now >= nextWarning) {
            nextWarning = now + WARN_EVERY_MILLIS;
            LOG.warn(
                    "Progress of imports could not be saved: {}; it is tried again, and no offset is committed until it is. "
                            + "Look at Cassandra if this goes on.",
                    error.toString());
        }
    }

    /** Only a look at the clock tells that rows are missing; and a task that judged may have crashed before the offsets were committed. */
    private void look(long now) {
        nextLook = now + LOOK_EVERY_MILLIS;
        CompletionStage<List<ImportContext>> unsettled;
        try {
            unsettled = store.unsettled();
        } catch (RuntimeException e) {
            LOG.debug("Imports that are not settled could not be read; asked again soon", e);
            return;
        }
        isLooking = true;
        unsettled.whenComplete((found, error) -> toTaskThread.accept(() -> {
            isLooking = false;
            if (error == null) {
                book.judge(found);
            }
        }));
    }

    private static CompletionStage<?> inTurns(List<Supplier<CompletionStage<?>>> actions) {
        CompletionStage<?> chain = CompletableFuture.completedFuture(null);
        for (int from = 0; from < actions.size(); from += WIDTH) {
            List<Supplier<CompletionStage<?>>> turn = actions.subList(from, Math.min(actions.size(), from + WIDTH));
            chain = chain.thenCompose(done -> CompletableFuture.allOf(turn.stream()
                    .map(action -> stage(action).toCompletableFuture())
                    .toArray(CompletableFuture<?>[]::new)));
        }
        return chain;
    }

    private static <S extends CompletionStage<?>> CompletionStage<?> stage(Supplier<S> action) {
        try {
            return action.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
