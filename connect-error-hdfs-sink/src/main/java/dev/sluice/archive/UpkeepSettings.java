package dev.sluice.archive;

import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;

/** What is done behind the scenes, and after failures. */
final class UpkeepSettings {
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

    private UpkeepSettings() {}

    static void define(SettingsDefinition def) {
        Range positive = Range.atLeast(1);
        def.group("Compaction");
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
        def.group("Retries");
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
    }
}
