package dev.sluice.source.lane;

import dev.sluice.source.emit.ImportOffset;
import dev.sluice.source.settle.RejectedRows;
import dev.sluice.source.split.Position;
import dev.sluice.source.split.Range;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/**
 * Finds where a range is to be read from: where Connect has committed, or the last mark in the notes of whoever has read it before,
 * whichever comes first; the beginning, if nobody has.
 */
final class RangeResuming implements Step {
    private final Share share;
    private final Range range;
    private Optional<Errand<Optional<ImportOffset>>> asked = Optional.empty();

    RangeResuming(Share share, Range range) {
        this.share = share;
        this.range = range;
    }

    @Override
    public Turn turn() throws IOException {
        Optional<Path> noted = Optional.empty();
        Position mark = range.from();
        for (Path notes : share.ranges().notes(range)) {
            Position last = RejectedRows.lastMark(notes);
            if (last.ordinal() > mark.ordinal() && last.ordinal() <= range.end().ordinal()) {
                noted = Optional.of(notes);
                mark = last;
            }
        }
        Path own = share.ranges().notes(range, UUID.randomUUID().toString());
        if (noted.isEmpty()) {
            return Turn.go(new RangeReading(share, range, own, range.from(), 0));
        }
        if (asked.isEmpty()) {
            asked = Optional.of(Errand.send(
                    share.lane(),
                    Errands.To.KAFKA,
                    () -> share.lane()
                            .surroundings()
                            .offsets()
                            .committed(ImportOffset.partition(share.context().dataset(), range.number()))));
        }
        Errand<Optional<ImportOffset>> offset = asked.get();
        if (!offset.isBack()) {
            return Turn.await(this);
        }
        asked = Optional.empty();
        Position committed = offset.answer()
                .filter(known -> known.importId().equals(share.context().importId()))
                .map(ImportOffset::position)
                .filter(position -> position.ordinal() > range.from().ordinal())
                .orElse(range.from());
        Position from = committed.ordinal() <= mark.ordinal() ? committed : mark;
        long rejectedBefore = RejectedRows.continued(noted.get(), own, from);
        return Turn.go(new RangeReading(share, range, own, from, rejectedBefore));
    }
}
