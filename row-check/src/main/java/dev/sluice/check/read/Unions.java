package dev.sluice.check.read;

import dev.sluice.check.schema.AvroTypes;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;

/**
 * Reads a value as one of several types: the first of them, in the union's order, that it is a value of. The Connect value is the
 * Struct that Confluent's {@code AvroData} knows as a union: one optional field for each type.
 */
final class Unions {
    private Unions() {}

    /** A union without null, of which null has been dealt with. */
    static TextType ofText(Schema union, org.apache.kafka.connect.data.Schema connect, Notation notation) {
        List<Schema> branches = AvroTypes.branches(union);
        List<TextType> types = branches.stream()
                .map(branch -> TextTypes.of(
                        branch, connect.fields().get(branches.indexOf(branch)).schema(), notation))
                .toList();
        Fault none = none(branches);
        return text -> {
            for (int i = 0; i < types.size(); i++) {
                Object read = types.get(i).read(text);
                if (!(read instanceof Fault)) {
                    return wrap(connect, i, read);
                }
            }
            return none;
        };
    }

    static ValueType ofValue(Schema union, org.apache.kafka.connect.data.Schema connect, Notation notation) {
        List<Schema> branches = AvroTypes.branches(union);
        List<ValueType> types = branches.stream()
                .map(branch -> ValueTypes.of(
                        branch, connect.fields().get(branches.indexOf(branch)).schema(), notation))
                .toList();
        Fault none = none(branches);
        return value -> {
            if (value instanceof Struct struct
                    && connect.name().equals(struct.schema().name())) {
                return ofStruct(struct, connect, types, none);
            }
            return first(value, connect, types, none);
        };
    }

    static Object wrap(org.apache.kafka.connect.data.Schema connect, int branch, Object value) {
        return new Struct(connect).put(connect.fields().get(branch), value);
    }

    static Fault none(List<Schema> branches) {
        return Fault.mismatch(
                "is of none of the column's types ("
                        + branches.stream().map(AvroTypes::describe).collect(Collectors.joining(", ")) + ")",
                "Correct the value, or define the column with its type.");
    }

    /** The value of a union that is one already, as a converter gives it: by the field of its name, where there is one. */
    private static Object ofStruct(
            Struct struct, org.apache.kafka.connect.data.Schema connect, List<ValueType> types, Fault none) {
        for (Field source : struct.schema().fields()) {
            Object value = struct.getWithoutDefault(source.name());
            Field target = value == null ? null : connect.field(source.name());
            if (target != null) {
                Object read = types.get(target.index()).read(value);
                return read instanceof Fault ? read : wrap(connect, target.index(), read);
            }
            if (value != null) {
                return first(value, connect, types, none);
            }
        }
        return none;
    }

    private static Object first(
            Object value, org.apache.kafka.connect.data.Schema connect, List<ValueType> types, Fault none) {
        for (int i = 0; i < types.size(); i++) {
            Object read = types.get(i).read(value);
            if (!(read instanceof Fault)) {
                return wrap(connect, i, read);
            }
        }
        return none;
    }
}
