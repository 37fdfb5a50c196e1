package dev.sluice.source;

import dev.sluice.agreement.Schedule;
import dev.sluice.source.agree.Agreements;
import dev.sluice.source.agree.Encryption;
import dev.sluice.source.agree.Terms;
import dev.sluice.source.agree.TermsSource;
import dev.sluice.source.settle.CleanupPolicy;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigException;

/** The keys that say how tenants are served: agreements, schedules, what becomes of files, preflight. */
final class OperationsKeys {
    static final String AGREEMENTS_DIR_CONFIG = "agreements.dir";
    private static final String AGREEMENTS_DIR_DOC = "The operator's directory of service agreements: {tenant}.json, or"
            + " {tenant}/service-agreement.json. They are read again when they change. What an agreement does not say,"
            + " the keys of this group say. Empty for none. It must be out of tenants' reach.";

    static final String SCHEDULE_CONFIG = "schedule";
    private static final String SCHEDULE_DOC =
            "When files are taken: 'continuous', or five fields of cron; then what is"
                    + " complete at a tick is taken. Agreements have precedence.";

    static final String TIMEZONE_CONFIG = "schedule.timezone";
    private static final String TIMEZONE_DOC = "Time zone of all schedules, such as Europe/Berlin.";

    static final String MAX_ROWS_CONFIG = "max.rows.per.second";
    private static final String MAX_ROWS_DOC = "Rows of one tenant that are read in a second, in all its datasets; each"
            + " task takes the part of its datasets. 0 for no limit. Agreements have precedence.";

    static final String CLEANUP_CONFIG = "cleanup.policy";
    private static final String CLEANUP_DOC =
            "What becomes of a file in in/ that is done with. move: it goes to out/done"
                    + " or out/rejected. delete: it is deleted if all went well, else it goes to out/rejected. none: it stays, and"
                    + " is not taken again as long as its size and time of modification stay the same.";

    static final String RETENTION_CONFIG = "retention.days";
    private static final String RETENTION_DOC =
            "How long files are kept in out/. 0 for ever. Agreements have precedence.";

    static final String PREFLIGHT_CONFIG = "preflight.services";
    private static final String PREFLIGHT_DOC =
            "Whether validating this configuration also asks the Schema Registry and"
                    + " the brokers, for a few seconds at most. They are never asked about topics with ${tenant} or ${dataset}.";

    static final String MIN_PARTITIONS_CONFIG = "preflight.min.partitions";
    private static final String MIN_PARTITIONS_DOC =
            "How many partitions the topic of rows must have at least: as many" + " as tasks are to read it.";

    static final int PREFLIGHT_SECONDS = 10;

    private static final int MOST_DAYS = 36_500;
    private static final int MOST_PARTITIONS = 100_000;

    private OperationsKeys() {}

    static void define(ConfigDef keys) {
        KeyGroup group = new KeyGroup(keys, "Operations");
        key(group, AGREEMENTS_DIR_CONFIG, ConfigDef.Type.STRING, "", null, AGREEMENTS_DIR_DOC);
        key(
                group,
                SCHEDULE_CONFIG,
                ConfigDef.Type.STRING,
                Schedule.CONTINUOUS.toString(),
                valid("cron or continuous", text -> Schedule.parse(text, ZoneId.of("UTC"))),
                SCHEDULE_DOC);
        key(group, TIMEZONE_CONFIG, ConfigDef.Type.STRING, "UTC", valid("a time zone", ZoneId::of), TIMEZONE_DOC);
        key(group, MAX_ROWS_CONFIG, ConfigDef.Type.INT, 0, Range.atLeast(0), MAX_ROWS_DOC);
        key(
                group,
                CLEANUP_CONFIG,
                ConfigDef.Type.STRING,
                CleanupPolicy.MOVE.text(),
                ConfigDef.ValidString.in(CleanupPolicy.texts()),
                CLEANUP_DOC);
        key(group, RETENTION_CONFIG, ConfigDef.Type.INT, 0, Range.between(0, MOST_DAYS), RETENTION_DOC);
        key(group, PREFLIGHT_CONFIG, ConfigDef.Type.BOOLEAN, true, null, PREFLIGHT_DOC);
        key(group, MIN_PARTITIONS_CONFIG, ConfigDef.Type.INT, 1, Range.between(1, MOST_PARTITIONS), MIN_PARTITIONS_DOC);
    }

    private static void key(
            KeyGroup group,
            String name,
            ConfigDef.Type type,
            Object absent,
            ConfigDef.Validator validator,
            String doc) {
        group.key(name, type, absent, validator, Importance.MEDIUM, doc);
    }

    /** What reads a text, and throws if it cannot. */
    private interface Reader {
        Object read(String text);
    }

    private static ConfigDef.Validator valid(String what, Reader reader) {
        return ConfigDef.LambdaValidator.with(
                (name, value) -> {
                    try {
                        reader.read(String.valueOf(value));
                    } catch (IllegalArgumentException | DateTimeException e) {
                        throw new ConfigException(
                                "'" + name + "' (where='" + value + "') is not " + what + ": " + e.getMessage());
                    }
                },
                () -> what);
    }

    /** What is in force for tenants: their agreements, and these settings where those say nothing. */
    static TermsSource terms(FileSourceConfig config, Encryption encryption) {
        ZoneId zone = ZoneId.of(config.getString(TIMEZONE_CONFIG));
        Schedule schedule = Schedule.parse(config.getString(SCHEDULE_CONFIG), zone);
        String directory = config.getString(AGREEMENTS_DIR_CONFIG);
        int rows = config.getInt(MAX_ROWS_CONFIG);
        int days = config.getInt(RETENTION_CONFIG);
        if (directory.isEmpty()) {
            return tenant ->
                    Optional.of(new Terms(StagingKeys.keyspaces(config, tenant), schedule, rows, days, encryption));
        }
        return new Agreements(
                Path.of(directory),
                tenant -> new Terms(StagingKeys.keyspaces(config, tenant), schedule, rows, days, encryption),
                zone);
    }

    static CleanupPolicy cleanup(FileSourceConfig config) {
        return CleanupPolicy.of(config.getString(CLEANUP_CONFIG));
    }
}
