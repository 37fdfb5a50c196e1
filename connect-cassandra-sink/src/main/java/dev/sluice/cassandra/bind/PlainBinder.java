package dev.sluice.cassandra.bind;

import dev.sluice.cassandra.define.CqlTypes;
import dev.sluice.cassandra.define.LivingTable;
import dev.sluice.cassandra.define.LivingTable.Kind;
import dev.sluice.cassandra.define.Naming;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;

/** Binds the records of a plain topic to a table as it is in Cassandra. Immutable. */
final class PlainBinder {
    private record Source(String column, List<FieldPath> paths, CellEncoder encoder) {}

    private final PlainTopic topic;
    private final List<Source> sources = new ArrayList<>();
    private final Shape upsert;
    private final Shape deletion;

    /**
     * Maps columns to places.
     *
     * @param types of the table's keyspace
     * @throws DataException with everything about topic and table that does not fit
     */
    PlainBinder(PlainTopic topic, LivingTable table, CqlTypes types) {
        this.topic = topic;
        List<String> wrong = new ArrayList<>();
        List<String> key = new ArrayList<>(table.key(Kind.PARTITION_KEY));
        int partitionKeySize = key.size();
        key.addAll(table.key(Kind.CLUSTERING));
        topic.mapping().keySet().stream()
                .filter(column -> !table.columns().containsKey(column))
                .forEach(column ->
                        wrong.add("column (where='" + column + "') of the mapping is not in table " + topic.table()));
        paths(topic, table, key, wrong).forEach((column, paths) -> {
            try {
                CellEncoder encoder =
                        CellEncoder.of(types.parse(table.columns().get(column).cqlType()), Naming.EXACT);
                sources.add(new Source(column, paths, encoder));
            } catch (IllegalArgumentException e) {
                wrong.add("column (where='" + column + "') of table " + topic.table() + " " + e.getMessage());
            }
        });
        if (!wrong.isEmpty()) {
            throw new DataException(String.join("; ", wrong));
        }
        List<String> columns = sources.stream().map(Source::column).toList();
        this.upsert = new Shape(topic.table(), columns, partitionKeySize, key.size(), topic.ttlSeconds());
        this.deletion = upsert.deletion();
    }

    /** Primary key first. */
    private static Map<String, List<FieldPath>> paths(
            PlainTopic topic, LivingTable table, List<String> key, List<String> wrong) {
        Map<String, List<FieldPath>> paths = new LinkedHashMap<>();
        boolean byName = topic.mapping().isEmpty();
        List<String> columns = new ArrayList<>(key);
        (byName ? table.columns() : topic.mapping())
                .keySet().stream()
                        .filter(column ->
                                !key.contains(column) && table.columns().containsKey(column))
                        .sorted()
                        .forEach(columns::add);
        for (String column : columns) {
            String mapped = topic.mapping().get(column);
            if (mapped != null) {
                paths.put(column, List.of(FieldPath.parse(mapped), new FieldPath("key", List.of(column))));
            } else if (byName) {
                List<FieldPath> places = new ArrayList<>();
                places.add(new FieldPath("value", List.of(column)));
                places.add(new FieldPath("key", List.of(column)));
                if (key.size() == 1 && key.contains(column)) {
                    places.add(new FieldPath("key", List.of()));
                }
                paths.put(column, places);
            } else {
                wrong.add("column (where='" + column + "') is part of the primary key of " + topic.table()
                        + " but not in the mapping");
            }
        }
        return paths;
    }

    /** @throws DataException if a value is missing or does not fit */
    Row bind(SinkRecord record) {
        boolean isDeletion = record.value() == null;
        if (isDeletion && !topic.deletes()) {
            throw new DataException("record has no value, and 'topic." + record.originalTopic()
                    + ".deletes' is false; nothing was deleted");
        }
        Shape shape = isDeletion ? deletion : upsert;
        ByteBuffer[] cells = new ByteBuffer[shape.columns().size()];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = cell(sources.get(i), record, i < shape.primaryKeySize());
        }
        return new Row(shape, cells, topic.clock().microseconds(record), record);
    }

    private ByteBuffer cell(Source source, SinkRecord record, boolean isKey) {
        // Only what the key is made of may be looked for elsewhere, where a record has no value.
        List<FieldPath> places = isKey || topic.mapping().isEmpty()
                ? source.paths()
                : source.paths().subList(0, 1);
        Optional<FieldPath.Found> found = places.stream()
                .map(path -> path.find(record))
                .flatMap(Optional::stream)
                .filter(place -> !isKey || place.value() != null)
                .findFirst();
        if (found.isEmpty() && isKey) {
            throw new DataException("column (where='" + source.column() + "') is part of the primary key of "
                    + topic.table() + ", but the record has nothing at " + places);
        }
        if (found.isEmpty()) {
            return Row.UNSET;
        }
        Object value = found.get().value();
        try {
            return value == null ? null : source.encoder().encode(value);
        } catch (DataException e) {
            throw new DataException(
                    "column (where='" + source.column() + "') of " + topic.table() + " " + e.getMessage(), e);
        }
    }
}
