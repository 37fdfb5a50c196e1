package dev.sluice.cassandra;

import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import dev.sluice.cassandra.bind.PlainTopic;
import dev.sluice.cassandra.define.KeyspacePolicy;
import dev.sluice.cassandra.define.Naming;
import dev.sluice.cassandra.define.RecordsAs;
import dev.sluice.cassandra.define.Replication;
import dev.sluice.cassandra.define.TableStyle;
import dev.sluice.cassandra.plan.WritePlan;
import dev.sluice.cassandra.progress.ImportBook;
import dev.sluice.cassandra.session.CassandraLink;
import dev.sluice.cassandra.session.HostAndPort;
import dev.sluice.cassandra.session.SessionSettings;
import dev.sluice.cassandra.session.Tls;
import dev.sluice.cassandra.write.Pressure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.types.Password;

/** The sink's configuration. Immutable. */
public final class CassandraSinkConfig extends AbstractConfig {
    /** What the plugin is for. */
    static final String OVERVIEW_DOC =
            "Makes tables of definition events and upserts validated rows into them: the last one wins, replays change nothing. "
                    + "Counts what becomes of every file, and says when it is complete. Settings topic.NAME.table, .mapping, "
                    + ".deletes, .timestamp and .ttl.seconds, for topics that Sluice's file source did not make, are told in the "
                    + "plugin's README.";

    public static final String CONTACT_POINTS_CONFIG = "cassandra.contact.points";
    public static final String CONTACT_POINTS_DOC =
            "Nodes to reach the cluster by, as host:port; the others are found. The port may be left out: 9042. Required "
                    + "unless there is a secure connect bundle.";

    public static final String LOCAL_DATACENTER_CONFIG = "cassandra.local.datacenter";
    public static final String LOCAL_DATACENTER_DOC =
            "The datacenter, by Cassandra's name for it, that requests go to and that LOCAL_ consistency levels mean. "
                    + "Required unless there is a secure connect bundle.";

    public static final String USERNAME_CONFIG = "cassandra.username";
    public static final String USERNAME_DOC = "User, where the cluster asks for one.";

    public static final String PASSWORD_CONFIG = "cassandra.password";
    public static final String PASSWORD_DOC = "Password of cassandra.username. Give it by a ConfigProvider.";

    public static final String CLOUD_BUNDLE_CONFIG = "cassandra.secure.connect.bundle";
    public static final String CLOUD_BUNDLE_DOC =
            "Secure connect bundle of a cloud database, a path on the worker. It tells contact points, datacenter and encryption.";

    public static final String TLS_CONFIG = "cassandra.tls";
    public static final String TLS_DOC = "Whether connections are encrypted.";
    public static final boolean TLS_DEFAULT = false;

    public static final String TRUSTSTORE_CONFIG = "cassandra.tls.truststore.location";
    public static final String TRUSTSTORE_DOC =
            "Certificate authorities that nodes' certificates must come from, JKS or PKCS12; without it those of the JVM.";
    public static final String TRUSTSTORE_PASSWORD_CONFIG = "cassandra.tls.truststore.password";
    public static final String TRUSTSTORE_PASSWORD_DOC = "Password of the truststore.";

    public static final String KEYSTORE_CONFIG = "cassandra.tls.keystore.location";
    public static final String KEYSTORE_DOC =
            "The sink's own key and certificate, JKS or PKCS12, where nodes ask for one.";
    public static final String KEYSTORE_PASSWORD_CONFIG = "cassandra.tls.keystore.password";
    public static final String KEYSTORE_PASSWORD_DOC = "Password of the keystore.";

    public static final String VERIFY_HOSTNAME_CONFIG = "cassandra.tls.hostname.verification";
    public static final String VERIFY_HOSTNAME_DOC =
            "Whether a node's certificate must be for the address that was called.";
    public static final boolean VERIFY_HOSTNAME_DEFAULT = true;

