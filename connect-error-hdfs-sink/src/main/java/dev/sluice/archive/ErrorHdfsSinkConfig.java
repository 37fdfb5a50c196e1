package dev.sluice.archive;

import dev.sluice.archive.compact.CompactionPolicy;
import dev.sluice.archive.fs.Access;
import dev.sluice.archive.fs.HadoopSettings;
import dev.sluice.archive.fs.Identity;
import dev.sluice.archive.layout.Template;
import dev.sluice.archive.part.Budget;
import dev.sluice.archive.part.FileFormat;
import dev.sluice.archive.part.PartSettings;
import dev.sluice.archive.part.RollPolicy;
import dev.sluice.archive.part.Together;
import dev.sluice.archive.recover.Backoff;
import dev.sluice.archive.recover.Destinations;
import dev.sluice.archive.recover.Directories;
import dev.sluice.archive.recover.Overflow;
import dev.sluice.archive.recover.Tenancy;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.apache.kafka.common.config.AbstractConfig;

/** The connector's configuration. Immutable. */
final class ErrorHdfsSinkConfig extends AbstractConfig {
    private static final String HADOOP_PREFIX = "hadoop.";

    ErrorHdfsSinkConfig(Map<String, String> props) {
        super(Settings.CONFIG_DEF, props, false);
    }

    HadoopSettings hadoop() {
        Map<String, String> inline = new TreeMap<>();
        originalsStrings().forEach((key, value) -> {
            if (key.startsWith(HADOOP_PREFIX) && !key.equals(PlaceSettings.HADOOP_CONF_DIR_CONFIG)) {
                inline.put(key.substring(HADOOP_PREFIX.length()), value);
            }
        });
        return new HadoopSettings(
                URI.create(getString(PlaceSettings.HDFS_URL_CONFIG)),
                getString(PlaceSettings.ROOT_DIR_CONFIG),
                new Identity(
                        getString(PlaceSettings.HDFS_USER_CONFIG),
                        getString(PlaceSettings.KERBEROS_PRINCIPAL_CONFIG),
                        getString(PlaceSettings.KERBEROS_KEYTAB_CONFIG)),
                getString(PlaceSettings.HADOOP_CONF_DIR_CONFIG),
                inline);
    }

    /** With a budget and threads of its own: for one task, which must close the threads. */
    PartSettings parts() {
        return new PartSettings(
                format(),
                template(),
                new Budget(
                        getInt(RotationSettings.MAX_OPEN_FILES_CONFIG),
                        getLong(RotationSettings.MAX_BUFFERED_BYTES_CONFIG)),
                Together.of(getInt(RotationSettings.COMMIT_THREADS_CONFIG)),
                getBoolean(FileSettings.SUMMARIES_CONFIG));
    }

    FileFormat format() {
        return getString(FileSettings.FORMAT_CONFIG).equals("json")
                ? new FileFormat.Json(FileFormat.JsonCodec.valueOf(upper(FileSettings.JSON_CODEC_CONFIG)))
                : new FileFormat.Avro(FileFormat.AvroCodec.valueOf(upper(FileSettings.AVRO_CODEC_CONFIG)));
    }

    Template template() {
        return Template.parse(getString(FileSettings.LAYOUT_TEMPLATE_CONFIG));
    }

    RollPolicy rollPolicy() {
        return new RollPolicy(
                getLong(RotationSettings.ROTATE_RECORDS_CONFIG),
                getInt(RotationSettings.ROTATE_FILES_CONFIG),
                getLong(RotationSettings.ROTATE_BYTES_CONFIG),
                getLong(RotationSettings.ROTATE_INTERVAL_MS_CONFIG),
                getLong(RotationSettings.ROTATE_IDLE_MS_CONFIG));
    }

    /**
     * With a memory of its own: for one task.
     *
     * @param clock milliseconds, monotonic
     * @param together for moves that do not depend on each other
     */
    Destinations destinations(LongSupplier clock, Together together) {
        return new Destinations(
                new Directories(tenancy()), new Overflow(template(), overflowRetryMs(), clock), together);
    }

    long overflowRetryMs() {
        return getLong(TenantSettings.OVERFLOW_RETRY_MS_CONFIG);
    }

    Tenancy tenancy() {
        return new Tenancy(
                template(),
                new Access(
                        getString(TenantSettings.TENANT_PERMISSIONS_CONFIG),
                        getString(TenantSettings.TENANT_GROUP_CONFIG),
                        getString(TenantSettings.TENANT_ACL_CONFIG)));
    }

    CompactionPolicy compaction() {
        return new CompactionPolicy(
                getLong(UpkeepSettings.COMPACT_INTERVAL_MS_CONFIG),
                getLong(UpkeepSettings.COMPACT_SMALL_BYTES_CONFIG),
                getLong(RotationSettings.ROTATE_BYTES_CONFIG),
                getLong(UpkeepSettings.COMPACT_MIN_AGE_MS_CONFIG),
                getLong(UpkeepSettings.COMPACT_MAX_AGE_MS_CONFIG));
    }

    Backoff backoff() {
        return new Backoff(
                getLong(UpkeepSettings.RETRY_BACKOFF_MS_CONFIG), getLong(UpkeepSettings.RETRY_BACKOFF_MAX_MS_CONFIG));
    }

    /** For logs: where to and how, and nothing that could be a secret. */
    String summary() {
        return "url=" + getString(PlaceSettings.HDFS_URL_CONFIG) + " root=" + getString(PlaceSettings.ROOT_DIR_CONFIG)
                + " format="
                + format() + " layout=" + getString(FileSettings.LAYOUT_TEMPLATE_CONFIG) + " rotation=" + rollPolicy()
                + " hadoopKeys=" + hadoop().inline().keySet();
    }

    private String upper(String key) {
        return getString(key).toUpperCase(Locale.ROOT);
    }
}
