package dev.sluice.source;

import dev.sluice.contract.Tenant;
import dev.sluice.source.discover.Glob;
import dev.sluice.source.emit.Topics;
import dev.sluice.source.lane.Limits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Width;

/** The connector's configuration. */
public final class FileSourceConfig extends AbstractConfig {
    public static final String TENANT_CONFIG = "tenant";
    private static final String TENANT_DOC = "The one tenant that this connector serves. Set either this or tenants.";

    public static final String TENANTS_CONFIG = "tenants";
    private static final String TENANTS_DOC = "The tenants that this connector serves, separated by commas; or * for"
            + " every folder of staging.dir whose name is a valid tenant's, also those that come later.";

    public static final String STAGING_DIR_CONFIG = "staging.dir";
    private static final String STAGING_DIR_DOC = "The directory in which every tenant has a folder: tenants drop files"
            + " into {tenant}/in, and read {tenant}/out. On a distributed cluster all workers must see the same"
            + " directory.";

    public static final String TOPIC_CONFIG = "topic";
    public static final String TOPIC_DEFAULT = "validated-input";
    private static final String TOPIC_DOC = "Topic of rows and events. ${tenant} and ${dataset} may be used.";

    public static final String ERRORS_TOPIC_CONFIG = "errors.topic";
    public static final String ERRORS_TOPIC_DEFAULT = "import-error";
    private static final String ERRORS_TOPIC_DOC = "Topic of rejections. A row that is acknowledged there counts as"
            + " rejected, so it must be the same as the errors.topic of the validating transform. ${tenant} and"
            + " ${dataset} may be used.";

    public static final String EVENTS_TOPIC_CONFIG = "events.topic";
    public static final String EVENTS_TOPIC_DEFAULT = "table-ops";
    private static final String EVENTS_TOPIC_DOC = "Topic of every event, once. ${tenant} and ${dataset} may be used.";

    public static final String KEYSPACES_CONFIG = "keyspaces";
    public static final String KEYSPACES_DEFAULT = "${tenant}_*,${tenant}";
    private static final String KEYSPACES_DOC = "Cassandra keyspaces that definitions may name, separated by commas; *"
            + " stands for any characters, ${tenant} for the tenant.";

    public static final String SCHEMA_REGISTRY_PREFIX = "schema.registry.";
    public static final String SCHEMA_REGISTRY_URL_CONFIG = "schema.registry.url";
    private static final String SCHEMA_REGISTRY_URL_DOC = "URLs of the Schema Registry, separated by commas. All"
            + " settings that begin with schema.registry. are given to Confluent's client.";

    public static final String KAFKA_PREFIX = "kafka.";
    public static final String KAFKA_BOOTSTRAP_SERVERS_CONFIG = "kafka.bootstrap.servers";
    private static final String KAFKA_BOOTSTRAP_SERVERS_DOC = "Brokers of the cluster that the topics are in; the"
            + " connector asks them how many partitions a topic has. All settings that begin with kafka. are given to"
            + " Kafka's admin client.";

    public static final String FILE_SETTLE_MS_CONFIG = "file.settle.ms";
    public static final long FILE_SETTLE_MS_DEFAULT = 2000;
    private static final String FILE_SETTLE_MS_DOC =
            "A file is complete when its size and time of modification have stood still for so long.";

    public static final String SCAN_INTERVAL_MS_CONFIG = "scan.interval.ms";
    public static final long SCAN_INTERVAL_MS_DEFAULT = 1000;
    private static final String SCAN_INTERVAL_MS_DOC = "How often to look for files. Directories so large that looking"
            + " takes more than a tenth of this are looked at less often.";

    public static final String BATCH_MAX_ROWS_CONFIG = "batch.max.rows";
    public static final int BATCH_MAX_ROWS_DEFAULT = 2000;
    private static final String BATCH_MAX_ROWS_DOC = "Rows of one poll. Datasets take turns poll by poll.";

    public static final String BATCH_MAX_BYTES_CONFIG = "batch.max.bytes";
    public static final int BATCH_MAX_BYTES_DEFAULT = 1 << 20;
    private static final String BATCH_MAX_BYTES_DOC = "Bytes of a file that one poll reads; at least one row.";

