package dev.sluice.cassandra.bind;

import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.type.DataType;
import com.datastax.oss.driver.api.core.type.UserDefinedType;
import dev.sluice.cassandra.define.Naming;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;

/**
 * A record as a value of a user-defined type: every field in the order of the type, each with its length before it, a null as length -1.
 * Fields go by name; those that the record does not have are null, those that the type does not have are refused rather than
 * lost. Safe for any thread.
 */
final class RecordEncoder implements CellEncoder {
    private static final int NULL = -1;

    /** Where the fields of the Connect schema that was seen last go; converters give the same object again and again. */
    private record Places(Schema schema, List<Field> fields) {}

    private final String typeName;
    private final Naming naming;
    private final Map<String, Integer> indexes = new HashMap<>();
    private final String[] names;
    private final CellEncoder[] encoders;
    private volatile Places latest;

    RecordEncoder(UserDefinedType type, Naming naming) {
        this.typeName = type.getName().asCql(true);
        this.naming = naming;
        List<CqlIdentifier> fields = type.getFieldNames();
        this.names = new String[fields.size()];
        this.encoders = new CellEncoder[fields.size()];
        for (int i = 0; i < names.length; i++) {
            names[i] = fields.get(i).asInternal();
            indexes.put(names[i], i);
            encoders[i] = encoder(type.getFieldTypes().get(i), naming);
        }
    }

    /** A field that nobody can write harms only who writes it. */
    private static CellEncoder encoder(DataType type, Naming naming) {
        try {
            return CellEncoder.of(type, naming);
        } catch (IllegalArgumentException e) {
            String reason = e.getMessage();
            return value -> {
                throw new DataException(reason);
            };
        }
    }

    @Override
    public ByteBuffer encode(Object value) {
        if (value instanceof Struct struct) {
            return join(values(struct));
        }
        if (value instanceof Map<?, ?> map) {
            return join(values(map));
        }
        throw CellEncoder.mismatch(typeName, value);
    }

    private Object[] values(Struct struct) {
        List<Field> fields = places(struct.schema()).fields();
        Object[] values = new Object[names.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = fields.get(i) == null ? null : struct.get(fields.get(i));
        }
        return values;
    }

    @SuppressWarnings("ReferenceEquality")
    private Places places(Schema schema) {
        Places places = latest;
        if (places == null || places.schema() != schema) {
            Field[] fields = new Field[names.length];
            schema.fields().forEach(field -> fields[index(field.name())] = field);
            places = new Places(schema, Arrays.asList(fields));
            latest = places;
        }
        return places;
    }

    private Object[] values(Map<?, ?> map) {
        Object[] values = new Object[names.length];
        map.forEach((name, value) -> values[index(String.valueOf(name))] = value);
        return values;
    }

    private int index(String field) {
        Integer index = indexes.get(naming.of(field));
        if (index == null) {
            throw new DataException(
                    "has a field (where='" + field + "') that user-defined type " + typeName + " has not");
        }
        return index;
    }

    private ByteBuffer join(Object[] values) {
        ByteBuffer[] parts = new ByteBuffer[values.length];
        int size = 0;
        for (int i = 0; i < parts.length; i++) {
            parts[i] = values[i] == null ? null : encode(i, values[i]);
            size += Integer.BYTES + (parts[i] == null ? 0 : parts[i].remaining());
        }
        ByteBuffer bytes = ByteBuffer.allocate(size);
        for (ByteBuffer part : parts) {
            if (part == null) {
                bytes.putInt(NULL);
            } else {
                bytes.putInt(part.remaining()).put(part.duplicate());
            }
        }
        return bytes.flip();
    }

    private ByteBuffer encode(int i, Object value) {
        try {
            return encoders[i].encode(value);
        } catch (DataException e) {
            throw new DataException("in field (where='" + names[i] + "') " + e.getMessage(), e);
        }
    }
}