    public static final String CONSISTENCY_LEVEL_CONFIG = "cassandra.consistency.level";
    public static final String CONSISTENCY_LEVEL_DOC =
            "How many replicas must have a row before its offset is committed.";
    public static final String CONSISTENCY_LEVEL_DEFAULT = "LOCAL_QUORUM";

    public static final String KEYSPACES_CONFIG = "keyspaces";
    public static final String KEYSPACES_DOC =
            "Keyspaces that tenants may define tables in: names, where * stands for any "
                    + "characters and ? for one. Cassandra's own keyspaces and sluice.keyspace are never among them.";
    public static final String KEYSPACES_DEFAULT = "*";

    public static final String AUTO_CREATE_CONFIG = "keyspace.auto.create";
    public static final String AUTO_CREATE_DOC =
            "Whether keyspaces that do not exist are created: those that tenants define, "
                    + "if allowed, and sluice.keyspace. Tables are always created.";
    public static final boolean AUTO_CREATE_DEFAULT = false;

    public static final String REPLICATION_CONFIG = "keyspace.replication";
    public static final String REPLICATION_DOC =
            "Replication of keyspaces that are created, as CQL writes it. The default puts "
                    + "three replicas into every datacenter; one node for trying needs "
                    + "{'class': 'SimpleStrategy', 'replication_factor': 1}.";
    public static final String REPLICATION_DEFAULT = "{'class': 'NetworkTopologyStrategy', 'replication_factor': 3}";

    public static final String IDENTIFIER_CASE_CONFIG = "identifier.case";
    public static final String IDENTIFIER_CASE_DOC =
            "How names of keyspaces, tables and columns are written in Cassandra. exact: as the tenant defined them, quoted, so that "
                    + "no two names ever meet and messages and tables agree; in CQL, names with capitals need quotes. lower: in lower "
                    + "case, so that CQL needs no quotes; a definition whose names would meet is refused. All sinks of a cluster must "
                    + "say the same, and tables that exist are not renamed.";
    public static final String IDENTIFIER_CASE_DEFAULT = "exact";

    public static final String RECORDS_AS_CONFIG = "records.as";
    public static final String RECORDS_AS_DOC =
            "What records within rows become in columns that the sink makes. json: text. udt: frozen user-defined types, made in the "
                    + "table's keyspace and called \"TABLE.RECORD\"; a field that a later version adds is added to its type. A column "
                    + "that exists decides itself: a text takes records as JSON, a user-defined type takes them by their fields.";
    public static final String RECORDS_AS_DEFAULT = "json";

    public static final String SLUICE_KEYSPACE_CONFIG = "sluice.keyspace";
    public static final String SLUICE_KEYSPACE_DOC =
            "The sink's own keyspace: definitions, owners of tables, the schema lease. All sinks of a cluster must share it.";
    public static final String SLUICE_KEYSPACE_DEFAULT = "sluice";

    public static final String MAX_IN_FLIGHT_CONFIG = "max.in.flight";
    public static final String MAX_IN_FLIGHT_DOC =
            "Requests that one task may have under way. Lowered by itself while Cassandra says that it is overloaded.";
    public static final int MAX_IN_FLIGHT_DEFAULT = 512;

    public static final String MAX_P99_CONFIG = "max.latency.p99.ms";
    public static final String MAX_P99_DOC =
            "While one answer of Cassandra in a hundred takes longer than this, fewer requests are under way, until it no longer does.";
    public static final int MAX_P99_DEFAULT = 2_000;

    public static final String BATCH_MAX_ROWS_CONFIG = "batch.max.rows";
    public static final String BATCH_MAX_ROWS_DOC =
            "Rows of one Cassandra partition that go in one request; 1 means no batches.";
    public static final int BATCH_MAX_ROWS_DEFAULT = 50;

    public static final String BATCH_MAX_BYTES_CONFIG = "batch.max.bytes";
    public static final String BATCH_MAX_BYTES_DOC = "Bytes that go in one request; a larger row goes alone.";
    public static final int BATCH_MAX_BYTES_DEFAULT = 65_536;

