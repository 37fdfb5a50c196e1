package dev.sluice.check.schema;

import dev.sluice.contract.SchemaProperties;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;

/** Compiles a subject's Avro schema, with Sluice's properties, into a contract. Pure. */
public final class ContractCompiler {
    private ContractCompiler() {}

    /** The contract of a version; {@link Contract.Unusable} where it is not one, for a bad version is no fault of this process. */
    public static Contract compile(SubjectVersion id, Schema schema) {
        try {
            return ofRows(id, schema);
        } catch (RuntimeException e) {
            return new Contract.Unusable(id, String.valueOf(e.getMessage()));
        }
    }

    private static Contract ofRows(SubjectVersion id, Schema schema) {
        if (schema.getType() != Schema.Type.RECORD) {
            throw new IllegalArgumentException("its type is " + schema.getType().getName() + ", not record");
        }
        refuseRecursion(schema, new HashSet<>());
        List<String> key = primaryKey(schema);
        List<ContractColumn> columns = new ArrayList<>();
        SchemaBuilder value = SchemaBuilder.struct().name(id.subject()).version(id.version());
        for (Schema.Field field : schema.getFields()) {
            columns.add(new ContractColumn(
                    field.name(),
                    List.copyOf(field.aliases()),
                    AvroTypes.withoutNull(field.schema()),
                    field.schema().isNullable(),
                    ConnectDefaults.of(field),
                    key.contains(field.name()),
                    field.getProp(SchemaProperties.PATTERN)));
            value.field(field.name(), ConnectTypes.ofField(field));
        }
        return new Contract.OfRows(
                id,
                value.build(),
                columns,
                keySchema(id, schema, key),
                key.stream().map(name -> schema.getField(name).pos()).toList(),
                "empty".equals(schema.getProp(SchemaProperties.EMPTY_AS)));
    }

    /** Column names, the partition key's first; empty where the schema names no key. */
    private static List<String> primaryKey(Schema schema) {
        Object property = schema.getObjectProp(SchemaProperties.PRIMARY_KEY);
        if (property == null) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        flatten(property, names);
        for (String name : names) {
            if (schema.getField(name) == null) {
                throw new IllegalArgumentException("its primary key names a column that it does not have, " + name);
            }
        }
        if (names.isEmpty() || new HashSet<>(names).size() != names.size()) {
            throw new IllegalArgumentException("its primary key is empty or names a column twice");
        }
        return names;
    }

    private static void flatten(Object property, List<String> names) {
        if (property instanceof List<?> list) {
            list.forEach(element -> flatten(element, names));
        } else if (property instanceof String name) {
            names.add(name);
        } else {
            throw new IllegalArgumentException("its primary key is not a list of column names");
        }
    }

    private static org.apache.kafka.connect.data.Schema keySchema(SubjectVersion id, Schema schema, List<String> key) {
        if (key.isEmpty()) {
            return null;
        }
        SchemaBuilder builder = SchemaBuilder.struct().name(SchemaProperties.keyName(id.subject()));
        for (String name : key) {
            builder.field(
                    name,
                    ConnectTypes.ofKey(
                            AvroTypes.withoutNull(schema.getField(name).schema())));
        }
        return builder.build();
    }

    private static void refuseRecursion(Schema type, Set<String> above) {
        switch (type.getType()) {
            case RECORD -> {
                if (!above.add(type.getFullName())) {
                    throw new IllegalArgumentException("its record " + type.getFullName() + " contains itself");
                }
                type.getFields().forEach(field -> refuseRecursion(field.schema(), above));
                above.remove(type.getFullName());
            }
            case ARRAY -> refuseRecursion(type.getElementType(), above);
            case MAP -> refuseRecursion(type.getValueType(), above);
            case UNION -> type.getTypes().forEach(branch -> refuseRecursion(branch, above));
            default -> {}
        }
    }
}
