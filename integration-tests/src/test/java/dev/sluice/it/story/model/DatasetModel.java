package dev.sluice.it.story.model;

import dev.sluice.it.story.model.Outcome.Defined;
import dev.sluice.it.story.model.Outcome.DefinitionRefused;
import dev.sluice.it.story.model.Outcome.FileRefused;
import dev.sluice.it.story.model.Outcome.Loaded;
import dev.sluice.it.story.script.Column;
import dev.sluice.it.story.script.Definition;
import dev.sluice.it.story.script.Row;
import dev.sluice.it.story.script.Shape;
import dev.sluice.it.story.script.Upload;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** One dataset, to which things happen one after the other. Not thread-safe. */
final class DatasetModel {
    /** Is told of each rejected row: its ordinal, and {@code CODE column} of all that is wrong with it. */
    interface Rejected {
        void row(long ordinal, boolean isMalformed, Set<String> reasons);
    }

    private final Map<String, TableModel> tables = new HashMap<>();
    private TableModel current;

    /** By the name of the table. */
    Map<String, TableModel> tables() {
        return tables;
    }

    Outcome define(Definition definition) {
        switch (definition.flaw()) {
            case NOT_JSON, UNKNOWN_KEY -> {
                return new DefinitionRefused("INVALID_DEFINITION");
            }
            case FOREIGN_KEYSPACE -> {
                return new DefinitionRefused("KEYSPACE_NOT_ALLOWED");
            }
            case NONE -> {}
        }
        Shape shape = definition.shape();
        TableModel table = tables.get(shape.table());
        if (table == null) {
            table = new TableModel(shape);
            tables.put(shape.table(), table);
        } else if (table.canBecome(shape)) {
            table.become(shape);
        } else {
            return new DefinitionRefused("INCOMPATIBLE_CHANGE");
        }
        current = table;
        return new Defined(shape.table(), table.version());
    }

    Outcome load(Upload upload, Rejected rejected) {
        Shape shape = current.shape();
        Set<String> refused = refusals(upload.columns(), shape);
        if (!refused.isEmpty()) {
            return new FileRefused(refused);
        }
        Map<String, Integer> places = new HashMap<>();
        for (String name : upload.columns()) {
            places.put(name, places.size());
        }
        long ordinal = 0;
        long malformed = 0;
        long invalid = 0;
        for (Row row : upload.rows()) {
            ordinal++;
            Optional<String> fault = form(row);
            if (fault.isPresent()) {
                malformed++;
                rejected.row(ordinal, true, Set.of(fault.get()));
                continue;
            }
            Map<String, Object> values = new HashMap<>();
            Set<String> faults = read(row, shape, places, values);
            if (faults.isEmpty()) {
                current.write(values);
            } else {
                invalid++;
                rejected.row(ordinal, false, faults);
            }
        }
        return new Loaded(shape.table(), current.version(), ordinal, malformed, invalid);
    }

    private static Set<String> refusals(List<String> header, Shape shape) {
        Set<String> refusals = new TreeSet<>();
        Set<String> unknown = new HashSet<>(header);
        for (Column column : shape.columns()) {
            if (!unknown.remove(column.name()) && column.isRequired()) {
                refusals.add("MISSING_COLUMN " + column.name());
            }
        }
        unknown.forEach(name -> refusals.add("UNKNOWN_COLUMN " + name));
        return refusals;
    }

    private static Optional<String> form(Row row) {
        return switch (row.form()) {
            case IN_ORDER -> Optional.empty();
            case FIELD_TOO_FEW, FIELD_TOO_MANY -> Optional.of("COLUMN_COUNT null");
            case TORN_QUOTE -> Optional.of("MALFORMED_CSV null");
            case FOREIGN_BYTES -> Optional.of("BAD_ENCODING null");
        };
    }

    private static Set<String> read(Row row, Shape shape, Map<String, Integer> places, Map<String, Object> values) {
        Set<String> faults = new TreeSet<>();
        for (Column column : shape.columns()) {
            Integer place = places.get(column.name());
            Object value = place == null
                    ? Typing.absent(column)
                    : Typing.cell(
                            column,
                            shape.key().contains(column.name()),
                            shape.emptyAs(),
                            row.cells().get(place));
            if (value instanceof Typing.Fault fault) {
                faults.add(fault.code() + " " + column.name());
            } else {
                values.put(column.name(), value);
            }
        }
        return faults;
    }
}
