package dev.sluice.cassandra.session;

import com.datastax.oss.driver.api.core.cql.Row;
import dev.sluice.cassandra.progress.ImportFacts.Progress;
import dev.sluice.cassandra.progress.Seen;
import dev.sluice.cassandra.progress.StreamId;
import dev.sluice.cassandra.progress.StreamState;
import dev.sluice.contract.ImportContext;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.TopicPartition;

/** How far each import is in each stream. A state is written with a timestamp that grows with its ordinal: the one that knows more stays. */
final class ImportProgressTable {
    private static final String STATE = "ordinal, rows, rejected, record_offset, position, seen, reasons";

    private final Cql cql;
    private final String table;
    private final int ttl;

    ImportProgressTable(Cql cql, SinkKeyspace keyspace, int ttl) {
        this.cql = cql;
        this.table = keyspace.table(SinkKeyspace.IMPORT_PROGRESS).toString();
        this.ttl = ttl;
    }

    /** Waits for the answer. */
    StreamState load(ImportContext context, StreamId id) {
        Row row = cql.execute(
                        "SELECT " + STATE + " FROM " + table
                                + " WHERE import_id = ? AND base = ? AND topic = ? AND partition = ? AND origin = ?",
                        context.importId(),
                        context.writeTimestampBase(),
                        id.partition().topic(),
                        id.partition().partition(),
                        id.key())
                .one();
        return row == null ? StreamState.NONE : state(row);
    }

    CompletionStage<?> save(ImportContext context, StreamId id, StreamState state, Instant now) {
        return cql.executeAsync(
                "INSERT INTO " + table + " (import_id, base, topic, partition, origin, " + STATE + ", saved) "
                        + "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP ? AND TTL ?",
                context.importId(),
                context.writeTimestampBase(),
                id.partition().topic(),
                id.partition().partition(),
                id.key(),
                state.ordinal(),
                state.rows(),
                state.rejected(),
                state.offset(),
                state.position(),
                state.seen().code(),
                state.reasons(),
                now,
                context.writeTimestamp(state.ordinal()),
                ttl);
    }

    CompletionStage<List<Progress>> all(ImportContext context) {
        return cql.executeAsync(
                        "SELECT topic, partition, origin, saved, " + STATE + " FROM " + table
                                + " WHERE import_id = ? AND base = ?",
                        context.importId(),
                        context.writeTimestampBase())
                .thenCompose(rows -> Pages.all(rows, ImportProgressTable::progress));
    }

    private static Progress progress(Row row) {
        TopicPartition partition = new TopicPartition(row.getString("topic"), row.getInt("partition"));
        Instant saved = row.getInstant("saved");
        return new Progress(
                StreamId.ofKey(partition, row.getString("origin")), state(row), saved == null ? Instant.EPOCH : saved);
    }

    private static StreamState state(Row row) {
        return new StreamState(
                row.getLong("ordinal"),
                row.getLong("rows"),
                row.getLong("rejected"),
                row.getLong("record_offset"),
                row.getLong("position"),
                Seen.of(row.getInt("seen")),
                row.getMap("reasons", String.class, Long.class));
    }
}