    public static final String REQUEST_TIMEOUT_CONFIG = "request.timeout.ms";
    public static final String REQUEST_TIMEOUT_DOC = "How long an answer of Cassandra is waited for before a retry.";
    public static final int REQUEST_TIMEOUT_DEFAULT = 10_000;

    public static final String DDL_TIMEOUT_CONFIG = "ddl.timeout.ms";
    public static final String DDL_TIMEOUT_DOC =
            "The same for statements that change the schema, and for the nodes to agree on it. The first ones after "
                    + "Cassandra's start take seconds.";
    public static final int DDL_TIMEOUT_DEFAULT = 30_000;

    public static final String PUT_TIMEOUT_CONFIG = "put.timeout.ms";
    public static final String PUT_TIMEOUT_DOC =
            "How long one call may wait for a slow Cassandra before the batch is handed "
                    + "back to Connect, to come again. Keep it far below consumer.override.max.poll.interval.ms.";
    public static final int PUT_TIMEOUT_DEFAULT = 30_000;

    public static final String DEFINITION_WAIT_CONFIG = "definition.wait.ms";
    public static final String DEFINITION_WAIT_DOC =
            "How long rows wait for a definition that nobody has announced, once per "
                    + "version, before they are reported as errant records.";
    public static final int DEFINITION_WAIT_DEFAULT = 30_000;

    public static final String ERROR_TOPICS_CONFIG = "errors.topics";
    public static final String ERROR_TOPICS_DOC =
            "Topics of rejections, and dead letter queues. What this connector reads of them is never written as a row, "
                    + "only counted: an import is complete once every row of its file is in its table or rejected.";
    public static final String ERROR_TOPICS_DEFAULT = "import-error";

    public static final String IMPORT_SAMPLES_CONFIG = "import.errors.max";
    public static final String IMPORT_SAMPLES_DOC =
            "Rejected rows that are kept in import_errors for people to look at, per import and partition. All are counted.";
    public static final int IMPORT_SAMPLES_DEFAULT = 100;

    public static final String IMPORT_GRACE_CONFIG = "import.grace.ms";
    public static final String IMPORT_GRACE_DOC =
            "How long no row of an import that has ended may have come before it is said to be INCOMPLETE. It becomes "
                    + "COMPLETED should the missing rows come after all.";
    public static final int IMPORT_GRACE_DEFAULT = 60_000;

    public static final String IMPORT_RETENTION_CONFIG = "import.retention.days";
    public static final String IMPORT_RETENTION_DOC =
            "How long progress and history of an import are kept; 0 means for ever. Not the rows: their time to live is the definition's.";
    public static final int IMPORT_RETENTION_DEFAULT = 180;

    private static final String[] LEVELS = {
        "LOCAL_QUORUM", "LOCAL_ONE", "EACH_QUORUM", "QUORUM", "ONE", "TWO", "THREE", "ALL"
    };
    private static final int MIN_TIMEOUT = 100;
    private static final int MAX_TIMEOUT = 120_000;
    private static final int MAX_IN_FLIGHT_MAX = 2_048;
    private static final int MAX_BATCH_ROWS = 1_000;
    private static final int MIN_BATCH_BYTES = 1_024;
    private static final int MAX_BATCH_BYTES = 8 * 1024 * 1024;
    private static final int MAX_DEFINITION_WAIT = 3_600_000;
    private static final int MAX_SAMPLES = 10_000;
    private static final int MAX_GRACE = 86_400_000;
    private static final int MAX_RETENTION = 7_300;
    private static final long COMMIT_WAIT_MILLIS = 4_000;

    private final String name;
    private final String task;

    /** @param props what Connect gives to a connector or a task */
    public CassandraSinkConfig(Map<String, String> props) {
        super(configDef(), props, false);
        this.name = props.getOrDefault("name", "sluice");
        this.task = props.getOrDefault(CassandraSinkConnector.TASK_CONFIG, "connector");
    }

