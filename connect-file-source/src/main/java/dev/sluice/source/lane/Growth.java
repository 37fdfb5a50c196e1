package dev.sluice.source.lane;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notices that the rows topic has grown since a lane's last announcement. Asks from time to time, and never waits. Poll thread. */
final class Growth {
    private static final Logger log = LoggerFactory.getLogger(Growth.class);
    /** Well below the five minutes after which a producer finds new partitions by itself. */
    private static final long PAUSE_MILLIS = 5_000;

    private final Lane lane;
    private int announcedTo;
    private long lastAsked;
    private Optional<Errand<Integer>> asked = Optional.empty();

    Growth(Lane lane) {
        this.lane = lane;
    }

    /** An announcement is on its way to so many partitions. */
    void announcedTo(int partitions) {
        announcedTo = partitions;
    }

    /** How many partitions the last announcement has reached; 0 if there was none. */
    int announcedTo() {
        return announcedTo;
    }

    /** How many partitions there are now, if that is more than the last announcement has reached. */
    OptionalInt partitions() {
        if (announcedTo == 0) {
            return OptionalInt.empty();
        }
        if (asked.isEmpty()) {
            long now = lane.surroundings().clock().millis();
            if (now - lastAsked >= PAUSE_MILLIS || now < lastAsked) {
                lastAsked = now;
                asked = Optional.of(lane.askForPartitions());
            }
        }
        Optional<Errand<Integer>> back = asked.filter(Errand::isBack);
        if (back.isEmpty()) {
            return OptionalInt.empty();
        }
        asked = Optional.empty();
        return answer(back.get());
    }

    private OptionalInt answer(Errand<Integer> errand) {
        try {
            int now = errand.answer();
            return now > announcedTo ? OptionalInt.of(now) : OptionalInt.empty();
        } catch (IOException e) {
            log.debug("{}: partitions are not known now; they are asked for again", lane.id(), e);
            return OptionalInt.empty();
        }
    }
}
