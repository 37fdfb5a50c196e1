package dev.sluice.check.read;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.check.schema.ConnectTypes;
import dev.sluice.contract.Violation.Code;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;

/**
 * Reads a JSON object as a record. Fields may come in any order; absent ones are what absent columns are in a row: the default, else
 * null, else a fault. A field that the type does not have is a fault, for nothing else would say that it was lost.
 */
final class JsonFields implements JsonShape {
    private final org.apache.kafka.connect.data.Schema connect;
    private final Map<String, Field> targets;
    private final List<JsonShape> shapes;
    private final Object[] ifAbsent;

    private JsonFields(
            org.apache.kafka.connect.data.Schema connect,
            Map<String, Field> targets,
            List<JsonShape> shapes,
            Object[] ifAbsent) {
        this.connect = connect;
        this.targets = targets;
        this.shapes = shapes;
        this.ifAbsent = ifAbsent;
    }

    static JsonFields of(Schema type, org.apache.kafka.connect.data.Schema connect, Notation notation) {
        Map<String, Field> targets = new HashMap<>();
        connect.fields().forEach(target -> targets.put(target.name(), target));
        return new JsonFields(
                connect,
                targets,
                type.getFields().stream()
                        .map(field -> JsonShape.of(
                                field.schema(), targets.get(field.name()).schema(), notation))
                        .toList(),
                type.getFields().stream()
                        .map(field -> ifAbsent(field, targets.get(field.name()).schema()))
                        .toArray());
    }

    @Override
    public Object read(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return JsonShape.wrongKind("record");
        }
        Object[] values = Arrays.copyOf(ifAbsent, ifAbsent.length);
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            Field target = targets.get(parser.currentName());
            if (target == null) {
                return Fault.mismatch(
                        "has a field that its type does not have", "Remove it, or add it to the definition.");
            }
            parser.nextToken();
            Object value = shapes.get(target.index()).read(parser);
            if (value instanceof Fault fault) {
                return fault.at("." + target.name());
            }
            values[target.index()] = value;
        }
        return struct(values);
    }

    private Object struct(Object[] values) {
        Struct struct = new Struct(connect);
        for (Field target : connect.fields()) {
            Object value = values[target.index()];
            if (value instanceof Fault fault) {
                return fault;
            }
            if (value != null) {
                struct.put(target, value);
            }
        }
        return struct;
    }

    /** What a field is that is not there: its default, null, or a fault. */
    static Object ifAbsent(Schema.Field field, org.apache.kafka.connect.data.Schema connect) {
        Object defaultValue = ConnectTypes.defaultOf(field, connect);
        return defaultValue != null || field.schema().isNullable()
                ? defaultValue
                : new Fault(
                        Code.MISSING_REQUIRED,
                        "has no field " + field.name() + ", but it must have a value",
                        "Give it a value, or define the field as nullable or with a default.");
    }
}
