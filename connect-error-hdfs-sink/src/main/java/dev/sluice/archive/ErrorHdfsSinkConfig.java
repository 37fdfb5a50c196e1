package dev.sluice.archive;

import dev.sluice.archive.fs.HadoopSettings;
import dev.sluice.archive.part.FileFormat;
import dev.sluice.archive.part.RollPolicy;
import dev.sluice.archive.recover.Backoff;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Width;

/** The connector's configuration. Immutable. */
public final class ErrorHdfsSinkConfig extends AbstractConfig {
    public static final String HDFS_URL_CONFIG = "hdfs.url";
    static final String HDFS_URL_DOC =
            "The file system: scheme and authority, like hdfs://namenode:8020, or hdfs://nameservice "
                    + "with hadoop.conf.dir for NameNode high availability, or file:/// for a local directory.";

    public static final String ROOT_DIR_CONFIG = "root.dir";
    static final String ROOT_DIR_DEFAULT = "/sluice/errors";
    static final String ROOT_DIR_DOC =
            "The archive's directory on the file system, absolute. One root belongs to one Kafka cluster: "
                    + "topic, partition and offset name a record in it.";

    public static final String HDFS_USER_CONFIG = "hdfs.user";
    static final String HDFS_USER_DEFAULT = "";
    static final String HDFS_USER_DOC =
            "Who to be on a file system with simple authentication; empty for the user that runs the worker.";

    public static final String HADOOP_CONF_DIR_CONFIG = "hadoop.conf.dir";
    static final String HADOOP_CONF_DIR_DEFAULT = "";
    static final String HADOOP_CONF_DIR_DOC =
            "Local directory with core-site.xml and hdfs-site.xml, on every worker; empty for none. "
                    + "Any other key that begins with 'hadoop.' is given to Hadoop without that prefix and wins over these files, like "
                    + "hadoop.dfs.replication=3.";

    public static final String FORMAT_CONFIG = "format";
    static final String FORMAT_DEFAULT = "avro";
    static final String FORMAT_DOC =
            "Form of the files: avro (container files with the schema dev.sluice.archive.ErrorEnvelope) or json "
                    + "(lines with the same fields).";

    public static final String AVRO_CODEC_CONFIG = "avro.codec";
    static final String AVRO_CODEC_DEFAULT = "zstd";
    static final String AVRO_CODEC_DOC = "Compression of Avro files: zstd, snappy, deflate or null (none).";

    public static final String JSON_CODEC_CONFIG = "json.codec";
    static final String JSON_CODEC_DEFAULT = "gzip";
    static final String JSON_CODEC_DOC = "Compression of JSON files: gzip, zstd or none.";

    public static final String ROTATE_RECORDS_CONFIG = "rotate.records";
    static final long ROTATE_RECORDS_DEFAULT = 500_000;
    static final String ROTATE_RECORDS_DOC =
            "Records of a topic-partition after which its files are committed. What is not yet committed is read again after a failure.";

    public static final String ROTATE_BYTES_CONFIG = "rotate.bytes";
    static final long ROTATE_BYTES_DEFAULT = 128L * 1024 * 1024;
    static final String ROTATE_BYTES_DOC =
            "Size of the largest open file of a topic-partition, in bytes as written, at which all its files are committed.";

    public static final String ROTATE_INTERVAL_MS_CONFIG = "rotate.interval.ms";
    static final long ROTATE_INTERVAL_MS_DEFAULT = 600_000;
    static final String ROTATE_INTERVAL_MS_DOC =
            "Milliseconds after the first record that is not yet committed at which a topic-partition's files are committed.";

    public static final String ROTATE_IDLE_MS_CONFIG = "rotate.idle.ms";
    static final long ROTATE_IDLE_MS_DEFAULT = 30_000;
    static final String ROTATE_IDLE_MS_DOC =
            "Milliseconds without a new record after which a topic-partition's files are committed: the last rows need no new traffic to appear.";

