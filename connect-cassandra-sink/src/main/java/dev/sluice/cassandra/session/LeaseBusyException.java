package dev.sluice.cassandra.session;

import org.apache.kafka.connect.errors.RetriableException;

/** Another task is changing the schema; it will be done soon. */
public final class LeaseBusyException extends RetriableException {
    private static final long serialVersionUID = 1L;

    LeaseBusyException() {
        super("another task is changing the schema");
    }
}
