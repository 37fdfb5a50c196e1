package dev.sluice.validate;

import dev.sluice.contract.RecordSize;
import dev.sluice.encryption.ColumnKeys;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Width;

/** The transform's settings, typed. Immutable. */
public final class SchemaValidateConfig extends AbstractConfig {
    public static final String ERRORS_TOPIC_CONFIG = "errors.topic";
    public static final String ERRORS_TOPIC_DEFAULT = "import-error";
    private static final String ERRORS_TOPIC_DOC =
            "Topic of rejections where on.invalid=route. ${tenant} and ${dataset} are replaced.";

    public static final String ON_INVALID_CONFIG = "on.invalid";
    public static final String ON_INVALID_DEFAULT = "route";
    private static final String ON_INVALID_DOC =
            "What becomes of a row that does not meet its schema. route: its rejection, with every "
                    + "violation, goes to errors.topic (source connectors). fail: a DataException with every violation, which sends the row to "
                    + "the connector's dead letter queue (sink connectors). Rows are never dropped.";

    public static final String ON_UNKNOWN_CONFIG = "on.unknown";
    public static final String ON_UNKNOWN_DEFAULT = "pass";
    private static final String ON_UNKNOWN_DOC =
            "What becomes of a record that is no row, no event and no rejection, or whose "
                    + "schema cannot be told. pass: it is passed on as it is. reject: a DataException.";

    public static final String VALUES_IN_ERRORS_CONFIG = "values.in.errors";
    public static final String VALUES_IN_ERRORS_DEFAULT = "full";
    private static final String VALUES_IN_ERRORS_DOC =
            "Whether rejections and error messages quote the row. full: offending values and "
                    + "the row's text. none: neither, for data that must not spread.";

    public static final String RAW_MAX_CHARS_CONFIG = "raw.max.chars";
    public static final int RAW_MAX_CHARS_DEFAULT = 65_536;
    private static final int RAW_MAX_CHARS_LIMIT = 1 << 20;
    private static final String RAW_MAX_CHARS_DOC =
            "How many characters of a row's text its rejection carries; 0 for none.";

    public static final String MAX_MESSAGE_BYTES_CONFIG = "max.message.bytes";
    public static final int MAX_MESSAGE_BYTES_DEFAULT = RecordSize.DEFAULT_LIMIT;
    private static final String MAX_MESSAGE_BYTES_DOC =
            "What a rejection may take in Kafka where on.invalid=route; larger ones are cut, the row's text first. Neither the "
                    + "errors topic's max.message.bytes nor the producer's max.request.size may be smaller: a task whose record they "
                    + "refuse fails.";

    public static final String WARNINGS_HEADER_CONFIG = "warnings.header";
    public static final boolean WARNINGS_HEADER_DEFAULT = true;
    private static final String WARNINGS_HEADER_DOC =
            "Whether an accepted row that breaks rules that only warn gets the header sluice.warnings, which names them. Other rows "
                    + "never have it. Warnings are counted in any case.";

    public static final String CACHE_SIZE_CONFIG = "schema.cache.size";
    public static final int CACHE_SIZE_DEFAULT = 1_000;
    private static final String CACHE_SIZE_DOC =
            "How many schema versions, and how many imports, are remembered. One version is read "
                    + "from the Schema Registry once, and again only after more than so many others were in use.";

    public static final String NOT_FOUND_RETRY_MS_CONFIG = "schema.not.found.retry.ms";
    public static final long NOT_FOUND_RETRY_MS_DEFAULT = 60_000;
    private static final String NOT_FOUND_RETRY_MS_DOC =
            "For how long a row waits for a schema version that the Schema Registry does "
                    + "not have: a replicated Registry may have it later. Thereafter its rows fail with a DataException. Waiting is Connect's: "
                    + "set errors.retry.timeout on the connector.";

    /** All settings, documented. */
    public static final ConfigDef CONFIG_DEF = configDef();

    /** What becomes of rows that do not meet their schema. */
    public enum OnInvalid {
        ROUTE,
        FAIL
    }

    /** What becomes of records that are not Sluice's. */
    public enum OnUnknown {
        PASS,
        REJECT
    }

    private final ColumnKeys columnKeys;

    public SchemaValidateConfig(Map<String, ?> settings) {
        super(CONFIG_DEF, settings, false);
        columnKeys = EncryptionSettings.keys(this);
        versions().check();
    }

    /** How the Registry is reached. */
    RegistrySettings registry() {
        return new RegistrySettings(this);
    }

    public String errorsTopic() {
        return getString(ERRORS_TOPIC_CONFIG);
    }

    public OnInvalid onInvalid() {
        return OnInvalid.valueOf(getString(ON_INVALID_CONFIG).toUpperCase(Locale.ROOT));
    }

    public OnUnknown onUnknown() {
        return OnUnknown.valueOf(getString(ON_UNKNOWN_CONFIG).toUpperCase(Locale.ROOT));
    }

    public boolean showsValues() {
        return getString(VALUES_IN_ERRORS_CONFIG).equals(VALUES_IN_ERRORS_DEFAULT);
    }

    public int rawMaxChars() {
        return getInt(RAW_MAX_CHARS_CONFIG);
    }

    public int maxMessageBytes() {
        return getInt(MAX_MESSAGE_BYTES_CONFIG);
    }

    /** Keys of tenants whose columns are encrypted. */
    ColumnKeys columnKeys() {
        return columnKeys;
    }

