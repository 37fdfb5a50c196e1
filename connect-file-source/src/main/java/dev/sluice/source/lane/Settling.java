package dev.sluice.source.lane;

import java.io.IOException;

/** All is announced; what is left is to write it down and to put the file away. */
final class Settling implements Step {
    /** May be done again. */
    interface Deed {
        void perform() throws IOException;
    }

    private final Deed deed;

    Settling(Deed deed) {
        this.deed = deed;
    }

    @Override
    public Turn turn() throws IOException {
        deed.perform();
        return Turn.done();
    }
}