    public static final String MAX_OPEN_FILES_CONFIG = "max.open.files";
    static final int MAX_OPEN_FILES_DEFAULT = 256;
    static final String MAX_OPEN_FILES_DOC =
            "Open files of one task, of all its partitions, tenants, datasets and days. If there are more, "
                    + "the topic-partition with the most is committed. An open file takes up to about half a megabyte of heap.";

    public static final String RETRY_BACKOFF_MS_CONFIG = "retry.backoff.ms";
    static final long RETRY_BACKOFF_MS_DEFAULT = 1_000;
    static final String RETRY_BACKOFF_MS_DOC =
            "Milliseconds before the first retry after the file system has failed; doubled with each failure in a row.";

    public static final String RETRY_BACKOFF_MAX_MS_CONFIG = "retry.backoff.max.ms";
    static final long RETRY_BACKOFF_MAX_MS_DEFAULT = 30_000;
    static final String RETRY_BACKOFF_MAX_MS_DOC = "Most milliseconds between two retries. There is no last retry.";

    private static final String HADOOP_PREFIX = "hadoop.";

    public static final ConfigDef CONFIG_DEF = define();

    public ErrorHdfsSinkConfig(Map<String, String> props) {
        super(CONFIG_DEF, props, false);
    }

    HadoopSettings hadoop() {
        Map<String, String> inline = new TreeMap<>(originalsStrings());
        inline.keySet().removeIf(key -> !key.startsWith(HADOOP_PREFIX) || key.equals(HADOOP_CONF_DIR_CONFIG));
        Map<String, String> unprefixed = new TreeMap<>();
        inline.forEach((key, value) -> unprefixed.put(key.substring(HADOOP_PREFIX.length()), value));
        return new HadoopSettings(
                URI.create(getString(HDFS_URL_CONFIG)),
                getString(ROOT_DIR_CONFIG),
                getString(HDFS_USER_CONFIG),
                getString(HADOOP_CONF_DIR_CONFIG),
                unprefixed);
    }

    FileFormat format() {
        return getString(FORMAT_CONFIG).equals("json")
                ? new FileFormat.Json(FileFormat.JsonCodec.valueOf(upper(JSON_CODEC_CONFIG)))
                : new FileFormat.Avro(FileFormat.AvroCodec.valueOf(upper(AVRO_CODEC_CONFIG)));
    }

    RollPolicy rollPolicy() {
        return new RollPolicy(
                getLong(ROTATE_RECORDS_CONFIG),
                getLong(ROTATE_BYTES_CONFIG),
                getLong(ROTATE_INTERVAL_MS_CONFIG),
                getLong(ROTATE_IDLE_MS_CONFIG));
    }

    int maxOpenFiles() {
        return getInt(MAX_OPEN_FILES_CONFIG);
    }

    Backoff backoff() {
        return new Backoff(getLong(RETRY_BACKOFF_MS_CONFIG), getLong(RETRY_BACKOFF_MAX_MS_CONFIG));
    }

    /** For logs: where to and how, and nothing that could be a secret. */
    String summary() {
        return "url=" + getString(HDFS_URL_CONFIG) + " root=" + getString(ROOT_DIR_CONFIG) + " format=" + format()
                + " rotation=" + rollPolicy() + " maxOpenFiles=" + maxOpenFiles() + " hadoopKeys="
                + hadoop().inline().keySet();
    }

    private String upper(String key) {
        return getString(key).toUpperCase(Locale.ROOT);
    }

