package dev.sluice.cassandra;

import dev.sluice.cassandra.define.KeyspacePolicy;
import dev.sluice.cassandra.define.Naming;
import dev.sluice.cassandra.define.RecordsAs;
import dev.sluice.cassandra.define.Replication;
import dev.sluice.cassandra.define.TableStyle;
import java.util.Locale;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.ValidString;

/** The keys that say which keyspaces and tables the sink makes, and how. */
final class KeyspaceKeys {
    static final String KEYSPACES_CONFIG = "keyspaces";
    private static final String KEYSPACES_DOC =
            "Keyspaces that tenants may define tables in: names, where * stands for any "
                    + "characters and ? for one. Cassandra's own keyspaces and sluice.keyspace are never among them.";
    static final String KEYSPACES_DEFAULT = "*";

    static final String AUTO_CREATE_CONFIG = "keyspace.auto.create";
    private static final String AUTO_CREATE_DOC =
            "Whether keyspaces that do not exist are created: those that tenants define, "
                    + "if allowed, and sluice.keyspace. Tables are always created.";
    static final boolean AUTO_CREATE_DEFAULT = false;

    static final String REPLICATION_CONFIG = "keyspace.replication";
    private static final String REPLICATION_DOC =
            "Replication of keyspaces that are created, as CQL writes it. The default puts "
                    + "three replicas into every datacenter; one node for trying needs "
                    + "{'class': 'SimpleStrategy', 'replication_factor': 1}.";
    static final String REPLICATION_DEFAULT = "{'class': 'NetworkTopologyStrategy', 'replication_factor': 3}";

    static final String IDENTIFIER_CASE_CONFIG = "identifier.case";
    private static final String IDENTIFIER_CASE_DOC =
            "How names of keyspaces, tables and columns are written in Cassandra. exact: as the tenant defined them, quoted, so that "
                    + "no two names ever meet and messages and tables agree; in CQL, names with capitals need quotes. lower: in lower "
                    + "case, so that CQL needs no quotes; a definition whose names would meet is refused. All sinks of a cluster must "
                    + "say the same, and tables that exist are not renamed.";
    static final String IDENTIFIER_CASE_DEFAULT = "exact";

    static final String RECORDS_AS_CONFIG = "records.as";
    private static final String RECORDS_AS_DOC =
            "What records within rows become in columns that the sink makes. json: text. udt: frozen user-defined types, made in the "
                    + "table's keyspace and called \"TABLE.RECORD\"; a field that a later version adds is added to its type. A column "
                    + "that exists decides itself: a text takes records as JSON, a user-defined type takes them by their fields.";
    static final String RECORDS_AS_DEFAULT = "json";

    static final String SLUICE_KEYSPACE_CONFIG = "sluice.keyspace";
    private static final String SLUICE_KEYSPACE_DOC =
            "The sink's own keyspace: definitions, owners of tables, the schema lease. All sinks of a cluster must share it.";
    static final String SLUICE_KEYSPACE_DEFAULT = "sluice";

    private KeyspaceKeys() {}

    static void define(ConfigDef keys) {
        new KeyGroup(keys, "Keyspaces")
                .key(
                        KEYSPACES_CONFIG,
                        ConfigDef.Type.LIST,
                        KEYSPACES_DEFAULT,
                        new Check(Check::globs),
                        Importance.HIGH,
                        KEYSPACES_DOC)
                .key(
                        AUTO_CREATE_CONFIG,
                        ConfigDef.Type.BOOLEAN,
                        AUTO_CREATE_DEFAULT,
                        null,
                        Importance.MEDIUM,
                        AUTO_CREATE_DOC)
                .key(
                        REPLICATION_CONFIG,
                        ConfigDef.Type.STRING,
                        REPLICATION_DEFAULT,
                        new Check(Check::replication),
                        Importance.MEDIUM,
                        REPLICATION_DOC)
                .key(
                        IDENTIFIER_CASE_CONFIG,
                        ConfigDef.Type.STRING,
                        IDENTIFIER_CASE_DEFAULT,
                        ValidString.in("exact", "lower"),
                        Importance.MEDIUM,
                        IDENTIFIER_CASE_DOC)
                .key(
                        RECORDS_AS_CONFIG,
                        ConfigDef.Type.STRING,
                        RECORDS_AS_DEFAULT,
                        ValidString.in("json", "udt"),
                        Importance.MEDIUM,
                        RECORDS_AS_DOC)
                .key(
                        SLUICE_KEYSPACE_CONFIG,
                        ConfigDef.Type.STRING,
                        SLUICE_KEYSPACE_DEFAULT,
                        new Check(Check::keyspace),
                        Importance.LOW,
                        SLUICE_KEYSPACE_DOC);
    }

    static KeyspacePolicy policy(AbstractConfig config) {
        return new KeyspacePolicy(
                config.getList(KEYSPACES_CONFIG),
                own(config),
                config.getBoolean(AUTO_CREATE_CONFIG),
                Replication.parse(config.getString(REPLICATION_CONFIG)),
                new TableStyle(
                        Naming.valueOf(constant(config, IDENTIFIER_CASE_CONFIG)),
                        RecordsAs.valueOf(constant(config, RECORDS_AS_CONFIG))));
    }

    /** The sink's own keyspace. */
    static String own(AbstractConfig config) {
        return config.getString(SLUICE_KEYSPACE_CONFIG);
    }

    private static String constant(AbstractConfig config, String key) {
        return config.getString(key).toUpperCase(Locale.ROOT);
    }
}
