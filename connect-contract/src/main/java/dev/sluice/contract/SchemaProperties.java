package dev.sluice.contract;

/**
 * Custom properties of a dataset's Avro schema in the Registry: with them one Registry version is one version of the whole
 * contract of the dataset, not of its columns only.
 */
public final class SchemaProperties {
    /** String: the dataset's name. */
    public static final String DATASET = "sluice.dataset";
    /** String: the Cassandra keyspace. */
    public static final String KEYSPACE = "sluice.keyspace";
    /** JSON list of column names; a nested first list is a composite partition key. The same as in the definition. */
    public static final String PRIMARY_KEY = "sluice.primary_key";
    /** String, {@code null}, {@code empty} or {@code unset}: what an empty field of a nullable column becomes. */
    public static final String EMPTY_AS = "sluice.empty_as";
    /** Integer: seconds to live of each row; absent means for ever. */
    public static final String TTL_SECONDS = "sluice.ttl_seconds";
    /** Of a field, String: how its dates or times are written, as patterns of {@code DateTimeFormatter} separated by {@code |}. */
    public static final String PATTERN = "sluice.pattern";
    /** Of a field, String, {@code random} or {@code deterministic}: how its values are encrypted before they are stored. */
    public static final String ENCRYPT = "sluice.encrypt";
    /** JSON list of data quality rules: docs/rules.md. */
    public static final String RULES = "sluice.rules";

    private static final String RAW = ".Raw";

    private SchemaProperties() {}

    /** Name of the Struct of a raw row. */
    public static String rawName(String subject) {
        return subject + RAW;
    }

    /** True if a Struct's name says that it is a raw row; false for null. */
    public static boolean isRawName(String name) {
        return name != null && name.endsWith(RAW);
    }

    /**
     * Name of the Struct of a row's key. Its schema carries no version: the bytes of a key, and so its partition, must not change
     * when the dataset's version does.
     */
    public static String keyName(String subject) {
        return subject + ".Key";
    }
}
