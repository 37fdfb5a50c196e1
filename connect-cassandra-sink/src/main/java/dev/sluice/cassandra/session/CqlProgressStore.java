package dev.sluice.cassandra.session;

import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.sluice.cassandra.progress.ImportFacts;
import dev.sluice.cassandra.progress.ImportFacts.Progress;
import dev.sluice.cassandra.progress.ImportState;
import dev.sluice.cassandra.progress.Judgement;
import dev.sluice.cassandra.progress.ProgressStore;
import dev.sluice.cassandra.progress.RejectedRow;
import dev.sluice.cassandra.progress.Seen;
import dev.sluice.cassandra.progress.StreamId;
import dev.sluice.cassandra.progress.StreamState;
import dev.sluice.contract.DatasetId;
import dev.sluice.contract.Event;
import dev.sluice.contract.Event.ImportEnded;
import dev.sluice.contract.Event.ImportFailed;
import dev.sluice.contract.Event.ImportStarted;
import dev.sluice.contract.ImportContext;
import dev.sluice.contract.Violation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * Imports in the sink's keyspace. All write timestamps are the import's base plus something that grows with what is known, so they say
 * which of two writes knows more, not which came later.
 */
final class CqlProgressStore implements ProgressStore {
    private static final int BUCKET = 0;
    private static final int RANK_START = 0;
    private static final int RANK_END = 1;
    private static final int RANK_SETTLED = 2;
    private static final String STATE = "ordinal, rows, rejected, record_offset, position, seen, reasons";

    private final Cql cql;
    private final String imports;
    private final String running;
    private final String progress;
    private final String errors;
    private final int ttl;

    CqlProgressStore(Cql cql, SinkKeyspace keyspace, Duration retention) {
        this.cql = cql;
        this.imports = keyspace.table(SinkKeyspace.IMPORTS).toString();
        this.running = keyspace.table(SinkKeyspace.IMPORTS_RUNNING).toString();
        this.progress = keyspace.table(SinkKeyspace.IMPORT_PROGRESS).toString();
        this.errors = keyspace.table(SinkKeyspace.IMPORT_ERRORS).toString();
        this.ttl = (int) retention.toSeconds();
    }

    @Override
    public StreamState load(ImportContext context, StreamId id) {
        Row row = cql.execute(
                        "SELECT " + STATE + " FROM " + progress
                                + " WHERE import_id = ? AND base = ? AND topic = ? AND partition = ? AND origin = ?",
                        context.importId(),
                        context.writeTimestampBase(),
                        id.partition().topic(),
                        id.partition().partition(),
                        id.key())
                .one();
        return row == null ? StreamState.NONE : state(row);
    }

