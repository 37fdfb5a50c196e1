package dev.sluice.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.cql.BoundStatementBuilder;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;

/** What a good programmer writes in an afternoon: a prepared statement, bound and sent for each row, so many at once. */
final class PlainLoop {
    private final CqlSession session;
    private final int inFlight;

    PlainLoop(CqlSession session, int inFlight) {
        this.session = session;
        this.inFlight = inFlight;
    }

    void write(BenchmarkTable table, List<SinkRecord> records) throws InterruptedException {
        PreparedStatement statement = session.prepare(table.insert());
        Semaphore permits = new Semaphore(inFlight);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        List<String> columns = BenchmarkTable.columns();
        long timestamp = 0;
        for (SinkRecord record : records) {
            Struct row = (Struct) record.value();
            BoundStatementBuilder builder = statement.boundStatementBuilder();
            for (int i = 0; i < columns.size(); i++) {
                Object value = row.get(columns.get(i));
                if (value instanceof Long number) {
                    builder = builder.setLong(i, number);
                } else if (value instanceof Integer number) {
                    builder = builder.setInt(i, number);
                } else if (value instanceof Double number) {
                    builder = builder.setDouble(i, number);
                } else {
                    builder = builder.setString(i, (String) value);
                }
            }
            permits.acquire();
            session.executeAsync(builder.setLong(columns.size(), 1_600_000_000_000_000L + timestamp++)
                            .setConsistencyLevel(DefaultConsistencyLevel.LOCAL_QUORUM)
                            .setIdempotence(true)
                            .build())
                    .whenComplete((result, error) -> {
                        if (error != null) {
                            failure.set(error);
                        }
                        permits.release();
                    });
        }
        permits.acquire(inFlight);
        if (failure.get() != null) {
            throw new IllegalStateException("the plain loop lost a row", failure.get());
        }
    }
}
