package dev.sluice.check.read;

import dev.sluice.check.schema.AvroTypes;
import dev.sluice.contract.Violation.Code;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;

/** Reads lists, maps and Structs as arrays, maps and records; each value in them is as exact as in a column of its own. */
final class ValueShapes {
    private ValueShapes() {}

    static ValueType array(Schema type, org.apache.kafka.connect.data.Schema connect, Notation notation) {
        ValueType element = nested(type.getElementType(), connect.valueSchema(), notation);
        return value -> {
            if (!(value instanceof Collection<?> elements)) {
                return ValueTypes.wrong(type, value);
            }
            List<Object> read = new ArrayList<>(elements.size());
            for (Object each : elements) {
                Object now = element.read(each);
                if (now instanceof Fault fault) {
                    return fault.at("[" + read.size() + "]");
                }
                read.add(now);
            }
            return read;
        };
    }

    static ValueType map(Schema type, org.apache.kafka.connect.data.Schema connect, Notation notation) {
        ValueType entry = nested(type.getValueType(), connect.valueSchema(), notation);
        return value -> {
            if (!(value instanceof Map<?, ?> entries)) {
                return ValueTypes.wrong(type, value);
            }
            Map<String, Object> read = new LinkedHashMap<>();
            for (Map.Entry<?, ?> each : entries.entrySet()) {
                Object now = !(each.getKey() instanceof String)
                        ? Fault.mismatch("has a key that is no string", "Give the map keys of strings.")
                        : Surrogates.isHalved(each.getKey()) ? Surrogates.HALF : entry.read(each.getValue());
                if (now instanceof Fault fault) {
                    return fault.at("{" + (read.size() + 1) + ". entry}");
                }
                read.put((String) each.getKey(), now);
            }
            return read;
        };
    }

    static ValueType record(Schema type, org.apache.kafka.connect.data.Schema connect, Notation notation) {
        List<ValueType> types = new ArrayList<>();
        Object[] ifAbsent = new Object[connect.fields().size()];
        Set<String> names = new HashSet<>();
        for (Field target : connect.fields()) {
            Schema.Field field = type.getField(target.name());
            types.add(nested(field.schema(), target.schema(), notation));
            ifAbsent[target.index()] = JsonFields.ifAbsent(field, target.schema());
            names.add(target.name());
        }
        return value -> {
            Map<?, ?> fields =
                    value instanceof Struct struct ? asMap(struct) : value instanceof Map<?, ?> map ? map : null;
            if (fields == null) {
                return ValueTypes.wrong(type, value);
            }
            if (!names.containsAll(fields.keySet())) {
                return Fault.mismatch(
                        "has a field that its type does not have", "Remove it, or add it to the definition.");
            }
            Struct read = new Struct(connect);
            for (Field target : connect.fields()) {
                Object now = fields.containsKey(target.name())
                        ? types.get(target.index()).read(fields.get(target.name()))
                        : ifAbsent[target.index()];
                if (now instanceof Fault fault) {
                    return fields.containsKey(target.name()) ? fault.at("." + target.name()) : fault;
                }
                if (now != null) {
                    read.put(target, now);
                }
            }
            return read;
        };
    }

    /** A value inside another: unlike a column's, it may be null. */
    private static ValueType nested(Schema type, org.apache.kafka.connect.data.Schema connect, Notation notation) {
        ValueType present = ValueTypes.of(AvroTypes.withoutNull(type), connect, notation);
        Fault isNull =
                new Fault(Code.MISSING_REQUIRED, "is null", "Give a value, or define the type as a union with null.");
        return value -> {
            if (value == null) {
                return type.isNullable() ? null : isNull;
            }
            return present.read(value);
        };
    }

    private static Map<String, Object> asMap(Struct struct) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (Field field : struct.schema().fields()) {
            map.put(field.name(), struct.get(field));
        }
        return map;
    }
}
