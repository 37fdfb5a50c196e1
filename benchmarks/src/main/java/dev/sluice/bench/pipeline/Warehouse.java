package dev.sluice.bench.pipeline;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import dev.sluice.stack.LocalStack;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Cassandra, asked without the sink. For one thread. */
final class Warehouse implements AutoCloseable {
    private static final int PAGE = 5_000;

    private final CqlSession session;

    Warehouse(LocalStack stack) {
        session = CqlSession.builder()
                .addContactPoint(stack.cassandra())
                .withLocalDatacenter(stack.localDatacenter())
                .withConfigLoader(DriverConfigLoader.programmaticBuilder()
                        .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, Duration.ofSeconds(60))
                        .withInt(DefaultDriverOption.CONNECTION_MAX_REQUESTS, 4096)
                        .withInt(DefaultDriverOption.REQUEST_PAGE_SIZE, PAGE)
                        .build())
                .build();
    }

    CqlSession session() {
        return session;
    }

    /** Rows of an import that the sink has proved complete. */
    record Completed(long accepted, long rejected) {
        long rows() {
            return accepted + rejected;
        }
    }

    /** By file. */
    Map<String, Completed> completed(String tenant) {
        Map<String, Completed> completed = new HashMap<>();
        try {
            for (Row row : session.execute(SimpleStatement.newInstance(
                    "SELECT file, state, rows_accepted, rows_rejected FROM sluice.imports WHERE tenant = ?", tenant))) {
                if ("COMPLETED".equals(row.getString("state"))) {
                    completed.put(
                            row.getString("file"),
                            new Completed(row.getLong("rows_accepted"), row.getLong("rows_rejected")));
                }
            }
        } catch (InvalidQueryException e) {
            // The sink has not made its tables yet.
            return Map.of();
        }
        return completed;
    }

    /** Rows of a table, counted one by one. */
    long count(String table, String column) {
        long count = 0;
        for (Row row : session.execute("SELECT \"" + column + "\" FROM " + table)) {
            count += row.isNull(0) ? 0 : 1;
        }
        return count;
    }

    @Override
    public void close() {
        session.close();
    }
}
