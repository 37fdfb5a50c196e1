package dev.sluice.cassandra.bind;

import org.apache.kafka.connect.errors.DataException;

/** What a record turned out to be. */
public sealed interface Reading {
    /** A row to be written. */
    record Bound(Row row) implements Reading {}

    /** Nothing to be written: an event that has taken effect, or one that is for others. */
    record Passed() implements Reading {}

    /** A record that can never be written, for a reason of its own. */
    record Errant(DataException error) implements Reading {}

    /** A record that cannot be read before something else has happened. */
    record Waiting(String reason) implements Reading {}
}