    public static final String MAX_RECORD_BYTES_CONFIG = "max.record.bytes";
    public static final int MAX_RECORD_BYTES_DEFAULT = 1 << 20;
    private static final String MAX_RECORD_BYTES_DOC =
            "Larger rows are rejected. Also how far the end of an open quote is looked for.";

    public static final String RAW_MAX_CHARS_CONFIG = "raw.max.chars";
    public static final int RAW_MAX_CHARS_DEFAULT = 16_384;
    private static final String RAW_MAX_CHARS_DOC = "How much of a row's text a rejection holds.";

    private static final String STAGING_GROUP = "Staging";
    private static final String TOPICS_GROUP = "Topics";
    private static final String SERVICES_GROUP = "Services";
    private static final String READING_GROUP = "Reading";
    private static final int MAX_BOUND = 256 << 20;

    /** All keys but the prefixed ones. */
    public static final ConfigDef CONFIG_DEF = TakingKeys.addTo(OperationsConfig.define(new ConfigDef())
            .define(key(TENANT_CONFIG, ConfigDef.Type.STRING, "", Importance.HIGH, TENANT_DOC, STAGING_GROUP, 1))
            .define(key(TENANTS_CONFIG, ConfigDef.Type.LIST, List.of(), Importance.HIGH, TENANTS_DOC, STAGING_GROUP, 2))
            .define(key(
                    STAGING_DIR_CONFIG,
                    ConfigDef.Type.STRING,
                    ConfigDef.NO_DEFAULT_VALUE,
                    Importance.HIGH,
                    STAGING_DIR_DOC,
                    STAGING_GROUP,
                    3))
            .define(key(
                    KEYSPACES_CONFIG,
                    ConfigDef.Type.LIST,
                    List.of(KEYSPACES_DEFAULT.split(",", -1)),
                    Importance.MEDIUM,
                    KEYSPACES_DOC,
                    STAGING_GROUP,
                    4))
            .define(bounded(
                    FILE_SETTLE_MS_CONFIG,
                    ConfigDef.Type.LONG,
                    FILE_SETTLE_MS_DEFAULT,
                    Range.atLeast(0),
                    FILE_SETTLE_MS_DOC,
                    STAGING_GROUP,
                    5))
            .define(bounded(
                    SCAN_INTERVAL_MS_CONFIG,
                    ConfigDef.Type.LONG,
                    SCAN_INTERVAL_MS_DEFAULT,
                    Range.atLeast(1),
                    SCAN_INTERVAL_MS_DOC,
                    STAGING_GROUP,
                    6))
            .define(key(
                    TOPIC_CONFIG, ConfigDef.Type.STRING, TOPIC_DEFAULT, Importance.HIGH, TOPIC_DOC, TOPICS_GROUP, 1))
            .define(key(
                    ERRORS_TOPIC_CONFIG,
                    ConfigDef.Type.STRING,
                    ERRORS_TOPIC_DEFAULT,
                    Importance.HIGH,
                    ERRORS_TOPIC_DOC,
                    TOPICS_GROUP,
                    2))
            .define(key(
                    EVENTS_TOPIC_CONFIG,
                    ConfigDef.Type.STRING,
                    EVENTS_TOPIC_DEFAULT,
                    Importance.HIGH,
                    EVENTS_TOPIC_DOC,
                    TOPICS_GROUP,
                    3))
            .define(key(
                    SCHEMA_REGISTRY_URL_CONFIG,
                    ConfigDef.Type.LIST,
                    ConfigDef.NO_DEFAULT_VALUE,
                    Importance.HIGH,
                    SCHEMA_REGISTRY_URL_DOC,
                    SERVICES_GROUP,
                    1))
            .define(key(
                    KAFKA_BOOTSTRAP_SERVERS_CONFIG,
                    ConfigDef.Type.LIST,
                    ConfigDef.NO_DEFAULT_VALUE,
                    Importance.HIGH,
                    KAFKA_BOOTSTRAP_SERVERS_DOC,
                    SERVICES_GROUP,
                    2))
            .define(bounded(
                    BATCH_MAX_ROWS_CONFIG,
                    ConfigDef.Type.INT,
                    BATCH_MAX_ROWS_DEFAULT,
                    Range.between(1, 1_000_000),
                    BATCH_MAX_ROWS_DOC,
                    READING_GROUP,
                    1))
            .define(bounded(
                    BATCH_MAX_BYTES_CONFIG,
                    ConfigDef.Type.INT,
                    BATCH_MAX_BYTES_DEFAULT,
                    Range.between(1, MAX_BOUND),
                    BATCH_MAX_BYTES_DOC,
                    READING_GROUP,
                    2))
            .define(bounded(
                    MAX_RECORD_BYTES_CONFIG,
                    ConfigDef.Type.INT,
                    MAX_RECORD_BYTES_DEFAULT,
                    Range.between(1, MAX_BOUND),
                    MAX_RECORD_BYTES_DOC,
                    READING_GROUP,
                    3))
            .define(bounded(
                    RAW_MAX_CHARS_CONFIG,
                    ConfigDef.Type.INT,
                    RAW_MAX_CHARS_DEFAULT,
                    Range.between(1, MAX_BOUND),
                    RAW_MAX_CHARS_DOC,
                    READING_GROUP,
                    4)));

