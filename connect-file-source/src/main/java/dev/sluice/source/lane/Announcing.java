package dev.sluice.source.lane;

import dev.sluice.contract.Event;
import dev.sluice.source.emit.Announcement;
import dev.sluice.source.emit.ImportOffset;
import dev.sluice.source.split.Position;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Events are on their way to all partitions; what follows waits for the last acknowledgement. */
final class Announcing implements Step {
    private static final ImportOffset.Of NO_IMPORT = new ImportOffset.Of("", "");

    /** What is announced. */
    interface Notice {
        /** Makes the records; asked for anew if they were in vain, because topics grow. */
        Announcement to(int partitions);

        /** All records have arrived. May be told again if it throws. */
        void arrived(int partitions) throws IOException;
    }

    private final Lane lane;
    private final String what;
    private final Notice notice;
    private final Step next;
    private Optional<Errand<Integer>> asked;
    private int partitions;
    private Optional<Announcement> underWay = Optional.empty();

    private Announcing(Lane lane, String what, Optional<Errand<Integer>> asked, Notice notice, Step next) {
        this.lane = lane;
        this.what = what;
        this.asked = asked;
        this.notice = notice;
        this.next = next;
    }

    /** An event outside of an import. */
    static Announcing of(Lane lane, Event event, Step next) {
        ImportOffset idle = new ImportOffset(NO_IMPORT, Position.START, ImportOffset.State.IDLE);
        return of(
                lane,
                event.type(),
                new Notice() {
                    @Override
                    public Announcement to(int partitions) {
                        return lane.announcement(List.of(Announcement.Part.ofAll(event)), partitions, idle, idle);
                    }

                    @Override
                    public void arrived(int partitions) {
                        lane.growth().announcedTo(partitions);
                    }
                },
                next);
    }

    /** Asks first how many partitions there are. */
    static Announcing of(Lane lane, String what, Notice notice, Step next) {
        return new Announcing(lane, what, Optional.empty(), notice, next);
    }

    /** To so many partitions, which were counted just now. */
    static Announcing of(Lane lane, String what, int partitions, Notice notice, Step next) {
        return new Announcing(lane, what, Optional.of(Errand.known(partitions)), notice, next);
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
        notice.arrived(partitions);
        return Turn.go(next);
    }

    private Turn announce() throws IOException {
        if (asked.isEmpty()) {
            asked = Optional.of(lane.askForPartitions());
        }
        Errand<Integer> answer = asked.get();
        if (!answer.isBack()) {
            return Turn.await(this);
        }
        asked = Optional.empty();
        partitions = answer.answer();
        underWay = Optional.of(notice.to(partitions));
        return Turn.announce(underWay.get().records(), this);
    }

    @Override
    public void close() throws IOException {
        next.close();
    }
}
