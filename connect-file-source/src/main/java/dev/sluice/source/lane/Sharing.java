package dev.sluice.source.lane;

import dev.sluice.contract.Violation;
import dev.sluice.source.emit.AckLedger;
import dev.sluice.source.settle.ImportJournal;
import dev.sluice.source.settle.ImportOutcome;
import dev.sluice.source.settle.RangeEnd;
import dev.sluice.source.split.Position;
import dev.sluice.source.split.Range;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/**
 * All tasks read the file; its owner reads its own ranges and waits for the ends of all. The import's start has reached every partition
 * before this, and its end follows only behind the last range's.
 */
final class Sharing implements Step {
    private static final long LOOK_MILLIS = 100;

    private final ImportRun run;
    private final Share share;
    private final OwnRanges own;
    private final Pulse look;
    private final Map<Integer, RangeEnd> ends = new TreeMap<>();
    private boolean isPublished;

    Sharing(ImportRun run, Share share) {
        this.run = run;
        this.share = share;
        this.own = new OwnRanges(share);
        this.look = new Pulse(run.lane().surroundings().clock(), LOOK_MILLIS);
    }

    @Override
    public Turn turn() throws IOException {
        // The first time it is due: a task that was replaced meanwhile publishes nothing.
        if (look.isDue()) {
            Optional<Turn> ended = look();
            if (ended.isPresent()) {
                return ended.get();
            }
        }
        if (!isPublished) {
            if (share.ranges().plan().isEmpty()) {
                share.ranges().publish(share.plan());
            }
            isPublished = true;
        }
        OptionalInt grown = run.lane().growth().partitions();
        return grown.isPresent() ? Turn.go(run.grown(grown.getAsInt(), Position.START, this)) : own.turn(this);
    }

    /** Whether there is something else to do than to go on. */
    private Optional<Turn> look() throws IOException {
        Optional<ImportJournal> journal =
                run.lane().home().journals().read(run.lane().id());
        if (journal.filter(known -> known.context().equals(run.context())).isEmpty()) {
            // Another task, of which we did not know, has put the file away.
            close();
            return Optional.of(Turn.done());
        }
        if (journal.get().outcome().isPresent()) {
            close();
            return Optional.of(Turn.go(new Recovering(run.lane())));
        }
        readEnds();
        if (ends.size() == share.plan().starts().size()) {
            return Optional.of(Turn.go(ended()));
        }
        if ((isFailing() || !run.fileIsUnchanged()) && !share.ranges().isStopped()) {
            share.ranges().stop(problems(counts()));
        }
        return Optional.empty();
    }

    private boolean isFailing() {
        return ends.values().stream().anyMatch(end -> !end.isWhole());
    }

    private void readEnds() throws IOException {
        Set<Integer> ended = share.ranges().ended();
        for (Range range : share.plan().ranges()) {
            if (ended.contains(range.number()) && !ends.containsKey(range.number())) {
                share.ranges().end(range).ifPresent(end -> ends.put(range.number(), end));
            }
        }
    }

    private AckLedger.Counts counts() {
        long accepted = 0;
        long rejected = 0;
        long lost = 0;
        for (RangeEnd end : ends.values()) {
            accepted += end.counts().accepted();
            rejected += end.counts().rejected();
            lost += end.counts().lost();
        }
        return new AckLedger.Counts(accepted, rejected, lost);
    }

    private List<Violation> problems(AckLedger.Counts counts) throws IOException {
        List<Violation> all = new ArrayList<>(share.ranges().stopReasons());
        ends.values().forEach(end -> all.addAll(end.reasons()));
        all.addAll(ImportProblems.of(run, counts, share.plan().sha256(), Optional.empty()));
        if (all.isEmpty() && isFailing()) {
            all.add(ImportProblems.unexpected(new IllegalStateException("a range was given up and nobody says why")));
        }
        Map<Violation.Code, Violation> byCode = new TreeMap<>();
        all.forEach(problem -> byCode.putIfAbsent(problem.code(), problem));
        return List.copyOf(byCode.values());
    }

    private Step ended() throws IOException {
        AckLedger.Counts counts = counts();
        List<Violation> problems = problems(counts);
        ImportOutcome outcome =
                run.outcome(counts, problems.isEmpty() ? share.plan().sha256() : "", problems);
        Position reached = share.plan().end();
        List<RangeEnd> inOrder = List.copyOf(ends.values());
        return outcome.isFailure() || counts.rejected() == 0
                ? run.ended(reached, outcome, Optional.empty())
                : new Gathering(run, share, inOrder, () -> run.ended(reached, outcome, Optional.empty()));
    }

    @Override
    public Optional<Step> instead(RuntimeException e) {
        return own.giveUp(e) ? Optional.of(this) : Optional.empty();
    }

    @Override
    public void close() throws IOException {
        own.close();
    }
}
