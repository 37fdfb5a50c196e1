package dev.sluice.cassandra;

import dev.sluice.cassandra.progress.ImportBook;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;

/** The keys that say how imports are counted and remembered. */
final class ImportKeys {
    static final String ERROR_TOPICS_CONFIG = "errors.topics";
    private static final String ERROR_TOPICS_DOC =
            "Topics of rejections, and dead letter queues. What this connector reads of them is never written as a row, "
                    + "only counted: an import is complete once every row of its file is in its table or rejected.";
    static final String ERROR_TOPICS_DEFAULT = "import-error";

    static final String IMPORT_SAMPLES_CONFIG = "import.errors.max";
    private static final String IMPORT_SAMPLES_DOC =
            "Rejected rows that are kept in import_errors for people to look at, per import and partition. All are counted.";
    static final int IMPORT_SAMPLES_DEFAULT = 100;

    static final String IMPORT_GRACE_CONFIG = "import.grace.ms";
    private static final String IMPORT_GRACE_DOC =
            "How long no row of an import that has ended may have come before it is said to be INCOMPLETE. It becomes "
                    + "COMPLETED should the missing rows come after all.";
    static final int IMPORT_GRACE_DEFAULT = 60_000;

    static final String IMPORT_RETENTION_CONFIG = "import.retention.days";
    private static final String IMPORT_RETENTION_DOC =
            "How long progress and history of an import are kept; 0 means for ever. Not the rows: their time to live is the definition's.";
    static final int IMPORT_RETENTION_DEFAULT = 180;

    private static final int MAX_SAMPLES = 10_000;
    private static final int MAX_GRACE = 86_400_000;
    private static final int MAX_RETENTION = 7_300;

    private ImportKeys() {}

    static void define(ConfigDef keys) {
        new KeyGroup(keys, "Imports")
                .key(
                        ERROR_TOPICS_CONFIG,
                        ConfigDef.Type.LIST,
                        ERROR_TOPICS_DEFAULT,
                        null,
                        Importance.MEDIUM,
                        ERROR_TOPICS_DOC)
                .number(IMPORT_SAMPLES_CONFIG, IMPORT_SAMPLES_DEFAULT, 0, MAX_SAMPLES, IMPORT_SAMPLES_DOC)
                .number(IMPORT_GRACE_CONFIG, IMPORT_GRACE_DEFAULT, 0, MAX_GRACE, IMPORT_GRACE_DOC)
                .number(IMPORT_RETENTION_CONFIG, IMPORT_RETENTION_DEFAULT, 0, MAX_RETENTION, IMPORT_RETENTION_DOC);
    }

    static List<String> errorTopics(AbstractConfig config) {
        return config.getList(ERROR_TOPICS_CONFIG);
    }

    static ImportBook.Choices choices(AbstractConfig config) {
        return new ImportBook.Choices(
                config.getInt(IMPORT_SAMPLES_CONFIG), Duration.ofMillis(config.getInt(IMPORT_GRACE_CONFIG)));
    }

    static Duration retention(AbstractConfig config) {
        return Duration.ofDays(config.getInt(IMPORT_RETENTION_CONFIG));
    }
}
