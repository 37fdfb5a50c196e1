package dev.sluice.source.lane;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/** Where a lane stands with one file. If a turn throws, the lane backs off and takes the same turn again: it must be repeatable. */
interface Step extends Closeable {
    Turn turn() throws IOException;

    /**
     * What to do instead, after this step has failed unexpectedly again and again; empty to go on trying, where giving up would lose
     * what is known.
     *
     * @param failure the last one; not of the world, but a fault of Sluice
     */
    default Optional<Step> instead(RuntimeException failure) {
        return Optional.empty();
    }

    /** Lets go of what is open; called when the task stops. */
    @Override
    default void close() throws IOException {}
}
