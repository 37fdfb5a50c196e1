package dev.sluice.cassandra.session;

import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.ResultSet;
import dev.sluice.cassandra.define.Lease;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One row with a time to live, taken by a lightweight transaction. One for all tables of the cluster: Cassandra's schema is one thing,
 * and definitions are rare.
 */
final class LwtLease implements Lease {
    private static final Logger LOG = LoggerFactory.getLogger(LwtLease.class);
    private static final String SCOPE = "schema";

    private final Cql cql;
    private final String table;
    private final String holder;
    private final int ttlSeconds;

    /**
     * @param holder unique among all tasks of all times, so that a zombie's lease is not taken for one's own
     * @param time longer than everything that is done under it
     */
    LwtLease(Cql cql, SinkKeyspace keyspace, String holder, Duration time) {
        this.cql = cql;
        this.table = keyspace.table(SinkKeyspace.DDL_LEASES).toString();
        this.holder = holder;
        this.ttlSeconds = (int) time.toSeconds();
    }

    @Override
    public boolean acquire() {
        ResultSet taken = cql.executeConditional(
                "INSERT INTO " + table + " (scope, holder) VALUES (?, ?) IF NOT EXISTS USING TTL " + ttlSeconds,
                SCOPE,
                holder);
        if (taken.wasApplied()) {
            return true;
        }
        if (!holder.equals(taken.one().getString("holder"))) {
            return false;
        }
        return cql.executeConditional(
                        "UPDATE " + table + " USING TTL " + ttlSeconds
                                + " SET holder = ? WHERE scope = ? IF holder = ?",
                        holder,
                        SCOPE,
                        holder)
                .wasApplied();
    }

    @Override
    public void release() {
        try {
            cql.executeConditional("DELETE FROM " + table + " WHERE scope = ? IF holder = ?", SCOPE, holder);
        } catch (DriverException e) {
            LOG.warn(
                    "The schema lease could not be given back: {}; it expires within {} s. Nothing needs to be done.",
                    e.getMessage(),
                    ttlSeconds);
        }
    }
}
