package dev.sluice.archive;

import dev.sluice.archive.layout.Template;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Width;

/** The connector's settings: names, defaults, documentation. {@code docs/config/connect-error-hdfs-sink.md} is made of it. */
final class Settings {
    static final String HDFS_URL_CONFIG = "hdfs.url";
    static final String HDFS_URL_DOC =
            "The file system: scheme and authority, like hdfs://namenode:8020, or hdfs://nameservice "
                    + "with hadoop.conf.dir for NameNode high availability, or file:/// for a local directory.";

    static final String ROOT_DIR_CONFIG = "root.dir";
    static final String ROOT_DIR_DEFAULT = "/sluice/errors";
    static final String ROOT_DIR_DOC =
            "The archive's directory on the file system, absolute. One root belongs to one Kafka cluster: "
                    + "topic, partition and offset name a record in it.";

    static final String HDFS_USER_CONFIG = "hdfs.user";
    static final String HDFS_USER_DEFAULT = "";
    static final String HDFS_USER_DOC =
            "Who to be on a file system with simple authentication; empty for the user that runs the worker.";

    static final String KERBEROS_PRINCIPAL_CONFIG = "hdfs.kerberos.principal";
    static final String KERBEROS_PRINCIPAL_DEFAULT = "";
    static final String KERBEROS_PRINCIPAL_DOC =
            "Kerberos principal to log in as, like sluice/host@REALM; empty for simple authentication. The login is this connector's "
                    + "own: others in the same worker are not touched. With hdfs.user, that user is impersonated.";

    static final String KERBEROS_KEYTAB_CONFIG = "hdfs.kerberos.keytab";
    static final String KERBEROS_KEYTAB_DEFAULT = "";
    static final String KERBEROS_KEYTAB_DOC = "Local path of the principal's keytab, on every worker.";

    static final String HADOOP_CONF_DIR_CONFIG = "hadoop.conf.dir";
    static final String HADOOP_CONF_DIR_DEFAULT = "";
    static final String HADOOP_CONF_DIR_DOC =
            "Local directory with core-site.xml and hdfs-site.xml, on every worker; empty for none. "
                    + "Any other key that begins with 'hadoop.' is given to Hadoop without that prefix and wins over these files, like "
                    + "hadoop.dfs.replication=3.";

    static final String FORMAT_CONFIG = "format";
    static final String FORMAT_DEFAULT = "avro";
    static final String FORMAT_DOC =
            "Form of the files: avro (container files with the schema dev.sluice.archive.ErrorEnvelope) or json "
                    + "(lines with the same fields).";

    static final String AVRO_CODEC_CONFIG = "avro.codec";
    static final String AVRO_CODEC_DEFAULT = "zstd";
    static final String AVRO_CODEC_DOC = "Compression of Avro files: zstd, snappy, deflate or null (none).";

    static final String JSON_CODEC_CONFIG = "json.codec";
    static final String JSON_CODEC_DEFAULT = "gzip";
    static final String JSON_CODEC_DOC = "Compression of JSON files: gzip, zstd or none.";

    static final String LAYOUT_TEMPLATE_CONFIG = "layout.template";
    static final String LAYOUT_TEMPLATE_DEFAULT = Template.DEFAULT;
    static final String LAYOUT_TEMPLATE_DOC =
            "Directories below root.dir, by record: ${tenant}, ${dataset}, ${import}, ${topic}, ${kind} (rejection, dead_letter or other), "
                    + "${date} (yyyy-mm-dd), ${year}, ${month}, ${day} and ${hour}, in UTC, of the row's time, else of the record's. A change "
                    + "concerns new files only.";

    static final String SUMMARIES_CONFIG = "summaries";
    static final boolean SUMMARIES_DEFAULT = true;
    static final String SUMMARIES_DOC =
            "Whether to keep, for each import, a small file with counts by code and column and the first examples: "
                    + "{tenant's directory}/_imports/{dataset}/{import}/{topic}+{partition}_summary.json.";

    static final String TENANT_PERMISSIONS_CONFIG = "tenant.dir.permissions";
    static final String TENANT_PERMISSIONS_DEFAULT = "";
    static final String TENANT_PERMISSIONS_DOC =
            "Octal permissions of each tenant's directory, like 750; empty to leave them as they are. If any tenant.dir.* is set, the "
                    + "archive's own directory, .sluice, is for its owner only.";

    static final String TENANT_GROUP_CONFIG = "tenant.dir.group";
    static final String TENANT_GROUP_DEFAULT = "";
    static final String TENANT_GROUP_DOC =
            "Group of each tenant's directory, like sluice_${tenant}; empty to leave it as it is. Needs to be the connector user's "
                    + "own group, or a superuser.";

    static final String TENANT_ACL_CONFIG = "tenant.dir.acl";
    static final String TENANT_ACL_DEFAULT = "";
    static final String TENANT_ACL_DOC =
            "Access control entries of each tenant's directory, like group:${tenant}:r-x,default:group:${tenant}:r-x; empty for none.";

