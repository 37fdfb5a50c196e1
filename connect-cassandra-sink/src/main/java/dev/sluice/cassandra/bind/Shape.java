package dev.sluice.cassandra.bind;

import dev.sluice.cassandra.define.TableName;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * What all rows of one prepared statement have in common.
 *
 * @param columns partition key first, then clustering columns, then the others; of a deletion the primary key only
 * @param partitionKeySize how many of the columns are the partition key
 * @param primaryKeySize how many of the columns are the primary key
 * @param effect of the statement on the row
 */
public record Shape(
        TableName table,
        List<String> columns,
        int partitionKeySize,
        int primaryKeySize,
        OptionalInt ttlSeconds,
        Effect effect) {
    /** What becomes of a row. */
    public enum Effect {
        UPSERT,
        DELETE
    }

    public Shape {
        columns = List.copyOf(columns);
    }

    /** Of rows that are inserted or replaced. */
    Shape(TableName table, List<String> columns, int partitionKeySize, int primaryKeySize, OptionalInt ttlSeconds) {
        this(table, columns, partitionKeySize, primaryKeySize, ttlSeconds, Effect.UPSERT);
    }

    /** Of deletions of the same rows. */
    Shape deletion() {
        return new Shape(
                table,
                columns.subList(0, primaryKeySize),
                partitionKeySize,
                primaryKeySize,
                OptionalInt.empty(),
                Effect.DELETE);
    }

    boolean isDeletion() {
        return effect == Effect.DELETE;
    }

    /** The statement: one marker per column, in order, and one for the write timestamp in microseconds. */
    public String statement() {
        return isDeletion() ? delete() : insert();
    }

    /** Which marker is the write timestamp's. */
    public int timestampMarker() {
        return isDeletion() ? 0 : columns.size();
    }

    /** Which marker is a column's. */
    public int marker(int column) {
        return isDeletion() ? column + 1 : column;
    }

    private String insert() {
        return "INSERT INTO " + table + " ("
                + columns.stream().map(TableName::quoted).collect(Collectors.joining(", ")) + ") VALUES ("
                + String.join(", ", Collections.nCopies(columns.size(), "?")) + ") USING TIMESTAMP ?"
                + (ttlSeconds.isPresent() ? " AND TTL " + ttlSeconds.getAsInt() : "");
    }

    private String delete() {
        return "DELETE FROM " + table + " USING TIMESTAMP ? WHERE "
                + columns.stream()
                        .map(column -> TableName.quoted(column) + " = ?")
                        .collect(Collectors.joining(" AND "));
    }
}
