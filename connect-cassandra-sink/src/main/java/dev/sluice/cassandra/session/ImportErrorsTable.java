package dev.sluice.cassandra.session;

import dev.sluice.cassandra.progress.RejectedRow;
import dev.sluice.cassandra.progress.StreamId;
import dev.sluice.contract.ImportContext;
import java.util.concurrent.CompletionStage;

/** The first rejected rows of each import, for people to look at. */
final class ImportErrorsTable {
    private final Cql cql;
    private final String table;
    private final int ttl;

    ImportErrorsTable(Cql cql, SinkKeyspace keyspace, int ttl) {
        this.cql = cql;
        this.table = keyspace.table(SinkKeyspace.IMPORT_ERRORS).toString();
        this.ttl = ttl;
    }

    CompletionStage<?> write(ImportContext context, StreamId id, long offset, RejectedRow row) {
        return cql.executeAsync(
                "INSERT INTO " + table + " (import_id, base, ordinal, line, byte_start, byte_length, stage, codes, "
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
}
