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
    static final String IMPORTS = "imports";
    static final String IMPORTS_RUNNING = "imports_running";
    static final String IMPORT_PROGRESS = "import_progress";
    static final String IMPORT_ERRORS = "import_errors";
    private static final List<String> UNDER_LEASE =
            List.of(DATASETS, TABLES, IMPORTS, IMPORTS_RUNNING, IMPORT_PROGRESS, IMPORT_ERRORS);

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
        return UNDER_LEASE.stream()
                .filter(table -> catalog.find(table(table)).isEmpty())
                .map(this::ddl)
                .toList();
    }

    /** Returns if the server can use all tables: it shows those that another task is making a moment before. */
    void proveTables() {
        UNDER_LEASE.forEach(table -> cql.prove("SELECT * FROM " + table(table)));
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
                    case IMPORTS ->
                        "(tenant text, base bigint, import_id text, dataset text, table_name text, version int, "
                                + "file text, bytes bigint, sha256 text, state text, started timestamp, ended timestamp, "
                                + "judged timestamp, rows_total bigint, source_accepted bigint, source_rejected bigint, "
                                + "rows_lost bigint, failure text, rows_accepted bigint, rows_rejected bigint, "
                                + "rows_missing bigint, PRIMARY KEY ((tenant), base, import_id)) "
                                + "WITH CLUSTERING ORDER BY (base DESC, import_id ASC) "
                                + "AND comment = 'Sluice: one row per import, latest first'";
                    // Rows are deleted once an import is settled, and read again and again.
                    case IMPORTS_RUNNING ->
                        "(bucket int, tenant text, base bigint, import_id text, dataset text, table_name text, "
                                + "version int, ended boolean, PRIMARY KEY ((bucket), tenant, base, import_id)) "
                                + "WITH gc_grace_seconds = 3600 "
                                + "AND comment = 'Sluice: imports that are not settled yet'";
                    case IMPORT_PROGRESS ->
                        "(import_id text, base bigint, topic text, partition int, origin text, ordinal bigint, "
                                + "rows bigint, rejected bigint, record_offset bigint, position bigint, seen int, "
                                + "reasons frozen<map<text, bigint>>, saved timestamp, "
                                + "PRIMARY KEY ((import_id, base), topic, partition, origin)) "
                                + "WITH comment = 'Sluice: how far each import is in each partition; absolute'";
                    case IMPORT_ERRORS ->
                        "(import_id text, base bigint, ordinal bigint, line bigint, byte_start bigint, "
                                + "byte_length bigint, stage text, codes frozen<list<text>>, "
                                + "columns frozen<list<text>>, messages frozen<list<text>>, topic text, partition int, "
                                + "record_offset bigint, PRIMARY KEY ((import_id, base), ordinal)) "
                                + "WITH comment = 'Sluice: the first rejected rows of each import'";
                    default -> throw new IllegalArgumentException(table);
                };
        return "CREATE TABLE IF NOT EXISTS " + table(table) + " " + body;
    }
}