    @Override
    public CompletionStage<?> save(ImportContext context, StreamId id, StreamState state, Instant now) {
        return cql.executeAsync(
                "INSERT INTO " + progress + " (import_id, base, topic, partition, origin, " + STATE + ", saved) "
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

    @Override
    public CompletionStage<?> remember(ImportContext context, StreamId id, long offset, RejectedRow row) {
        return cql.executeAsync(
                "INSERT INTO " + errors + " (import_id, base, ordinal, line, byte_start, byte_length, stage, codes, "
                        + "columns, messages, topic, partition, record_offset) "
                        + "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP ? AND TTL ?",
                context.importId(),
                context.writeTimestampBase(),
                row.position().ordinal(),
                row.position().line(),
                row.position().byteStart(),
                row.position().byteLength(),
                row.stage(),
                row.faults().stream().map(RejectedRow.Fault::code).toList(),
                row.faults().stream()
                        .map(fault -> fault.column() == null ? "" : fault.column())
                        .toList(),
                row.faults().stream()
                        .map(fault -> String.valueOf(fault.message()))
                        .toList(),
                id.partition().topic(),
                id.partition().partition(),
                offset,
                context.writeTimestamp(row.position().ordinal()),
                ttl);
    }

    @Override
    public CompletionStage<?> announce(Event event) {
        if (event instanceof ImportStarted started) {
            return both(started(started), run(started.context(), false, RANK_START));
        }
        if (event instanceof ImportEnded ended) {
            return both(ended(ended), run(ended.context(), true, RANK_END));
        }
        return event instanceof ImportFailed failed
                ? both(failed(failed), run(failed.context(), true, RANK_END))
                : CompletableFuture.completedFuture(null);
    }

    private CompletionStage<?> started(ImportStarted event) {
        return writeImport(
                event.context(),
                RANK_START,
                "dataset, table_name, version, file, bytes, state, started",
                event.dataset(),
                event.context().table(),
                event.context().version(),
                event.file(),
                event.bytes(),
                ImportState.RUNNING.name(),
                event.time());
    }

    private CompletionStage<?> ended(ImportEnded event) {
        return writeImport(
                event.context(),
                RANK_END,
                "dataset, table_name, version, file, bytes, sha256, state, ended, rows_total, source_accepted, source_rejected",
                event.dataset(),
                event.context().table(),
                event.context().version(),
                event.file(),
                event.bytes(),
                event.sha256(),
                ImportState.LOADING.name(),
                event.time(),
                event.rowsRead(),
                event.rowsAccepted(),
                event.rowsRejected());
    }

    private CompletionStage<?> failed(ImportFailed event) {
        return writeImport(
                event.context(),
                RANK_END,
                "dataset, table_name, version, file, state, ended, rows_total, source_accepted, source_rejected, rows_lost, failure",
                event.dataset(),
                event.context().table(),
                event.context().version(),
                event.file(),
                ImportState.FAILED.name(),
                event.time(),
                event.rowsRead(),
                event.rowsAccepted(),
                event.rowsRejected(),
                event.rowsLost(),
                event.reasons().stream().map(Violation::message).collect(Collectors.joining("; ")));
    }

    private CompletionStage<?> writeImport(ImportContext context, long rank, String columns, Object... values) {
        Object[] all = new Object[values.length + 5];
        all[0] = context.dataset().tenant().name();
        all[1] = context.writeTimestampBase();
        all[2] = context.importId();
        System.arraycopy(values, 0, all, 3, values.length);
        all[all.length - 2] = context.writeTimestampBase() + rank;
        all[all.length - 1] = ttl;
        return cql.executeAsync(
                "INSERT INTO " + imports + " (tenant, base, import_id, " + columns + ") VALUES (?, ?, ?"
                        + ", ?".repeat(values.length) + ") USING TIMESTAMP ? AND TTL ?",
                all);
    }

    private CompletionStage<?> run(ImportContext context, boolean ended, long rank) {
        return cql.executeAsync(
                "INSERT INTO " + running + " (bucket, tenant, base, import_id, dataset, table_name, version, ended) "
                        + "VALUES (?, ?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP ? AND TTL ?",
                BUCKET,
                context.dataset().tenant().name(),
                context.writeTimestampBase(),
                context.importId(),
                context.dataset().name(),
                context.table(),
                context.version(),
                ended,
                context.writeTimestampBase() + rank,
                ttl);
    }

    @Override
    public CompletionStage<?> conclude(ImportContext context, Judgement judgement, Instant now) {
        CompletionStage<?> written = writeImport(
                context,
                judgement.rank(),
                "state, judged, rows_accepted, rows_rejected, rows_missing",
                judgement.state().name(),
                now,
                judgement.accepted(),
                judgement.rejected(),
                judgement.missing());
        // Only then: as long as it is not written, somebody must find the import here.
        return written.thenCompose(done -> cql.executeAsync(
                "DELETE FROM " + running
                        + " USING TIMESTAMP ? WHERE bucket = ? AND tenant = ? AND base = ? AND import_id = ?",
                context.writeTimestampBase() + RANK_SETTLED,
                BUCKET,
                context.dataset().tenant().name(),
                context.writeTimestampBase(),
                context.importId()));
    }

    @Override
    public CompletionStage<ImportFacts> facts(ImportContext context) {
        CompletionStage<Optional<Row>> summary = cql.executeAsync(
                        "SELECT state, rows_total, rows_lost FROM " + imports
                                + " WHERE tenant = ? AND base = ? AND import_id = ?",
                        context.dataset().tenant().name(),
                        context.writeTimestampBase(),
                        context.importId())
                .thenApply(rows -> Optional.ofNullable(rows.one()));
        CompletionStage<List<Progress>> streams = cql.executeAsync(
                        "SELECT topic, partition, origin, saved, " + STATE + " FROM " + progress
                                + " WHERE import_id = ? AND base = ?",
                        context.importId(),
                        context.writeTimestampBase())
                .thenCompose(rows -> all(rows, CqlProgressStore::progress));
        return summary.thenCombine(streams, (row, found) -> {
            Optional<ImportState> state =
                    row.map(columns -> columns.getString("state")).map(ImportState::valueOf);
            OptionalLong total = row.filter(columns -> !columns.isNull("rows_total"))
                    .map(columns -> OptionalLong.of(columns.getLong("rows_total")))
                    .orElse(OptionalLong.empty());
            boolean failed = row.filter(columns -> !columns.isNull("rows_lost")).isPresent();
            return new ImportFacts(state, total, failed, found);
        });
    }

    @Override
    public CompletionStage<List<ImportContext>> unsettled() {
        return cql.executeAsync(
                        "SELECT tenant, base, import_id, dataset, table_name, version, ended FROM " + running
                                + " WHERE bucket = ?",
                        BUCKET)
                .thenCompose(rows -> all(rows, Function.identity()))
                .thenApply(rows -> rows.stream()
                        .filter(row -> row.getBoolean("ended"))
                        .map(CqlProgressStore::context)
                        .toList());
    }

    private static <T> CompletionStage<List<T>> all(AsyncResultSet page, Function<Row, T> reading) {
        List<T> found = new ArrayList<>();
        page.currentPage().forEach(row -> found.add(reading.apply(row)));
        return page.hasMorePages()
                ? page.fetchNextPage().thenCompose(next -> all(next, reading)).thenApply(rest -> {
                    found.addAll(rest);
                    return found;
                })
                : CompletableFuture.completedFuture(found);
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

    private static ImportContext context(Row row) {
        return new ImportContext(
                DatasetId.of(row.getString("tenant"), row.getString("dataset")),
                row.getString("import_id"),
                row.getString("table_name"),
                row.getInt("version"),
                row.getLong("base"));
    }

    private static CompletionStage<?> both(CompletionStage<?> one, CompletionStage<?> other) {
        return one.thenCombine(other, (first, second) -> first);
    }
}
