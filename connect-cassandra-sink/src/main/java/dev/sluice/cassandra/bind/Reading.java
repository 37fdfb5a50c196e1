package dev.sluice.cassandra.bind;

import dev.sluice.contract.Event;
import dev.sluice.contract.Rejection;
import java.util.Optional;
import org.apache.kafka.connect.errors.DataException;

/** What a record turned out to be. */
public sealed interface Reading {
    /**
     * A row to be written.
     *
     * @param id empty where the row is not of a file
     */
    record Bound(Row row, Optional<RowId> id) implements Reading {}

    /** Nothing to be written, and nothing to be counted. */
    record Passed() implements Reading {}

    /** An event that has taken effect, as far as tables are concerned. */
    record Announced(Event event) implements Reading {}

    /**
     * A row that was refused before it came here.
     *
     * @param rejection empty where Connect itself has put the row aside
     * @param origin empty; or, where Connect has put the row aside, the topic-partition that it was in before
     * @param reason for people
     */
    record Rejected(RowId id, Optional<Rejection> rejection, String origin, String reason) implements Reading {}

    /**
     * A record that can never be written, for a reason of its own.
     *
     * @param id empty where it is not a row of a file
     */
    record Errant(DataException error, Optional<RowId> id) implements Reading {}

    /** A record that cannot be read before something else has happened. */
    record Waiting(String reason) implements Reading {}
}
