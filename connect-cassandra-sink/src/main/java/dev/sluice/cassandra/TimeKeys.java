package dev.sluice.cassandra;

import java.time.Duration;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;

/** The keys that say how long what is waited for; all are milliseconds. */
final class TimeKeys {
    static final String REQUEST_TIMEOUT_CONFIG = "request.timeout.ms";
    private static final String REQUEST_TIMEOUT_DOC = "How long an answer of Cassandra is waited for before a retry.";
    static final int REQUEST_TIMEOUT_DEFAULT = 10_000;

    static final String DDL_TIMEOUT_CONFIG = "ddl.timeout.ms";
    private static final String DDL_TIMEOUT_DOC =
            "The same for statements that change the schema, and for the nodes to agree on it. The first ones after "
                    + "Cassandra's start take seconds.";
    static final int DDL_TIMEOUT_DEFAULT = 30_000;

    static final String PUT_TIMEOUT_CONFIG = "put.timeout.ms";
    private static final String PUT_TIMEOUT_DOC =
            "How long one call may wait for a slow Cassandra before the batch is handed "
                    + "back to Connect, to come again. Keep it far below consumer.override.max.poll.interval.ms.";
    static final int PUT_TIMEOUT_DEFAULT = 30_000;

    static final String DEFINITION_WAIT_CONFIG = "definition.wait.ms";
    private static final String DEFINITION_WAIT_DOC =
            "How long rows wait for a definition that nobody has announced, once per "
                    + "version, before they are reported as errant records.";
    static final int DEFINITION_WAIT_DEFAULT = 30_000;

    static final int MAX_TIMEOUT = 120_000;
    private static final int MIN_TIMEOUT = 100;
    private static final int MAX_DEFINITION_WAIT = 3_600_000;
    private static final long COMMIT_WAIT_MILLIS = 4_000;

    private TimeKeys() {}

    static void define(ConfigDef keys) {
        new KeyGroup(keys, "Time")
                .number(REQUEST_TIMEOUT_CONFIG, REQUEST_TIMEOUT_DEFAULT, MIN_TIMEOUT, MAX_TIMEOUT, REQUEST_TIMEOUT_DOC)
                .number(DDL_TIMEOUT_CONFIG, DDL_TIMEOUT_DEFAULT, MIN_TIMEOUT, MAX_TIMEOUT, DDL_TIMEOUT_DOC)
                .number(PUT_TIMEOUT_CONFIG, PUT_TIMEOUT_DEFAULT, MIN_TIMEOUT, MAX_TIMEOUT, PUT_TIMEOUT_DOC)
                .number(DEFINITION_WAIT_CONFIG, DEFINITION_WAIT_DEFAULT, 0, MAX_DEFINITION_WAIT, DEFINITION_WAIT_DOC);
    }

    static Duration request(AbstractConfig config) {
        return Duration.ofMillis(config.getInt(REQUEST_TIMEOUT_CONFIG));
    }

    static Duration ddl(AbstractConfig config) {
        return Duration.ofMillis(config.getInt(DDL_TIMEOUT_CONFIG));
    }

    static Loader.Waits waits(AbstractConfig config) {
        int put = config.getInt(PUT_TIMEOUT_CONFIG);
        return new Loader.Waits(put, Math.min(put, COMMIT_WAIT_MILLIS));
    }

    static long definitionWaitMillis(AbstractConfig config) {
        return config.getInt(DEFINITION_WAIT_CONFIG);
    }
}
