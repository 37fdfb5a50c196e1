package dev.sluice.it.story.script;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * All shapes that a dataset may take: columns that it begins with, columns that may be added in their order, and a second table for
 * what the first cannot follow. Immutable.
 */
final class DatasetPlan {
    static final int MAX_ADDED = 4;
    private static final List<CellType> TYPES = List.of(CellType.values());
    private static final CellType[] KEY_TYPES = {CellType.TEXT, CellType.INT, CellType.LONG, CellType.DATE};

    private final String table;
    private final List<Column> begun = new ArrayList<>();
    private final List<Column> additions = new ArrayList<>();
    private final List<String> key = new ArrayList<>();
    private final int partitionColumns;
    private final String emptyAs;

    DatasetPlan(String table, Random random) {
        this.table = table;
        int keys = 2 + random.nextInt(2);
        for (int i = 0; i < keys; i++) {
            key.add("Key" + i);
            begun.add(Column.required("Key" + i, KEY_TYPES[random.nextInt(KEY_TYPES.length)]));
        }
        partitionColumns = 1 + random.nextInt(keys - 1);
        // One of them can become a LONG in the second table, and may not in the first.
        begun.add(Column.required("level", CellType.INT));
        begun.add(Column.nullable("note", CellType.TEXT));
        for (int i = 0; i < 1 + random.nextInt(3); i++) {
            begun.add(column("Col" + i, random, true));
        }
        for (int i = 0; i < MAX_ADDED; i++) {
            additions.add(column("added" + i, random, false));
        }
        emptyAs = List.of("null", "empty", "unset").get(random.nextInt(3));
    }

    private static Column column(String name, Random random, boolean mayBeRequired) {
        CellType type = TYPES.get(random.nextInt(TYPES.size()));
        int kind = random.nextInt(mayBeRequired ? 3 : 2);
        if (kind == 0 || type == CellType.DATE) {
            return Column.nullable(name, type);
        }
        return kind == 2
                ? Column.required(name, type)
                : new Column(
                        name, type, false, type == CellType.TEXT ? "none" : type == CellType.BOOLEAN ? "true" : "7");
    }

    /** How many values each key column has, for about so many keys. */
    int valuesPerKeyColumn(int distinctKeys) {
        return Math.max(2, (int) Math.round(Math.pow(distinctKeys, 1.0 / key.size())));
    }

    /**
     * A shape that its living table can follow if that has no more columns.
     *
     * @param generation 0 for the first table, 1 for the second
     * @param added how many columns more than at first
     */
    Shape shape(int generation, int added) {
        List<Column> columns = new ArrayList<>(begun);
        columns.addAll(additions.subList(0, added));
        if (generation > 0) {
            columns.replaceAll(column -> column.name().equals("level") ? column.as(CellType.LONG) : column);
        }
        return new Shape(generation == 0 ? table : table + "_v2", columns, key, partitionColumns, emptyAs);
    }

    /** A shape that no living table of this plan can follow. */
    Shape illegal(Random random, int generation, int added) {
        Shape legal = shape(generation, added);
        List<Column> columns = new ArrayList<>(legal.columns());
        List<String> keyColumns = new ArrayList<>(key);
        switch (random.nextInt(5)) {
            case 0 -> columns.replaceAll(column -> column.name().equals("level") ? column.as(CellType.TEXT) : column);
            case 1 -> columns.removeIf(column -> column.name().equals("note"));
            case 2 -> columns.replaceAll(column -> column.name().equals("note") ? column.narrowed() : column);
            case 3 -> columns.add(Column.required("must", CellType.INT));
            default -> Collections.reverse(keyColumns);
        }
        return new Shape(legal.table(), columns, keyColumns, partitionColumns, emptyAs);
    }
}
