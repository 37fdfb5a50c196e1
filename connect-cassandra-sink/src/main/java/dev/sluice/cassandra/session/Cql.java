package dev.sluice.cassandra.session;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.ResultSet;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.servererrors.WriteTimeoutException;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The few statements that are not rows: each rare, so none is prepared. Blocking calls are for the task's thread. */
final class Cql {
    private static final Logger LOG = LoggerFactory.getLogger(Cql.class);

    private final CqlSession session;
    private final SessionSettings settings;
    private final Runnable schemaChanges;

    /** @param schemaChanges is told of each statement that changes the schema, when it is sent */
    Cql(CqlSession session, SessionSettings settings, Runnable schemaChanges) {
        this.session = session;
        this.settings = settings;
        this.schemaChanges = schemaChanges;
    }

    /** Reads or writes a table of the sink's keyspace, or reads the server's. */
    ResultSet execute(String cql, Object... values) {
        return session.execute(SimpleStatement.newInstance(cql, values)
                .setConsistencyLevel(settings.metadata())
                .setIdempotent(true));
    }

    /** As {@link #execute}, without waiting. */
    CompletionStage<AsyncResultSet> executeAsync(String cql, Object... values) {
        return session.executeAsync(SimpleStatement.newInstance(cql, values)
                .setConsistencyLevel(settings.metadata())
                .setIdempotent(true));
    }

    /** Reads what lightweight transactions have written. */
    ResultSet executeSerial(String cql, Object... values) {
        return session.execute(SimpleStatement.newInstance(cql, values)
                .setConsistencyLevel(settings.serial())
                .setIdempotent(true));
    }

    /**
     * Executes a lightweight transaction, which the driver must not repeat on its own: the second would meet the first's effect.
     *
     * @throws WriteTimeoutException among others, when nobody knows whether it was applied
     */
    ResultSet executeConditional(String cql, Object... values) {
        return session.execute(SimpleStatement.newInstance(cql, values)
                .setConsistencyLevel(settings.metadata())
                .setSerialConsistencyLevel(settings.serial())
                .setIdempotent(false));
    }

    /** Has a statement understood, without executing it. */
    void prove(String cql) {
        session.prepare(SimpleStatement.newInstance(cql));
    }

    /**
     * Changes the schema, with the time that it needs, and returns when the nodes agree on it.
     *
     * <p>The driver would also wait until it has read the whole schema anew, and if it ever lost its control connection while it did
     * (4.19.3), it waits in vain from then on: each statement would seem to time out. So meanwhile it is told not to read it; when it is
     * told to again, it does so on its own.
     *
     * @throws SchemaDisagreementException if they do not within that time
     */
    void executeDdl(String cql) {
        LOG.info("Changing the schema: {}", cql);
        schemaChanges.run();
        session.setSchemaMetadataEnabled(false);
        try {
            executeAndAgree(cql);
        } finally {
            session.setSchemaMetadataEnabled(null);
        }
    }

    private void executeAndAgree(String cql) {
        ResultSet result = session.execute(SimpleStatement.newInstance(cql)
                .setConsistencyLevel(settings.metadata())
                .setTimeout(settings.ddlTimeout())
                .setIdempotent(true));
        if (!result.getExecutionInfo().isSchemaInAgreement() && !session.checkSchemaAgreement()) {
            throw new SchemaDisagreementException("nodes do not agree on the schema within " + settings.ddlTimeout());
        }
    }
}