    /** A new definition of all keys. */
    public static ConfigDef configDef() {
        ConfigDef def = new ConfigDef();
        Keys cassandra = new Keys(def, "Cassandra");
        cassandra.add(
                CONTACT_POINTS_CONFIG,
                ConfigDef.Type.LIST,
                List.of(),
                new Check(Check::contactPoints),
                Importance.HIGH,
                CONTACT_POINTS_DOC);
        cassandra.add(
                LOCAL_DATACENTER_CONFIG,
                ConfigDef.Type.STRING,
                null,
                new ConfigDef.NonEmptyString(),
                Importance.HIGH,
                LOCAL_DATACENTER_DOC);
        cassandra.add(USERNAME_CONFIG, ConfigDef.Type.STRING, null, null, Importance.MEDIUM, USERNAME_DOC);
        cassandra.add(PASSWORD_CONFIG, ConfigDef.Type.PASSWORD, null, null, Importance.MEDIUM, PASSWORD_DOC);
        cassandra.add(
                CONSISTENCY_LEVEL_CONFIG,
                ConfigDef.Type.STRING,
                CONSISTENCY_LEVEL_DEFAULT,
                ValidString.in(LEVELS),
                Importance.MEDIUM,
                CONSISTENCY_LEVEL_DOC);
        cassandra.add(CLOUD_BUNDLE_CONFIG, ConfigDef.Type.STRING, null, null, Importance.MEDIUM, CLOUD_BUNDLE_DOC);
        Keys tls = new Keys(def, "Encryption");
        tls.add(TLS_CONFIG, ConfigDef.Type.BOOLEAN, TLS_DEFAULT, null, Importance.MEDIUM, TLS_DOC);
        tls.add(TRUSTSTORE_CONFIG, ConfigDef.Type.STRING, null, null, Importance.MEDIUM, TRUSTSTORE_DOC);
        tls.add(
                TRUSTSTORE_PASSWORD_CONFIG,
                ConfigDef.Type.PASSWORD,
                null,
                null,
                Importance.MEDIUM,
                TRUSTSTORE_PASSWORD_DOC);
        tls.add(KEYSTORE_CONFIG, ConfigDef.Type.STRING, null, null, Importance.LOW, KEYSTORE_DOC);
        tls.add(KEYSTORE_PASSWORD_CONFIG, ConfigDef.Type.PASSWORD, null, null, Importance.LOW, KEYSTORE_PASSWORD_DOC);
        tls.add(
                VERIFY_HOSTNAME_CONFIG,
                ConfigDef.Type.BOOLEAN,
                VERIFY_HOSTNAME_DEFAULT,
                null,
                Importance.LOW,
                VERIFY_HOSTNAME_DOC);
        Keys keyspaces = new Keys(def, "Keyspaces");
        keyspaces.add(
                KEYSPACES_CONFIG,
                ConfigDef.Type.LIST,
                KEYSPACES_DEFAULT,
                new Check(Check::globs),
                Importance.HIGH,
                KEYSPACES_DOC);
        keyspaces.add(
                AUTO_CREATE_CONFIG,
                ConfigDef.Type.BOOLEAN,
                AUTO_CREATE_DEFAULT,
                null,
                Importance.MEDIUM,
                AUTO_CREATE_DOC);
        keyspaces.add(
                REPLICATION_CONFIG,
                ConfigDef.Type.STRING,
                REPLICATION_DEFAULT,
                new Check(Check::replication),
                Importance.MEDIUM,
                REPLICATION_DOC);
        keyspaces.add(
                IDENTIFIER_CASE_CONFIG,
                ConfigDef.Type.STRING,
                IDENTIFIER_CASE_DEFAULT,
                ValidString.in("exact", "lower"),
                Importance.MEDIUM,
                IDENTIFIER_CASE_DOC);
        keyspaces.add(
                RECORDS_AS_CONFIG,
                ConfigDef.Type.STRING,
                RECORDS_AS_DEFAULT,
                ValidString.in("json", "udt"),
                Importance.MEDIUM,
                RECORDS_AS_DOC);
        keyspaces.add(
                SLUICE_KEYSPACE_CONFIG,
                ConfigDef.Type.STRING,
                SLUICE_KEYSPACE_DEFAULT,
                new Check(Check::keyspace),
                Importance.LOW,
                SLUICE_KEYSPACE_DOC);
        Keys writing = new Keys(def, "Writing");
        writing.number(MAX_IN_FLIGHT_CONFIG, MAX_IN_FLIGHT_DEFAULT, 1, MAX_IN_FLIGHT_MAX, MAX_IN_FLIGHT_DOC);
        writing.number(MAX_P99_CONFIG, MAX_P99_DEFAULT, 1, MAX_TIMEOUT, MAX_P99_DOC);
        writing.number(BATCH_MAX_ROWS_CONFIG, BATCH_MAX_ROWS_DEFAULT, 1, MAX_BATCH_ROWS, BATCH_MAX_ROWS_DOC);
        writing.number(
                BATCH_MAX_BYTES_CONFIG, BATCH_MAX_BYTES_DEFAULT, MIN_BATCH_BYTES, MAX_BATCH_BYTES, BATCH_MAX_BYTES_DOC);
        Keys time = new Keys(def, "Time");
        time.number(REQUEST_TIMEOUT_CONFIG, REQUEST_TIMEOUT_DEFAULT, MIN_TIMEOUT, MAX_TIMEOUT, REQUEST_TIMEOUT_DOC);
        time.number(DDL_TIMEOUT_CONFIG, DDL_TIMEOUT_DEFAULT, MIN_TIMEOUT, MAX_TIMEOUT, DDL_TIMEOUT_DOC);
        time.number(PUT_TIMEOUT_CONFIG, PUT_TIMEOUT_DEFAULT, MIN_TIMEOUT, MAX_TIMEOUT, PUT_TIMEOUT_DOC);
        time.number(DEFINITION_WAIT_CONFIG, DEFINITION_WAIT_DEFAULT, 0, MAX_DEFINITION_WAIT, DEFINITION_WAIT_DOC);
        Keys imports = new Keys(def, "Imports");
        imports.add(
                ERROR_TOPICS_CONFIG,
                ConfigDef.Type.LIST,
                ERROR_TOPICS_DEFAULT,
                null,
                Importance.MEDIUM,
                ERROR_TOPICS_DOC);
        imports.number(IMPORT_SAMPLES_CONFIG, IMPORT_SAMPLES_DEFAULT, 0, MAX_SAMPLES, IMPORT_SAMPLES_DOC);
        imports.number(IMPORT_GRACE_CONFIG, IMPORT_GRACE_DEFAULT, 0, MAX_GRACE, IMPORT_GRACE_DOC);
        imports.number(IMPORT_RETENTION_CONFIG, IMPORT_RETENTION_DEFAULT, 0, MAX_RETENTION, IMPORT_RETENTION_DOC);
        return def;
    }

