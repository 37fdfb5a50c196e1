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
        List<String> problems = new ArrayList<>();
        try {
            if (schema.getType() != Schema.Type.RECORD) {
                throw new IllegalArgumentException(
                        "its type is " + schema.getType().getName() + ", not record");
            }
            refuseRecursion(schema, new HashSet<>());
            List<String> key = primaryKey(schema, problems);
            Contract.OfRows contract = ofRows(id, schema, key, problems);
            return problems.isEmpty() ? contract : unusable(id, schema, problems);
        } catch (RuntimeException e) {
            problems.add(String.valueOf(e.getMessage()));
            return unusable(id, schema, problems);
        }
    }

    private static Contract.Unusable unusable(SubjectVersion id, Schema schema, List<String> problems) {
        boolean encrypted = schema.getType() == Schema.Type.RECORD
                && schema.getFields().stream().anyMatch(field -> field.getObjectProp(SchemaProperties.ENCRYPT) != null);
        return new Contract.Unusable(id, problems, encrypted);
    }

    private static Contract.OfRows ofRows(SubjectVersion id, Schema schema, List<String> key, List<String> problems) {
        List<ContractColumn> columns = new ArrayList<>();
        SchemaBuilder value = SchemaBuilder.struct().name(id.subject()).version(id.version());
        for (Schema.Field field : schema.getFields()) {
            try {
                org.apache.kafka.connect.data.Schema type = ConnectTypes.ofField(field);
                ContractColumn column = new ContractColumn(
                        field.name(),
                        List.copyOf(field.aliases()),
                        AvroTypes.withoutNull(field.schema()),
                        field.schema().isNullable(),
                        ConnectDefaults.of(field, type),
                        key.contains(field.name()),
                        field.getProp(SchemaProperties.PATTERN),
                        ColumnEncryption.of(field));
                StoredSchemas.check(column);
                columns.add(column);
                value.field(field.name(), type);
            } catch (RuntimeException e) {
                problems.add("its column " + field.name() + " " + e.getMessage());
            }
        }
        org.apache.kafka.connect.data.Schema valueSchema = value.build();
        org.apache.kafka.connect.data.Schema keySchema = keySchema(id, schema, key);
        return new Contract.OfRows(
                id,
                valueSchema,
                columns,
                keySchema,
                key.stream().map(name -> schema.getField(name).pos()).toList(),
                "empty".equals(schema.getProp(SchemaProperties.EMPTY_AS)),
                StoredSchemas.of(valueSchema, columns),
                keySchema == null ? null : StoredSchemas.of(keySchema, columns));
    }

    /** Column names, the partition key's first; empty where the schema names no key, or where there is a problem with it. */
    private static List<String> primaryKey(Schema schema, List<String> problems) {
        Object property = schema.getObjectProp(SchemaProperties.PRIMARY_KEY);
        if (property == null) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        if (!flatten(property, names)) {
            problems.add("its primary key is not a list of column names");
            return List.of();
        }
        List<String> unknown =
                names.stream().filter(name -> schema.getField(name) == null).toList();
        if (!unknown.isEmpty()) {
            problems.add("its primary key names a column that it does not have, " + String.join(", ", unknown));
        } else if (names.isEmpty() || new HashSet<>(names).size() != names.size()) {
            problems.add("its primary key is empty or names a column twice");
        }
        return problems.isEmpty() ? names : List.of();
    }

    /** False if the property holds anything but lists and names. */
    private static boolean flatten(Object property, List<String> names) {
        if (property instanceof String name) {
            names.add(name);
            return true;
        }
        return property instanceof List<?> list && list.stream().allMatch(element -> flatten(element, names));
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
