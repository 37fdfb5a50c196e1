package dev.sluice.cassandra.session;

import com.datastax.oss.driver.api.core.CqlSession;
import dev.sluice.cassandra.define.Catalog;
import dev.sluice.cassandra.define.DefinitionStore;
import dev.sluice.cassandra.define.Lease;
import dev.sluice.cassandra.progress.ProgressStore;
import dev.sluice.cassandra.write.RowWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** An open session, seen through the ports that the other packages have. */
public final class CassandraLink implements AutoCloseable {
    /** A lease is taken anew for each statement and must outlive it: the statement's own timeout, and a few questions. */
    private static final Duration LEASE_MARGIN = Duration.ofSeconds(10);

    /**
     * The sink's own keyspace.
     *
     * @param create the statement that creates it; empty where the operator wants to do so
     * @param importRetention how long imports are remembered; zero means for ever
     */
    public record OwnKeyspace(String name, Optional<String> create, Duration importRetention) {}

    private final CqlSession session;
    private final CqlCatalog catalog;
    private final DefinitionStore store;
    private final Lease lease;
    private final RowWriter writer;
    private final ProgressStore progress;

    private CassandraLink(CqlSession session, SessionSettings settings, OwnKeyspace own, Runnable schemaChanges) {
        this.session = session;
        Cql cql = new Cql(session, settings, schemaChanges);
        this.catalog = new CqlCatalog(cql);
        SinkKeyspace keyspace = new SinkKeyspace(own.name(), cql, catalog);
        keyspace.ensureLeases(own.create());
        Duration leaseTime = settings.ddlTimeout().plus(LEASE_MARGIN);
        this.lease = new LwtLease(cql, keyspace, settings.applicationName() + "/" + UUID.randomUUID(), leaseTime);
        ensureTables(keyspace, cql);
        keyspace.proveTables();
        this.store = new CqlDefinitionStore(cql, keyspace);
        this.writer = new DriverRowWriter(session);
        this.progress = new CqlProgressStore(cql, keyspace, own.importRetention());
    }

    /**
     * Connects, and makes sure of the sink's keyspace.
     *
     * @param schemaChanges is told of each statement that changes the schema, by the thread that sends it
     * @throws LeaseBusyException if another task is busy doing the same
     */
    public static CassandraLink open(SessionSettings settings, OwnKeyspace own, Runnable schemaChanges) {
        CqlSession session = settings.open();
        try {
            return new CassandraLink(session, settings, own, schemaChanges);
        } catch (RuntimeException e) {
            session.forceCloseAsync();
            throw e;
        }
    }

    private void ensureTables(SinkKeyspace keyspace, Cql cql) {
        List<String> missing = keyspace.missing();
        if (missing.isEmpty()) {
            return;
        }
        try {
            for (String ddl : missing) {
                if (!lease.acquire()) {
                    throw new LeaseBusyException();
                }
                cql.executeDdl(ddl);
            }
        } finally {
            lease.release();
        }
    }

    public Catalog catalog() {
        return catalog;
    }

    public DefinitionStore store() {
        return store;
    }

    public Lease lease() {
        return lease;
    }

    public RowWriter writer() {
        return writer;
    }

    public ProgressStore progress() {
        return progress;
    }

    /** Closes without waiting for what is in flight: it is not committed, so it comes again. */
    @Override
    public void close() {
        session.forceCloseAsync();
    }
}
