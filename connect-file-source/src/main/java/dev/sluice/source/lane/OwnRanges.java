package dev.sluice.source.lane;

import dev.sluice.source.split.Range;
import dev.sluice.source.stage.StagedFile;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** What one task does for an import that several read: its ranges, one after another. Part of a step. Poll thread. */
final class OwnRanges implements Closeable {
    private final Share share;
    private final Deque<Range> toDo;
    private Optional<Step> step = Optional.empty();

    OwnRanges(Share share) {
        this.share = share;
        this.toDo = new ArrayDeque<>(share.ours());
    }

    /** True if every range of this task has ended. */
    boolean areDone() {
        return step.isEmpty() && toDo.isEmpty();
    }

    /**
     * Goes on with the range that is being read, or with the next.
     *
     * @param whole the step that this is part of
     */
    Turn turn(Step whole) throws IOException {
        while (!areDone()) {
            if (step.isEmpty()) {
                Range next = toDo.element();
                if (share.ranges().end(next).isPresent()) {
                    toDo.remove();
                    continue;
                }
                StagedFile file = share.journal().file();
                share.lane().meter().begun(file.path(), file.size(), next.from().bytes());
                step = Optional.of(new RangeResuming(share, next));
            }
            Turn turn = step.get().turn();
            step = turn.next();
            if (step.isEmpty()) {
                toDo.remove();
            }
            if (turn.yields()) {
                return new Turn(turn.portion(), Optional.of(whole), true);
            }
        }
        return Turn.await(whole);
    }

    /** The range that is being read cannot be; false if none is. */
    boolean giveUp(RuntimeException e) {
        step = step.flatMap(failing -> failing.instead(e)).or(() -> step);
        return step.isPresent();
    }

    @Override
    public void close() throws IOException {
        if (step.isPresent()) {
            step.get().close();
        }
    }
}
