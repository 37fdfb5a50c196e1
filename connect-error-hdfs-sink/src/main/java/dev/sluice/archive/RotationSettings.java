package dev.sluice.archive;

import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;

/** When files are committed, and what they may cost before. */
final class RotationSettings {
    static final String ROTATE_RECORDS_CONFIG = "rotate.records";
    static final long ROTATE_RECORDS_DEFAULT = 500_000;
    static final String ROTATE_RECORDS_DOC =
            "Records of a topic-partition after which its files are committed. What is not yet committed is read again after a failure.";

    static final String ROTATE_FILES_CONFIG = "rotate.files";
    static final int ROTATE_FILES_DEFAULT = 2_000;
    static final String ROTATE_FILES_DOC =
            "Files of a topic-partition, one for each directory that its records belong into, at which they are committed: a commit "
                    + "takes a few calls to the file system for each.";

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

    static final String MAX_OPEN_FILES_CONFIG = "max.open.files";
    static final int MAX_OPEN_FILES_DEFAULT = 64;
    static final String MAX_OPEN_FILES_DOC =
            "Streams to the file system that one task has open; rows of further files wait in memory. A stream takes about half a megabyte "
                    + "of heap, and up to 5 MB while the data nodes are slow.";

    static final String MAX_BUFFERED_BYTES_CONFIG = "max.buffered.bytes";
    static final long MAX_BUFFERED_BYTES_DEFAULT = 64L * 1024 * 1024;
    static final String MAX_BUFFERED_BYTES_DOC =
            "Heap that one task takes, about, for rows of files that are not yet worth a stream to the file system. If there is more, the "
                    + "topic-partition with the most is committed.";

    static final String COMMIT_THREADS_CONFIG = "commit.threads";
    static final int COMMIT_THREADS_DEFAULT = 8;
    static final String COMMIT_THREADS_DOC =
            "Files of one commit that a task closes or renames at the same time. Most of that is waiting for the file system.";

    private RotationSettings() {}

    static void define(SettingsDefinition def) {
        Range positive = Range.atLeast(1);
        def.group("Rotation");
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
    }
}
