package dev.sluice.source.lane;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Deficit round robin: parties take turns, and a turn is a number of bytes, not a number of portions. How much a portion takes is
 * known only after it was served, so a party may overdraw its turn; it then sits out turns until that is made good. Whoever has
 * nothing is passed over, and saves nothing up.
 *
 * <p>With {@code n} parties and portions of at most {@code m} bytes, a party that comes with something to do waits while the others
 * take at most {@code (n - 1) * (quantum + m)} bytes, however much they have; and what any two take that always have something never
 * differs by more than {@code 2 * quantum + m}. Pure; one thread.
 */
final class FairTurns<P> {
    /** Serves one portion. */
    interface Server<P> {
        /** How many bytes it took; 0 if the party has nothing now. */
        long serve(P party);
    }

    private static final class Seat<P> {
        private final P party;
        private long credit;
        private long passedIn;

        Seat(P party) {
            this.party = party;
        }
    }

    private final long quantum;
    private final List<Seat<P>> seats = new ArrayList<>();
    private int current;
    private long call;
    private Optional<Seat<P>> last = Optional.empty();

    /** @param quantum bytes of a turn */
    FairTurns(long quantum) {
        this.quantum = quantum;
    }

    /** A party's first turn comes when all others have had one. */
    void join(P party) {
        seats.add(new Seat<>(party));
        // Behind all others, which is just before the current one.
        seats.add(current, seats.remove(seats.size() - 1));
        current = (current + 1) % seats.size();
        if (seats.size() == 1) {
            seats.get(0).credit = quantum;
        }
    }

    List<P> parties() {
        return seats.stream().map(seat -> seat.party).toList();
    }

    /** Serves one portion of whoever's turn it is; returns its bytes, 0 if nobody has anything. */
    long next(Server<P> server) {
        call++;
        int passed = 0;
        while (passed < seats.size()) {
            Seat<P> seat = seats.get(current);
            if (seat.credit > 0 && seat.passedIn != call) {
                long bytes = server.serve(seat.party);
                last = Optional.of(seat);
                if (bytes > 0) {
                    seat.credit -= bytes;
                    if (seat.credit <= 0) {
                        advance();
                    }
                    return bytes;
                }
                seat.credit = 0;
                seat.passedIn = call;
                passed++;
            }
            advance();
        }
        return 0;
    }

    /**
     * Serves one portion of whoever was served last, which is in the midst of what cannot be interrupted; it sits out turns for it
     * afterwards. Returns its bytes.
     */
    long again(Server<P> server) {
        Seat<P> seat = last.orElseThrow();
        long bytes = server.serve(seat.party);
        seat.credit -= bytes;
        return bytes;
    }

    private void advance() {
        current = (current + 1) % seats.size();
        Seat<P> seat = seats.get(current);
        seat.credit = Math.min(quantum, seat.credit + quantum);
    }
}
