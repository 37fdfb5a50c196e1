package dev.sluice.cassandra.session;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatementBuilder;
import com.datastax.oss.driver.api.core.cql.DefaultBatchType;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import dev.sluice.cassandra.bind.Row;
import dev.sluice.cassandra.bind.Shape;
import dev.sluice.cassandra.write.RowWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes rows with prepared statements: one row as one statement, several as an unlogged batch. Statements are prepared without blocking,
 * once per shape; a preparation that fails is tried anew with the next row of its shape.
 */
final class DriverRowWriter implements RowWriter {
    private record Latest(Shape shape, CompletableFuture<PreparedStatement> statement) {}

    private final CqlSession session;
    private volatile Latest latest;
    private final Map<Shape, CompletableFuture<PreparedStatement>> prepared = new ConcurrentHashMap<>();

    DriverRowWriter(CqlSession session) {
        this.session = session;
    }

    @Override
    @SuppressWarnings("ReferenceEquality")
    public CompletionStage<?> write(List<Row> rows) {
        if (rows.size() == 1) {
            Row row = rows.get(0);
            CompletableFuture<PreparedStatement> preparation = prepared(row.shape());
            return isReady(preparation)
                    ? session.executeAsync(bound(preparation.join(), row))
                    : preparation.thenCompose(statement -> session.executeAsync(bound(statement, row)));
        }
        CompletableFuture<PreparedStatement> first = prepared(rows.get(0).shape());
        if (isReady(first)
                && rows.stream().allMatch(row -> row.shape() == rows.get(0).shape())) {
            return session.executeAsync(batch(rows));
        }
        CompletableFuture<?>[] preparations =
                rows.stream().map(Row::shape).distinct().map(this::prepared).toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(preparations).thenCompose(done -> session.executeAsync(batch(rows)));
    }

    private static boolean isReady(CompletableFuture<?> preparation) {
        return preparation.isDone() && !preparation.isCompletedExceptionally();
    }

    private BatchStatement batch(List<Row> rows) {
        List<BoundStatement> statements = new ArrayList<>(rows.size());
        for (Row row : rows) {
            statements.add(bound(prepared(row.shape()).join(), row));
        }
        return BatchStatement.newInstance(DefaultBatchType.UNLOGGED)
                .addAll(statements)
                .setIdempotent(true);
    }

    /** Runs once a row: shapes are nearly always the very object of the row before. */
    @SuppressWarnings("ReferenceEquality")
    private CompletableFuture<PreparedStatement> prepared(Shape shape) {
        Latest last = latest;
        if (last != null && last.shape() == shape && isReady(last.statement())) {
            return last.statement();
        }
        CompletableFuture<PreparedStatement> preparation = lookUp(shape);
        latest = new Latest(shape, preparation);
        return preparation;
    }

    private CompletableFuture<PreparedStatement> lookUp(Shape shape) {
        CompletableFuture<PreparedStatement> present = prepared.get(shape);
        if (present != null && !present.isCompletedExceptionally()) {
            return present;
        }
        CompletableFuture<PreparedStatement> preparation = session.prepareAsync(
                        SimpleStatement.newInstance(shape.statement()).setIdempotent(true))
                .toCompletableFuture();
        prepared.put(shape, preparation);
        return preparation;
    }

    private static BoundStatement bound(PreparedStatement statement, Row row) {
        BoundStatementBuilder builder = statement.boundStatementBuilder();
        Shape shape = row.shape();
        for (int i = 0; i < row.size(); i++) {
            if (!row.isUnset(i)) {
                builder = builder.setBytesUnsafe(shape.marker(i), row.cell(i));
            }
        }
        ByteBuffer timestamp = ByteBuffer.allocate(Long.BYTES).putLong(0, row.writeTimestamp());
        return builder.setBytesUnsafe(shape.timestampMarker(), timestamp).build();
    }
}
