package dev.sluice.cassandra.bind;

import dev.sluice.cassandra.define.Column;
import dev.sluice.cassandra.define.TableDefinition;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;

/** Binds the rows of one Connect schema to one version of a table. Immutable. */
final class RowBinder {
    private final Shape shape;
    private final Field[] fields;
    private final CellEncoder[] encoders;
    private final ByteBuffer nullCell;

    /** @throws DataException if the rows have columns that the table does not have, or lack a primary key column */
    RowBinder(TableDefinition definition, Schema schema) {
        List<String> names = fields(definition, schema);
        this.fields = names.stream().map(schema::field).toArray(Field[]::new);
        List<Column> columns = names.stream().map(definition.columns()::get).toList();
        this.encoders = columns.stream()
                .map(column -> CellEncoder.of(column.type(), definition.naming()))
                .toArray(CellEncoder[]::new);
        int partitionKeySize = definition.event().partitionKey().size();
        this.shape = new Shape(
                definition.name(),
                columns.stream().map(Column::name).toList(),
                partitionKeySize,
                definition.primaryKey().size(),
                definition.ttlSeconds());
        this.nullCell = definition.nullsUnset() ? Row.UNSET : null;
    }

    /** @throws DataException if a value is not of its column's type, or a primary key column is null */
    Row bind(Struct struct, long writeTimestamp, SinkRecord record) {
        ByteBuffer[] cells = new ByteBuffer[fields.length];
        for (int i = 0; i < cells.length; i++) {
            Object value = struct.get(fields[i]);
            if (value != null) {
                cells[i] = encode(i, value);
            } else if (i < shape.primaryKeySize()) {
                throw new DataException("column (where='" + shape.columns().get(i)
                        + "') is null, but it is part of the primary key of " + shape.table());
            } else {
                cells[i] = nullCell;
            }
        }
        return new Row(shape, cells, writeTimestamp, record);
    }

    private ByteBuffer encode(int i, Object value) {
        try {
            return encoders[i].encode(value);
        } catch (DataException e) {
            throw new DataException(
                    "column (where='" + shape.columns().get(i) + "') of " + shape.table() + " " + e.getMessage(), e);
        }
    }

    private static List<String> fields(TableDefinition definition, Schema schema) {
        Set<String> columns = new LinkedHashSet<>(definition.primaryKey());
        for (Field field : schema.fields()) {
            columns.add(field.name());
        }
        List<String> wrong = new ArrayList<>();
        for (String column : columns) {
            if (!definition.columns().containsKey(column)) {
                wrong.add("column (where='" + column + "') is not in version " + definition.version() + " of "
                        + definition.subject() + " and so not in table " + definition.name());
            } else if (schema.field(column) == null) {
                wrong.add("column (where='" + column + "') is part of the primary key of " + definition.name()
                        + " but not in the row");
            }
        }
        if (!wrong.isEmpty()) {
            throw new DataException(String.join("; ", wrong));
        }
        return List.copyOf(columns);
    }
}
