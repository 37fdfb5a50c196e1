package dev.sluice.cassandra.session;

import dev.sluice.cassandra.define.TableName;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * The sink's own keyspace. Its tables are made once, by whichever task comes first. The table of leases cannot be made under a lease,
 * so it has a fixed id: two tasks that make it at once make the same table. All others are made under the lease.
 */
final class SinkKeyspace {
    static final String DDL_LEASES = "ddl_leases";
    static final String DATASETS = "datasets";
    static final String TABLES = "tables";

    private final String name;
    private final Cql cql;
    private final CqlCatalog catalog;

    SinkKeyspace(String name, Cql cql, CqlCatalog catalog) {
        this.name = name;
        this.cql = cql;
        this.catalog = catalog;
    }

    /** A table of it, as CQL must write it. */
    TableName table(String table) {
        return new TableName(name, table);
    }

    /**
     * Makes sure of the keyspace and the leases.
     *
     * @param create the statement that creates the keyspace; empty where the operator wants to do so
     */
    void ensureLeases(Optional<String> create) {
        if (!catalog.hasKeyspace(name)) {
            cql.executeDdl(create.orElseThrow(() -> new ConnectException("keyspace (where='" + name
                    + "') does not exist; the task stops. Create it, or set 'keyspace.auto.create' to true.")));
        }
        TableName leases = table(DDL_LEASES);
        if (catalog.find(leases).isEmpty()) {
            UUID id = UUID.nameUUIDFromBytes(("dev.sluice:" + leases).getBytes(StandardCharsets.UTF_8));
            cql.executeDdl("CREATE TABLE IF NOT EXISTS " + leases
                    + " (scope text PRIMARY KEY, holder text) WITH id = " + id + " AND comment = "
                    + "'Sluice: who may change the schema now; rows expire'");
        }
    }

    /** Statements that make the tables that are not there; each to be executed under the lease. */
    List<String> missing() {
        return List.of(DATASETS, TABLES).stream()
                .filter(table -> catalog.find(table(table)).isEmpty())
                .map(this::ddl)
                .toList();
    }

    private String ddl(String table) {
        String body =
                switch (table) {
                    case DATASETS ->
                        "(subject text, version int, tenant text, dataset text, keyspace_name text, table_name text, "
                                + "event text, PRIMARY KEY ((subject), version)) WITH CLUSTERING ORDER BY (version DESC) "
                                + "AND comment = 'Sluice: every definition that was made true'";
                    case TABLES ->
                        "(keyspace_name text, table_name text, tenant text, dataset text, "
                                + "PRIMARY KEY ((keyspace_name), table_name)) "
                                + "WITH comment = 'Sluice: which dataset a table belongs to'";
                    default -> throw new IllegalArgumentException(table);
                };
        return "CREATE TABLE IF NOT EXISTS " + table(table) + " " + body;
    }
}
