package dev.sluice.cassandra.session;

import com.datastax.oss.driver.api.core.cql.Row;
import dev.sluice.cassandra.progress.ImportState;
import dev.sluice.cassandra.progress.Judgement;
import dev.sluice.contract.Event.ImportEnded;
import dev.sluice.contract.Event.ImportFailed;
import dev.sluice.contract.Event.ImportStarted;
import dev.sluice.contract.ImportContext;
import dev.sluice.contract.Violation;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/**
 * One row per import. Its write timestamps are the import's base plus a rank that grows with what is known, so they say which of two
 * writes knows more, not which came later.
 */
final class ImportsTable {
    /** What is known when an import has started, and when it has ended. */
    static final int RANK_START = 0;

    static final int RANK_END = 1;

    /** What an import's own row says of it. */
    record Summary(Optional<ImportState> state, OptionalLong total, boolean failed) {}

    private final Cql cql;
    private final String table;
    private final int ttl;

    ImportsTable(Cql cql, SinkKeyspace keyspace, int ttl) {
        this.cql = cql;
        this.table = keyspace.table(SinkKeyspace.IMPORTS).toString();
        this.ttl = ttl;
    }

    CompletionStage<?> started(ImportStarted event) {
        return write(
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

    CompletionStage<?> ended(ImportEnded event) {
        return write(
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

    CompletionStage<?> failed(ImportFailed event) {
        return write(
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

    CompletionStage<?> judged(ImportContext context, Judgement judgement, Instant now) {
        return write(
                context,
                judgement.rank(),
                "state, judged, rows_accepted, rows_rejected, rows_missing",
                judgement.state().name(),
                now,
                judgement.accepted(),
                judgement.rejected(),
                judgement.missing());
    }

    CompletionStage<Summary> summary(ImportContext context) {
        return cql.executeAsync(
                        "SELECT state, rows_total, rows_lost FROM " + table
                                + " WHERE tenant = ? AND base = ? AND import_id = ?",
                        context.dataset().tenant().name(),
                        context.writeTimestampBase(),
                        context.importId())
                .thenApply(rows -> summary(rows.one()));
    }

    private static Summary summary(Row row) {
        if (row == null) {
            return new Summary(Optional.empty(), OptionalLong.empty(), false);
        }
        return new Summary(
                Optional.ofNullable(row.getString("state")).map(ImportState::valueOf),
                row.isNull("rows_total") ? OptionalLong.empty() : OptionalLong.of(row.getLong("rows_total")),
                !row.isNull("rows_lost"));
    }

    private CompletionStage<?> write(ImportContext context, long rank, String columns, Object... values) {
        Object[] all = new Object[values.length + 5];
        all[0] = context.dataset().tenant().name();
        all[1] = context.writeTimestampBase();
        all[2] = context.importId();
        System.arraycopy(values, 0, all, 3, values.length);
        all[all.length - 2] = context.writeTimestampBase() + rank;
        all[all.length - 1] = ttl;
        return cql.executeAsync(
                "INSERT INTO " + table + " (tenant, base, import_id, " + columns + ") VALUES (?, ?, ?"
                        + ", ?".repeat(values.length) + ") USING TIMESTAMP ? AND TTL ?",
                all);
    }
}
