package dev.sluice.source.lane;

import java.io.IOException;
import java.util.Optional;

/** A file of a dataset that another task owns is read by several; this task reads its ranges of it. */
final class Helping implements Step {
    private static final long LOOK_MILLIS = 100;

    private final Share share;
    private final OwnRanges own;
    private final Pulse look;

    Helping(Share share) {
        this.share = share;
        this.own = new OwnRanges(share);
        this.look = new Pulse(share.lane().surroundings().clock(), LOOK_MILLIS);
    }

    @Override
    public Turn turn() throws IOException {
        if (own.areDone() || (look.isDue() && !share.lane().home().journals().isOf(share.context()))) {
            close();
            return Turn.done();
        }
        return own.turn(this);
    }

    @Override
    public Optional<Step> instead(RuntimeException e) {
        own.giveUp(e);
        return Optional.of(this);
    }

    @Override
    public void close() throws IOException {
        share.lane().meter().idle();
        own.close();
    }
}
