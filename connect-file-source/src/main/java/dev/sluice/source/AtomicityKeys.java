package dev.sluice.source;

import dev.sluice.source.lane.TaskTransaction;
import java.time.Clock;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.TransactionContext;

/** The keys that say whether an import is seen as a whole or not at all. */
final class AtomicityKeys {
    static final String ATOMICITY_CONFIG = "import.atomicity";
    /** Rows are seen as they come; events tell where an import begins and ends. */
    static final String EVENTS = "events";
    /** Rows and events of a file are seen together. */
    static final String FILE = "file";

    private static final String ATOMICITY_DOC =
            "What readers of committed records (isolation.level=read_committed) see of an"
                    + " import. events: rows as they come, between the events of its start and end. file: all of it, start, rows, rejections and"
                    + " end, or nothing, in one transaction; this needs a worker with exactly.once.source.support=enabled, and of this"
                    + " connector transaction.boundary=connector and exactly.once.support=required. Other files of the same task wait"
                    + " meanwhile, and the worker keeps all rows of the file in memory. Files that import.atomicity.max.bytes or"
                    + " import.atomicity.max.ms do not let pass, and those of tenants whose rows per second are limited, are imported as with"
                    + " events; their reports and the log say so.";

    static final String MAX_BYTES_CONFIG = "import.atomicity.max.bytes";
    static final long MAX_BYTES_DEFAULT = 8 << 20;
    private static final String MAX_BYTES_DOC =
            "Larger files, unpacked, are imported as with import.atomicity=events. On the"
                    + " worker's heap a file takes ten to thirty times its bytes. Must be less than split.min.bytes, if that is set, because a transaction is one task's.";

    static final String MAX_MS_CONFIG = "import.atomicity.max.ms";
    static final int MAX_MS_DEFAULT = 30_000;
    private static final String MAX_MS_DOC =
            "If a file's transaction has been open for so many milliseconds before all its rows"
                    + " are read, it is aborted, and the file is imported as with import.atomicity=events. Must be less than the producer's"
                    + " transaction.timeout.ms, with time to spare for the commit.";

    private static final int MOST_MILLIS = 900_000;

    private AtomicityKeys() {}

    static void define(ConfigDef keys) {
        KeyGroup group = new KeyGroup(keys, "Atomicity");
        group.key(
                ATOMICITY_CONFIG,
                ConfigDef.Type.STRING,
                EVENTS,
                ConfigDef.ValidString.in(EVENTS, FILE),
                Importance.MEDIUM,
                ATOMICITY_DOC);
        group.key(
                MAX_BYTES_CONFIG,
                ConfigDef.Type.LONG,
                MAX_BYTES_DEFAULT,
                Range.between(1, Integer.MAX_VALUE),
                Importance.MEDIUM,
                MAX_BYTES_DOC);
        group.key(
                MAX_MS_CONFIG,
                ConfigDef.Type.INT,
                MAX_MS_DEFAULT,
                Range.between(1, MOST_MILLIS),
                Importance.LOW,
                MAX_MS_DOC);
    }

    static boolean isFile(FileSourceConfig config) {
        return config.getString(ATOMICITY_CONFIG).equals(FILE);
    }

    /**
     * The task's transaction.
     *
     * @param context null if it is not for the connector to say when transactions end
     */
    static TaskTransaction transaction(FileSourceConfig config, TransactionContext context) {
        if (!isFile(config)) {
            return new TaskTransaction(Optional.ofNullable(context), TaskTransaction.Bounds.NONE, Clock.systemUTC());
        }
        if (context == null) {
            throw new ConnectException("'" + ATOMICITY_CONFIG + "' (where='" + FILE
                    + "') needs transactions, and the worker gives this task none; the task cannot start. Use distributed"
                    + " workers with exactly.once.source.support=enabled, and set transaction.boundary=connector and"
                    + " exactly.once.support=required; or set " + ATOMICITY_CONFIG + "=" + EVENTS + ".");
        }
        return new TaskTransaction(
                Optional.of(context),
                new TaskTransaction.Bounds(config.getLong(MAX_BYTES_CONFIG), config.getInt(MAX_MS_CONFIG)),
                Clock.systemUTC());
    }
}