    /** Adds keys to one group, in order. */
    private static final class Keys {
        private final ConfigDef def;
        private final String group;
        private int order;

        private Keys(ConfigDef def, String group) {
            this.def = def;
            this.group = group;
        }

        private void number(String key, int standard, int min, int max, String doc) {
            add(key, ConfigDef.Type.INT, standard, Range.between(min, max), Importance.LOW, doc);
        }

        private void add(
                String key,
                ConfigDef.Type type,
                Object standard,
                ConfigDef.Validator validator,
                Importance importance,
                String doc) {
            def.define(key, type, standard, validator, importance, doc, group, order++, Width.MEDIUM, key);
        }
    }

    SessionSettings session() {
        String bundle = getString(CLOUD_BUNDLE_CONFIG);
        return new SessionSettings(
                getList(CONTACT_POINTS_CONFIG).stream().map(HostAndPort::parse).toList(),
                getString(LOCAL_DATACENTER_CONFIG),
                getString(USERNAME_CONFIG),
                password(PASSWORD_CONFIG),
                getBoolean(TLS_CONFIG)
                        ? new Tls(
                                store(TRUSTSTORE_CONFIG, TRUSTSTORE_PASSWORD_CONFIG),
                                store(KEYSTORE_CONFIG, KEYSTORE_PASSWORD_CONFIG),
                                getBoolean(VERIFY_HOSTNAME_CONFIG))
                        : null,
                bundle == null ? null : Path.of(bundle),
                DefaultConsistencyLevel.valueOf(getString(CONSISTENCY_LEVEL_CONFIG)),
                Duration.ofMillis(getInt(REQUEST_TIMEOUT_CONFIG)),
                Duration.ofMillis(getInt(DDL_TIMEOUT_CONFIG)),
                name + "-" + task);
    }

