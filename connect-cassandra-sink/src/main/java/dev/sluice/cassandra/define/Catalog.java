package dev.sluice.cassandra.define;

import java.util.Map;
import java.util.Optional;

/** The port to Cassandra's schema. Every method may throw what the driver throws. */
public interface Catalog {
    boolean hasKeyspace(String keyspace);

    /** The table as the server shows it now, not as a client remembers it. */
    Optional<LivingTable> find(TableName table);

    /** The user-defined types of a keyspace by name, likewise. */
    Map<String, LivingType> types(String keyspace);

    /** Executes a statement and returns when all nodes that are up agree on the schema. */
    void execute(String ddl);
}
