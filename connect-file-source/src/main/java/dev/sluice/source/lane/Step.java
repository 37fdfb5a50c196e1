package dev.sluice.source.lane;

import java.io.Closeable;
import java.io.IOException;

/** Where a lane stands with one file. If a turn throws, the lane backs off and takes the same turn again: it must be repeatable. */
interface Step extends Closeable {
    Turn turn() throws IOException;

    /** Lets go of what is open; called when the task stops. */
    @Override
    default void close() throws IOException {}
}
