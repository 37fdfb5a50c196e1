package dev.sluice.cassandra.bind;

import dev.sluice.cassandra.define.TableName;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * What all rows of one prepared statement have in common.
 *
 * @param columns partition key first, then clustering columns, then the others
 * @param partitionKeySize how many of the columns are the partition key
 * @param primaryKeySize how many of the columns are the primary key
 */
public record Shape(
        TableName table, List<String> columns, int partitionKeySize, int primaryKeySize, OptionalInt ttlSeconds) {
    public Shape {
        columns = List.copyOf(columns);
    }

    /** The statement: one marker per column, in order, and one for the write timestamp in microseconds. */
    public String insert() {
        return "INSERT INTO " + table + " ("
                + columns.stream().map(TableName::quoted).collect(Collectors.joining(", ")) + ") VALUES ("
                + String.join(", ", Collections.nCopies(columns.size(), "?")) + ") USING TIMESTAMP ?"
                + (ttlSeconds.isPresent() ? " AND TTL " + ttlSeconds.getAsInt() : "");
    }
}