    /** How rows, and the texts in them, are written. */
    InputSettings input() {
        return new InputSettings(this);
    }

    /** Which schema version a record is checked against. */
    VersionSettings versions() {
        return new VersionSettings(this);
    }

    public boolean marksWarnings() {
        return getBoolean(WARNINGS_HEADER_CONFIG);
    }

    public int cacheSize() {
        return getInt(CACHE_SIZE_CONFIG);
    }

    public long notFoundRetryMs() {
        return getLong(NOT_FOUND_RETRY_MS_CONFIG);
    }

    /** For the log: no secrets. */
    public String summary() {
        return registry().summary() + " " + ERRORS_TOPIC_CONFIG + "=" + errorsTopic() + " " + ON_INVALID_CONFIG + "="
                + getString(ON_INVALID_CONFIG) + " " + ON_UNKNOWN_CONFIG + "=" + getString(ON_UNKNOWN_CONFIG) + " "
                + VALUES_IN_ERRORS_CONFIG + "=" + getString(VALUES_IN_ERRORS_CONFIG) + " "
                + Stream.of(
                                VersionSettings.SUBJECT_CONFIG,
                                VersionSettings.VERSION_CONFIG,
                                InputSettings.TEXT_FORMAT_CONFIG,
                                InputSettings.ZONE_CONFIG)
                        .map(key -> key + "=" + getString(key))
                        .collect(Collectors.joining(" "))
                + " " + EncryptionSettings.KEYS_CONFIG + "=(of "
                + columnKeys.tenants().size() + " tenants)";
    }

    private static ConfigDef configDef() {
        String registry = "Schema Registry";
        String rows = "Rows";
        String errors = "Errors";
        return EncryptionSettings.define(
                        InputSettings.define(VersionSettings.define(RegistrySettings.define(new ConfigDef()))))
                .define(
                        NOT_FOUND_RETRY_MS_CONFIG,
                        ConfigDef.Type.LONG,
                        NOT_FOUND_RETRY_MS_DEFAULT,
                        ConfigDef.Range.atLeast(0),
                        Importance.LOW,
                        NOT_FOUND_RETRY_MS_DOC,
                        registry,
                        7,
                        Width.SHORT,
                        "Wait for a missing schema, ms")
                .define(
                        CACHE_SIZE_CONFIG,
                        ConfigDef.Type.INT,
                        CACHE_SIZE_DEFAULT,
                        ConfigDef.Range.atLeast(1),
                        Importance.LOW,
                        CACHE_SIZE_DOC,
                        registry,
                        8,
                        Width.SHORT,
                        "Schema cache size")
                .define(
                        ON_UNKNOWN_CONFIG,
                        ConfigDef.Type.STRING,
                        ON_UNKNOWN_DEFAULT,
                        ConfigDef.ValidString.in("pass", "reject"),
                        Importance.MEDIUM,
                        ON_UNKNOWN_DOC,
                        rows,
                        1,
                        Width.SHORT,
                        "Records without Sluice's headers")
                .define(
                        ON_INVALID_CONFIG,
                        ConfigDef.Type.STRING,
                        ON_INVALID_DEFAULT,
                        ConfigDef.ValidString.in("route", "fail"),
                        Importance.HIGH,
                        ON_INVALID_DOC,
                        errors,
                        1,
                        Width.SHORT,
                        "Invalid rows")
                .define(
                        ERRORS_TOPIC_CONFIG,
                        ConfigDef.Type.STRING,
                        ERRORS_TOPIC_DEFAULT,
                        new ConfigDef.NonEmptyString(),
                        Importance.HIGH,
                        ERRORS_TOPIC_DOC,
                        errors,
                        2,
                        Width.MEDIUM,
                        "Errors topic")
                .define(
                        VALUES_IN_ERRORS_CONFIG,
                        ConfigDef.Type.STRING,
                        VALUES_IN_ERRORS_DEFAULT,
                        ConfigDef.ValidString.in("full", "none"),
                        Importance.MEDIUM,
                        VALUES_IN_ERRORS_DOC,
                        errors,
                        3,
                        Width.SHORT,
                        "Values in errors")
                .define(
                        RAW_MAX_CHARS_CONFIG,
                        ConfigDef.Type.INT,
                        RAW_MAX_CHARS_DEFAULT,
                        ConfigDef.Range.between(0, RAW_MAX_CHARS_LIMIT),
                        Importance.LOW,
                        RAW_MAX_CHARS_DOC,
                        errors,
                        4,
                        Width.SHORT,
                        "Raw text, characters")
                .define(
                        WARNINGS_HEADER_CONFIG,
                        ConfigDef.Type.BOOLEAN,
                        WARNINGS_HEADER_DEFAULT,
                        Importance.LOW,
                        WARNINGS_HEADER_DOC,
                        errors,
                        5,
                        Width.SHORT,
                        "Header of warnings")
                .define(
                        MAX_MESSAGE_BYTES_CONFIG,
                        ConfigDef.Type.INT,
                        MAX_MESSAGE_BYTES_DEFAULT,
                        ConfigDef.Range.atLeast(RecordSize.LEAST_LIMIT),
                        Importance.LOW,
                        MAX_MESSAGE_BYTES_DOC,
                        errors,
                        6,
                        Width.SHORT,
                        "Rejections, bytes");
    }
}