    static final String ROTATE_RECORDS_CONFIG = "rotate.records";
    static final long ROTATE_RECORDS_DEFAULT = 500_000;
    static final String ROTATE_RECORDS_DOC =
            "Records of a topic-partition after which its files are committed. What is not yet committed is read again after a failure.";

    static final String ROTATE_BYTES_CONFIG = "rotate.bytes";
    static final long ROTATE_BYTES_DEFAULT = 128L * 1024 * 1024;
    static final String ROTATE_BYTES_DOC =
            "Size of the largest open file of a topic-partition, in bytes as written, at which all its files are committed.";

    static final String ROTATE_INTERVAL_MS_CONFIG = "rotate.interval.ms";
    static final long ROTATE_INTERVAL_MS_DEFAULT = 600_000;
    static final String ROTATE_INTERVAL_MS_DOC =
            "Milliseconds after the first record that is not yet committed at which a topic-partition's files are committed.";

    static final String ROTATE_IDLE_MS_CONFIG = "rotate.idle.ms";
    static final long ROTATE_IDLE_MS_DEFAULT = 30_000;
    static final String ROTATE_IDLE_MS_DOC =
            "Milliseconds without a new record after which a topic-partition's files are committed: the last rows need no new traffic to appear.";

    static final String ROTATE_FILES_CONFIG = "rotate.files";
    static final int ROTATE_FILES_DEFAULT = 2_000;
    static final String ROTATE_FILES_DOC =
            "Files of a topic-partition, one for each directory that its records belong into, at which they are committed: a commit "
                    + "takes a few calls to the file system for each.";

    static final String MAX_BUFFERED_BYTES_CONFIG = "max.buffered.bytes";
    static final long MAX_BUFFERED_BYTES_DEFAULT = 64L * 1024 * 1024;
    static final String MAX_BUFFERED_BYTES_DOC =
            "Heap that one task takes, about, for rows of files that are not yet worth a stream to the file system. If there is more, the "
                    + "topic-partition with the most is committed.";

    static final String MAX_OPEN_FILES_CONFIG = "max.open.files";
    static final int MAX_OPEN_FILES_DEFAULT = 64;
    static final String MAX_OPEN_FILES_DOC =
            "Streams to the file system that one task has open; rows of further files wait in memory. A stream takes about half a megabyte "
                    + "of heap, and up to 5 MB while the data nodes are slow.";

    static final String COMMIT_THREADS_CONFIG = "commit.threads";
    static final int COMMIT_THREADS_DEFAULT = 8;
    static final String COMMIT_THREADS_DOC =
            "Files of one commit that a task closes or renames at the same time. Most of that is waiting for the file system.";

    static final String OVERFLOW_RETRY_MS_CONFIG = "overflow.retry.ms";
    static final long OVERFLOW_RETRY_MS_DEFAULT = 60_000;
    static final String OVERFLOW_RETRY_MS_DOC =
            "Files that a tenant's directory does not take (quota, permission, something in the way) are archived in {root.dir}/_overflow "
                    + "instead, and nobody else waits. So many milliseconds later, and again and again, it is tried to move them to where "
                    + "they belong, in the background.";

    static final String COMPACT_INTERVAL_MS_CONFIG = "compact.interval.ms";
    static final long COMPACT_INTERVAL_MS_DEFAULT = 0;
    static final String COMPACT_INTERVAL_MS_DOC =
            "Milliseconds between two passes that merge small files, in the background; 0 for none. Each task merges the files of the "
                    + "topic-partitions that it owns.";

    static final String COMPACT_SMALL_BYTES_CONFIG = "compact.small.bytes";
    static final long COMPACT_SMALL_BYTES_DEFAULT = 16L * 1024 * 1024;
    static final String COMPACT_SMALL_BYTES_DOC = "Files below this size are merged, into files of up to rotate.bytes.";

    static final String COMPACT_MIN_AGE_MS_CONFIG = "compact.min.age.ms";
    static final long COMPACT_MIN_AGE_MS_DEFAULT = 3_600_000;
    static final String COMPACT_MIN_AGE_MS_DOC =
            "Milliseconds for which a directory must have been left alone before its files are merged.";

    static final String COMPACT_MAX_AGE_MS_CONFIG = "compact.max.age.ms";
    static final long COMPACT_MAX_AGE_MS_DEFAULT = 2_592_000_000L;
    static final String COMPACT_MAX_AGE_MS_DOC =
            "Milliseconds after which a directory that has not changed is not looked at again.";

    static final String RETRY_BACKOFF_MS_CONFIG = "retry.backoff.ms";
    static final long RETRY_BACKOFF_MS_DEFAULT = 1_000;
    static final String RETRY_BACKOFF_MS_DOC =
            "Milliseconds before the first retry after the file system has failed; doubled with each failure in a row.";