    public FileSourceConfig(Map<String, String> props) {
        super(CONFIG_DEF, props, false);
    }

    private static ConfigDef.ConfigKey key(
            String name,
            ConfigDef.Type type,
            Object absent,
            Importance importance,
            String doc,
            String group,
            int order) {
        return key(name, type, absent, null, importance, doc, group, order);
    }

    private static ConfigDef.ConfigKey bounded(
            String name,
            ConfigDef.Type type,
            Object absent,
            ConfigDef.Validator validator,
            String doc,
            String group,
            int order) {
        return key(name, type, absent, validator, Importance.LOW, doc, group, order);
    }

    private static ConfigDef.ConfigKey key(
            String name,
            ConfigDef.Type type,
            Object absent,
            ConfigDef.Validator validator,
            Importance importance,
            String doc,
            String group,
            int order) {
        return new ConfigDef.ConfigKey(
                name,
                type,
                absent,
                validator,
                importance,
                doc,
                group,
                order,
                Width.LONG,
                name,
                List.of(),
                Recommendations.of(name),
                false);
    }

    /** The tenants; empty for all that have a folder. */
    public List<Tenant> tenants() {
        List<String> names = new ArrayList<>(getList(TENANTS_CONFIG));
        if (!getString(TENANT_CONFIG).isEmpty()) {
            names.add(getString(TENANT_CONFIG));
        }
        return names.equals(List.of("*"))
                ? List.of()
                : names.stream().map(Tenant::new).toList();
    }

    public Path stagingDir() {
        return Path.of(getString(STAGING_DIR_CONFIG));
    }

    public Topics topics() {
        return new Topics(getString(TOPIC_CONFIG), getString(ERRORS_TOPIC_CONFIG), getString(EVENTS_TOPIC_CONFIG));
    }

    /** Which keyspaces a tenant may use, unless its agreement says otherwise. */
    List<Glob> keyspaces(Tenant tenant) {
        return getList(KEYSPACES_CONFIG).stream()
                .map(glob -> new Glob(glob.replace("${tenant}", tenant.name())))
                .toList();
    }

    public List<String> schemaRegistryUrls() {
        return getList(SCHEMA_REGISTRY_URL_CONFIG);
    }

    /** With their prefix, as Confluent's client wants them. */
    public Map<String, Object> schemaRegistrySettings() {
        return originalsWithPrefix(SCHEMA_REGISTRY_PREFIX, false);
    }

    /** Without their prefix. */
    public Map<String, Object> kafkaSettings() {
        return new HashMap<>(originalsWithPrefix(KAFKA_PREFIX));
    }

    public long settleMillis() {
        return getLong(FILE_SETTLE_MS_CONFIG);
    }

    public long scanMillis() {
        return getLong(SCAN_INTERVAL_MS_CONFIG);
    }

    public Limits limits() {
        return new Limits(
                getInt(BATCH_MAX_ROWS_CONFIG),
                getInt(BATCH_MAX_BYTES_CONFIG),
                getInt(MAX_RECORD_BYTES_CONFIG),
                getInt(RAW_MAX_CHARS_CONFIG));
    }

    /** For logs: what is ours, and nothing that could be secret. */
    public String summary() {
        return "tenants=" + (tenants().isEmpty() ? "*" : tenants()) + " staging.dir=" + stagingDir() + " topics="
                + topics() + " limits=" + limits();
    }
}
