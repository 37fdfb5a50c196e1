package dev.sluice.cassandra.session;

import com.datastax.oss.driver.api.core.DriverException;

/** The nodes have not come to one schema in time; they will, so this is of the world and passes. */
final class SchemaDisagreementException extends DriverException {
    private static final long serialVersionUID = 1L;

    SchemaDisagreementException(String message) {
        super(message, null, null, true);
    }

    @Override
    public DriverException copy() {
        return new SchemaDisagreementException(getMessage());
    }
}
