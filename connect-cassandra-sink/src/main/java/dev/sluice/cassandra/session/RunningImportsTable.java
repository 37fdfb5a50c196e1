package dev.sluice.cassandra.session;

import com.datastax.oss.driver.api.core.cql.Row;
import dev.sluice.contract.DatasetId;
import dev.sluice.contract.ImportContext;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Imports that are not settled, in one place where they are found without knowing them. */
final class RunningImportsTable {
    private static final int BUCKET = 0;
    /** Above whatever is known while an import runs. */
    private static final int RANK_SETTLED = 2;

    private final Cql cql;
    private final String table;
    private final int ttl;

    RunningImportsTable(Cql cql, SinkKeyspace keyspace, int ttl) {
        this.cql = cql;
        this.table = keyspace.table(SinkKeyspace.IMPORTS_RUNNING).toString();
        this.ttl = ttl;
    }

    CompletionStage<?> write(ImportContext context, boolean ended, long rank) {
        return cql.executeAsync(
                "INSERT INTO " + table + " (bucket, tenant, base, import_id, dataset, table_name, version, ended) "
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

    CompletionStage<?> delete(ImportContext context) {
        return cql.executeAsync(
                "DELETE FROM " + table
                        + " USING TIMESTAMP ? WHERE bucket = ? AND tenant = ? AND base = ? AND import_id = ?",
                context.writeTimestampBase() + RANK_SETTLED,
                BUCKET,
                context.dataset().tenant().name(),
                context.writeTimestampBase(),
                context.importId());
    }

    /** Those whose end is known. */
    CompletionStage<List<ImportContext>> ended() {
        return cql.executeAsync(
                        "SELECT tenant, base, import_id, dataset, table_name, version, ended FROM " + table
                                + " WHERE bucket = ?",
                        BUCKET)
                .thenCompose(rows -> Pages.all(rows, Function.identity()))
                .thenApply(rows -> rows.stream()
                        .filter(row -> row.getBoolean("ended"))
                        .map(RunningImportsTable::context)
                        .toList());
    }

    private static ImportContext context(Row row) {
        return new ImportContext(
                DatasetId.of(row.getString("tenant"), row.getString("dataset")),
                row.getString("import_id"),
                row.getString("table_name"),
                row.getInt("version"),
                row.getLong("base"));
    }
}
