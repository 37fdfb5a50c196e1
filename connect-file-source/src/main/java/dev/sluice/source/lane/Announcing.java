package dev.sluice.source.lane;

import dev.sluice.contract.Event;
import dev.sluice.source.emit.Announcement;
import dev.sluice.source.emit.ImportOffset;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;

/** An event is on its way to all partitions; what follows waits for the last acknowledgement. */
final class Announcing implements Step {
    /** Makes the event's records; the partitions are asked for anew each time, because topics grow. */
    private interface Maker {
        Announcement make(int partitions);
    }

    private final String what;
    private final Supplier<Errand<Integer>> partitions;
    private final Maker maker;
    private final Step next;
    private Optional<Errand<Integer>> asked = Optional.empty();
    private Optional<Announcement> underWay = Optional.empty();

    private Announcing(Event event, Supplier<Errand<Integer>> partitions, Maker maker, Step next) {
        this.partitions = partitions;
        this.what = event.type();
        this.maker = maker;
        this.next = next;
    }

    /** An event outside of an import. */
    static Announcing of(Lane lane, Event event, Step next) {
        return new Announcing(event, lane::askForPartitions, partitions -> lane.announcement(event, partitions), next);
    }

    /**
     * An event of an import.
     *
     * @param after committed once all is acknowledged
     */
    static Announcing of(Lane lane, Event event, ImportOffset during, ImportOffset after, Step next) {
        return new Announcing(
                event, lane::askForPartitions, partitions -> lane.announcement(event, partitions, during, after), next);
    }

    /** An event of an import that has begun, for partitions that were added since. */
    static Announcing of(Lane lane, Event event, int from, int to, ImportOffset offset, Step next) {
        return new Announcing(
                event, () -> Errand.known(to), partitions -> lane.announcement(event, from, partitions, offset), next);
    }

    @Override
    public Turn turn() throws IOException {
        if (underWay.isEmpty()) {
            return announce();
        }
        Announcement announcement = underWay.get();
        if (!announcement.isSettled()) {
            return Turn.await(this);
        }
        if (announcement.isInVain()) {
            underWay = Optional.empty();
            throw new IOException(
                    announcement.isLost()
                            ? what + " was dropped on its way to a topic; it will be announced again. Check that no"
                                    + " transformation drops events and that the converters accept them."
                            : what + " could not be announced to all partitions, because the topic did not exist; it"
                                    + " will be announced again. Create the topic if Connect does not.");
        }
        return Turn.go(next);
    }

    private Turn announce() throws IOException {
        if (asked.isEmpty()) {
            asked = Optional.of(partitions.get());
        }
        Errand<Integer> answer = asked.get();
        if (!answer.isBack()) {
            return Turn.await(this);
        }
        asked = Optional.empty();
        underWay = Optional.of(maker.make(answer.answer()));
        return Turn.announce(underWay.get().records(), this);
    }

    @Override
    public void close() throws IOException {
        next.close();
    }
}
