package dev.sluice.it.story.model;

import dev.sluice.it.story.script.Column;
import dev.sluice.it.story.script.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One table: its latest version, and its rows by primary key. Not thread-safe. */
public final class TableModel {
    private final Map<List<Object>, Map<String, Object>> rows = new HashMap<>();
    private Shape shape;
    private int version;

    TableModel(Shape first) {
        shape = first;
        version = 1;
    }

    /** The definition in force. */
    public Shape shape() {
        return shape;
    }

    int version() {
        return version;
    }

    /** What the table holds: columns by name, those without a value left out or null. */
    public Map<List<Object>, Map<String, Object>> rows() {
        return Collections.unmodifiableMap(rows);
    }

    /** Whether the table can become of another shape: more columns that old rows can do without, nothing else. */
    boolean canBecome(Shape next) {
        return next.key().equals(shape.key())
                && next.partitionColumns() == shape.partitionColumns()
                && shape.columns().stream()
                        .allMatch(column -> column(next, column.name())
                                .filter(other -> canBecome(column, other))
                                .isPresent())
                && next.columns().stream()
                        .allMatch(column -> column(shape, column.name()).isPresent() || !column.isRequired());
    }

    private static boolean canBecome(Column before, Column after) {
        return before.type() == after.type() && (after.nullable() || !before.nullable());
    }

    void become(Shape next) {
        if (!next.equals(shape)) {
            version++;
            shape = next;
        }
    }

    /** Writes a row over what was there; with {@code empty_as=unset} null leaves what was there. */
    void write(Map<String, Object> values) {
        List<Object> key = new ArrayList<>();
        shape.key().forEach(name -> key.add(values.get(name)));
        Map<String, Object> row = rows.computeIfAbsent(key, absent -> new HashMap<>());
        values.forEach((name, value) -> {
            if (value != null || !shape.emptyAs().equals("unset")) {
                row.put(name, value);
            }
        });
    }

    static Optional<Column> column(Shape shape, String name) {
        return shape.columns().stream()
                .filter(column -> column.name().equals(name))
                .findFirst();
    }
}
