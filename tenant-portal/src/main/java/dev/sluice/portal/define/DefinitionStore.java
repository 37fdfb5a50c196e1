package dev.sluice.portal.define;

import java.time.Instant;
import java.util.List;

/** Where the Cassandra sink writes down definitions. Any thread; every method blocks. */
public interface DefinitionStore {
    /**
     * A definition that was made true.
     *
     * @param schema Avro, as JSON
     */
    record Stored(
            int version,
            Instant time,
            String keyspace,
            String table,
            List<String> partitionKey,
            List<String> clusteringColumns,
            String schema) {}

    /**
     * All versions of a subject, the latest first.
     *
     * @throws dev.sluice.portal.follow.ImportStore.UnavailableException if it does not answer
     */
    List<Stored> versions(String subject);
}
