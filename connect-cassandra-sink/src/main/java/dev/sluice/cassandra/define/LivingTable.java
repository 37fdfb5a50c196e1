package dev.sluice.cassandra.define;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * A table as it is in Cassandra now.
 *
 * @param columns by name
 */
public record LivingTable(Map<String, LivingColumn> columns) {
    /** What a column is to the primary key. */
    public enum Kind {
        PARTITION_KEY,
        CLUSTERING,
        STATIC,
        REGULAR
    }

    /**
     * A column as {@code system_schema.columns} shows it.
     *
     * @param position among the columns of its kind, where that has an order
     */
    public record LivingColumn(String name, String cqlType, Kind kind, int position) {}

    public LivingTable {
        columns = Map.copyOf(columns);
    }

    /** Names of the columns of a part of the primary key, in order. */
    public List<String> key(Kind kind) {
        return columns.values().stream()
                .filter(column -> column.kind() == kind)
                .sorted(Comparator.comparingInt(LivingColumn::position))
                .map(LivingColumn::name)
                .toList();
    }
}