    static final String RETRY_BACKOFF_MAX_MS_CONFIG = "retry.backoff.max.ms";
    static final long RETRY_BACKOFF_MAX_MS_DEFAULT = 30_000;
    static final String RETRY_BACKOFF_MAX_MS_DOC = "Most milliseconds between two retries. There is no last retry.";

    static final ConfigDef CONFIG_DEF = define();

    private Settings() {}

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
                KERBEROS_PRINCIPAL_CONFIG,
                ConfigDef.Type.STRING,
                KERBEROS_PRINCIPAL_DEFAULT,
                null,
                Importance.MEDIUM,
                KERBEROS_PRINCIPAL_DOC);
        def.add(
                KERBEROS_KEYTAB_CONFIG,
                ConfigDef.Type.STRING,
                KERBEROS_KEYTAB_DEFAULT,
                Checks.FILE,
                Importance.MEDIUM,
                KERBEROS_KEYTAB_DOC);
        def.add(
                HADOOP_CONF_DIR_CONFIG,
                ConfigDef.Type.STRING,
                HADOOP_CONF_DIR_DEFAULT,
                Checks.CONF_DIR,
                Importance.MEDIUM,
                HADOOP_CONF_DIR_DOC);
        def.group = "Files";
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
        def.add(
                LAYOUT_TEMPLATE_CONFIG,
                ConfigDef.Type.STRING,
                LAYOUT_TEMPLATE_DEFAULT,
                Checks.TEMPLATE,
                Importance.MEDIUM,
                LAYOUT_TEMPLATE_DOC);
        def.add(SUMMARIES_CONFIG, ConfigDef.Type.BOOLEAN, SUMMARIES_DEFAULT, null, Importance.LOW, SUMMARIES_DOC);
        def.group = "Permissions";
        def.add(
                TENANT_PERMISSIONS_CONFIG,
                ConfigDef.Type.STRING,
                TENANT_PERMISSIONS_DEFAULT,
                Checks.PERMISSIONS,
                Importance.MEDIUM,
                TENANT_PERMISSIONS_DOC);
        def.add(
                TENANT_GROUP_CONFIG,
                ConfigDef.Type.STRING,
                TENANT_GROUP_DEFAULT,
                null,
                Importance.MEDIUM,
                TENANT_GROUP_DOC);
        def.add(
                TENANT_ACL_CONFIG,
                ConfigDef.Type.STRING,
                TENANT_ACL_DEFAULT,
                Checks.ACL,
                Importance.MEDIUM,
                TENANT_ACL_DOC);
        def.group = "Rotation";
        def.add(
                ROTATE_RECORDS_CONFIG,
                ConfigDef.Type.LONG,
                ROTATE_RECORDS_DEFAULT,
                positive,
                Importance.MEDIUM,
                ROTATE_RECORDS_DOC);
        def.add(
                ROTATE_FILES_CONFIG,
                ConfigDef.Type.INT,
                ROTATE_FILES_DEFAULT,
                positive,
                Importance.LOW,
                ROTATE_FILES_DOC);
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
        def.add(
                MAX_BUFFERED_BYTES_CONFIG,
                ConfigDef.Type.LONG,
                MAX_BUFFERED_BYTES_DEFAULT,
                positive,
                Importance.MEDIUM,
                MAX_BUFFERED_BYTES_DOC);
        def.add(
                COMMIT_THREADS_CONFIG,
                ConfigDef.Type.INT,
                COMMIT_THREADS_DEFAULT,
                Range.between(1, 64),
                Importance.LOW,
                COMMIT_THREADS_DOC);
        def.group = "Overflow";
        def.add(
                OVERFLOW_RETRY_MS_CONFIG,
                ConfigDef.Type.LONG,
                OVERFLOW_RETRY_MS_DEFAULT,
                positive,
                Importance.LOW,
                OVERFLOW_RETRY_MS_DOC);
        def.group = "Compaction";
        def.add(
                COMPACT_INTERVAL_MS_CONFIG,
                ConfigDef.Type.LONG,
                COMPACT_INTERVAL_MS_DEFAULT,
                Range.atLeast(0),
                Importance.MEDIUM,
                COMPACT_INTERVAL_MS_DOC);
        def.add(
                COMPACT_SMALL_BYTES_CONFIG,
                ConfigDef.Type.LONG,
                COMPACT_SMALL_BYTES_DEFAULT,
                positive,
                Importance.LOW,
                COMPACT_SMALL_BYTES_DOC);
        def.add(
                COMPACT_MIN_AGE_MS_CONFIG,
                ConfigDef.Type.LONG,
                COMPACT_MIN_AGE_MS_DEFAULT,
                Range.atLeast(0),
                Importance.LOW,
                COMPACT_MIN_AGE_MS_DOC);
        def.add(
                COMPACT_MAX_AGE_MS_CONFIG,
                ConfigDef.Type.LONG,
                COMPACT_MAX_AGE_MS_DEFAULT,
                positive,
                Importance.LOW,
                COMPACT_MAX_AGE_MS_DOC);
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