    private Tls.Store store(String location, String password) {
        return getString(location) == null ? null : new Tls.Store(getString(location), password(password));
    }

    private String password(String key) {
        Password password = getPassword(key);
        return password == null ? null : password.value();
    }

    String sluiceKeyspace() {
        return getString(SLUICE_KEYSPACE_CONFIG);
    }

    KeyspacePolicy keyspacePolicy() {
        return new KeyspacePolicy(
                getList(KEYSPACES_CONFIG),
                sluiceKeyspace(),
                getBoolean(AUTO_CREATE_CONFIG),
                Replication.parse(getString(REPLICATION_CONFIG)),
                new TableStyle(
                        Naming.valueOf(getString(IDENTIFIER_CASE_CONFIG).toUpperCase(Locale.ROOT)),
                        RecordsAs.valueOf(getString(RECORDS_AS_CONFIG).toUpperCase(Locale.ROOT))));
    }

    /** The statement that creates the sink's keyspace; empty where the operator wants to do so. */
    Optional<String> createSluiceKeyspace() {
        return keyspacePolicy().createKeyspace(sluiceKeyspace());
    }

    WritePlan writePlan() {
        return new WritePlan(getInt(BATCH_MAX_ROWS_CONFIG), getInt(BATCH_MAX_BYTES_CONFIG));
    }

    Pressure pressure() {
        return new Pressure(getInt(MAX_IN_FLIGHT_CONFIG), getInt(MAX_P99_CONFIG));
    }

    String name() {
        return name;
    }

    String task() {
        return task;
    }

    Loader.Waits waits() {
        int put = getInt(PUT_TIMEOUT_CONFIG);
        return new Loader.Waits(put, Math.min(put, COMMIT_WAIT_MILLIS));
    }

    long definitionWaitMillis() {
        return getInt(DEFINITION_WAIT_CONFIG);
    }

    /** By name. */
    Map<String, PlainTopic> plainTopics() {
        return PlainTopic.parse(originalsStrings());
    }

    List<String> errorTopics() {
        return getList(ERROR_TOPICS_CONFIG);
    }

    ImportBook.Choices importChoices() {
        return new ImportBook.Choices(getInt(IMPORT_SAMPLES_CONFIG), Duration.ofMillis(getInt(IMPORT_GRACE_CONFIG)));
    }

    CassandraLink.OwnKeyspace ownKeyspace() {
        return new CassandraLink.OwnKeyspace(
                sluiceKeyspace(), createSluiceKeyspace(), Duration.ofDays(getInt(IMPORT_RETENTION_CONFIG)));
    }

    /** For the log: without secrets. */
    String summary() {
        List<?> keyspaces = getList(KEYSPACES_CONFIG);
        return session() + ", keyspaces=" + keyspaces + ", " + AUTO_CREATE_CONFIG + "=" + getBoolean(AUTO_CREATE_CONFIG)
                + ", " + pressure() + ", " + writePlan();
    }
}