    private static ConfigDef define() {
        Definition def = new Definition();
        Range positive = Range.atLeast(1);
        def.group = "File system";
        def.add(
                HDFS_URL_CONFIG,
                ConfigDef.Type.STRING,
                ConfigDef.NO_DEFAULT_VALUE,
                Checks.URL,
                Importance.HIGH,
                HDFS_URL_DOC);
        def.add(ROOT_DIR_CONFIG, ConfigDef.Type.STRING, ROOT_DIR_DEFAULT, Checks.ROOT, Importance.HIGH, ROOT_DIR_DOC);
        def.add(HDFS_USER_CONFIG, ConfigDef.Type.STRING, HDFS_USER_DEFAULT, null, Importance.MEDIUM, HDFS_USER_DOC);
        def.add(
                HADOOP_CONF_DIR_CONFIG,
                ConfigDef.Type.STRING,
                HADOOP_CONF_DIR_DEFAULT,
                Checks.CONF_DIR,
                Importance.MEDIUM,
                HADOOP_CONF_DIR_DOC);
        def.group = "Format";
        def.add(
                FORMAT_CONFIG,
                ConfigDef.Type.STRING,
                FORMAT_DEFAULT,
                Checks.oneOf("avro", "json"),
                Importance.MEDIUM,
                FORMAT_DOC);
        def.add(
                AVRO_CODEC_CONFIG,
                ConfigDef.Type.STRING,
                AVRO_CODEC_DEFAULT,
                Checks.AVRO_CODEC,
                Importance.LOW,
                AVRO_CODEC_DOC);
        def.add(
                JSON_CODEC_CONFIG,
                ConfigDef.Type.STRING,
                JSON_CODEC_DEFAULT,
                Checks.oneOf("gzip", "zstd", "none"),
                Importance.LOW,
                JSON_CODEC_DOC);
        def.group = "Rotation";
        def.add(
                ROTATE_RECORDS_CONFIG,
                ConfigDef.Type.LONG,
                ROTATE_RECORDS_DEFAULT,
                positive,
                Importance.MEDIUM,
                ROTATE_RECORDS_DOC);
        def.add(
                ROTATE_BYTES_CONFIG,
                ConfigDef.Type.LONG,
                ROTATE_BYTES_DEFAULT,
                positive,
                Importance.MEDIUM,
                ROTATE_BYTES_DOC);
        def.add(
                ROTATE_INTERVAL_MS_CONFIG,
                ConfigDef.Type.LONG,
                ROTATE_INTERVAL_MS_DEFAULT,
                positive,
                Importance.MEDIUM,
                ROTATE_INTERVAL_MS_DOC);
        def.add(
                ROTATE_IDLE_MS_CONFIG,
                ConfigDef.Type.LONG,
                ROTATE_IDLE_MS_DEFAULT,
                positive,
                Importance.MEDIUM,
                ROTATE_IDLE_MS_DOC);
        def.add(
                MAX_OPEN_FILES_CONFIG,
                ConfigDef.Type.INT,
                MAX_OPEN_FILES_DEFAULT,
                positive,
                Importance.MEDIUM,
                MAX_OPEN_FILES_DOC);
        def.group = "Retries";
        def.add(
                RETRY_BACKOFF_MS_CONFIG,
                ConfigDef.Type.LONG,
                RETRY_BACKOFF_MS_DEFAULT,
                positive,
                Importance.LOW,
                RETRY_BACKOFF_MS_DOC);
        def.add(
                RETRY_BACKOFF_MAX_MS_CONFIG,
                ConfigDef.Type.LONG,
                RETRY_BACKOFF_MAX_MS_DEFAULT,
                positive,
                Importance.LOW,
                RETRY_BACKOFF_MAX_MS_DOC);
        return def.configDef;
    }

    /** Numbers the keys within their group. */
    private static final class Definition {
        private final ConfigDef configDef = new ConfigDef();
        private String group;
        private int order;

        void add(
                String name,
                ConfigDef.Type type,
                Object defaultValue,
                ConfigDef.Validator validator,
                Importance importance,
                String doc) {
            configDef.define(name, type, defaultValue, validator, importance, doc, group, ++order, Width.MEDIUM, name);
        }
    }
}
