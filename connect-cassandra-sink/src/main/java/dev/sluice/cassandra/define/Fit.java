package dev.sluice.cassandra.define;

import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.type.DataType;
import com.datastax.oss.driver.api.core.type.DataTypes;
import com.datastax.oss.driver.api.core.type.ListType;
import com.datastax.oss.driver.api.core.type.MapType;
import com.datastax.oss.driver.api.core.type.UserDefinedType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;

/**
 * Compares types that a definition wants with those that are there, as deep as records go, and gathers what user-defined types lack. What
 * is there decides: a record goes into a text as JSON and into a user-defined type by its fields, whoever made them. Confined to
 * one comparison.
 */
final class Fit {
    private final TableName table;
    private final AvroTypes wanted;
    private final CqlTypes living;
    private final Map<String, LivingType> livingTypes;
    private final List<String> mismatches;
    private final Map<String, String> additions = new LinkedHashMap<>();

    /** @param mismatches to be added to */
    Fit(TableName table, AvroTypes wanted, Map<String, LivingType> livingTypes, List<String> mismatches) {
        this.table = table;
        this.wanted = wanted;
        this.living = new CqlTypes(table.keyspace(), livingTypes);
        this.livingTypes = livingTypes;
        this.mismatches = mismatches;
    }

    /** A column that is there, as it is. */
    Column existing(Column column, LivingTable.LivingColumn there) {
        DataType type = living.parse(there.cqlType());
        int before = mismatches.size();
        boolean isKey = there.kind() != LivingTable.Kind.REGULAR && there.kind() != LivingTable.Kind.STATIC;
        compare(column.name(), column.field(), type, isKey);
        if (mismatches.size() == before && isMulticell(type)) {
            mismatches.add(mismatch(column.name(), there.cqlType(), column.cqlType()));
        }
        return new Column(column.name(), type, column.field());
    }

    /** A column that is not there: its user-defined types may be. */
    void missing(Column column, boolean isKey) {
        if (isKey && wanted.style().records() == RecordsAs.UDT && AvroTypes.holdsRecord(column.field())) {
            mismatches.add("column (where='" + column.name() + "') is part of the primary key and holds a record; its "
                    + "user-defined type could never get another field. Take the record's fields for the key instead");
            return;
        }
        require(column.name(), column.field());
    }

    /** Statements that make the user-defined types, and fields of them, that are missing; in order. */
    List<String> ddl() {
        return List.copyOf(additions.values());
    }

    private void compare(String path, Schema field, DataType there, boolean isKey) {
        Schema value = AvroTypes.withoutNull(field);
        switch (value.getType()) {
            case RECORD -> {
                if (there instanceof UserDefinedType type) {
                    compareFields(path, value, type, isKey);
                } else if (!there.equals(DataTypes.TEXT)) {
                    mismatches.add(mismatch(path, cql(there), "a record"));
                }
            }
            case ARRAY -> {
                if (there instanceof ListType list) {
                    compare(path, value.getElementType(), list.getElementType(), isKey);
                } else {
                    mismatches.add(mismatch(path, cql(there), "a list"));
                }
            }
            case MAP -> {
                if (there instanceof MapType map && map.getKeyType().equals(DataTypes.TEXT)) {
                    compare(path, value.getValueType(), map.getValueType(), isKey);
                } else {
                    mismatches.add(mismatch(path, cql(there), "a map of texts"));
                }
            }
            default -> compareValues(path, value, there);
        }
    }

    private void compareValues(String path, Schema value, DataType there) {
        try {
            DataType type = wanted.of(value);
            if (!type.equals(there)) {
                mismatches.add(mismatch(path, cql(there), cql(type)));
            }
        } catch (IllegalArgumentException e) {
            mismatches.add("column (where='" + path + "') " + e.getMessage());
        }
    }

    private void compareFields(String path, Schema record, UserDefinedType there, boolean isKey) {
        for (Schema.Field field : record.getFields()) {
            String name = wanted.style().naming().of(field.name());
            int index = there.firstIndexOf(CqlIdentifier.fromInternal(name));
            if (index >= 0) {
                compare(path + "." + name, field.schema(), there.getFieldTypes().get(index), isKey);
            } else if (isKey) {
                mismatches.add("column (where='" + path + "') is part of the primary key, so its user-defined type "
                        + there.getName().asCql(true) + " cannot get the field '" + name + "' of the definition");
            } else {
                addField(path + "." + name, there.getName().asInternal(), name, field.schema());
            }
        }
    }

    /** Makes sure of the user-defined types of something that is to be made. */
    private void require(String path, Schema field) {
        Schema value = AvroTypes.withoutNull(field);
        switch (value.getType()) {
            case ARRAY -> require(path, value.getElementType());
            case MAP -> require(path, value.getValueType());
            case RECORD -> {
                if (wanted.of(value) instanceof UserDefinedType type) {
                    LivingType there = livingTypes.get(type.getName().asInternal());
                    if (there == null) {
                        value.getFields().forEach(inner -> require(path + "." + inner.name(), inner.schema()));
                        create(type);
                    } else {
                        compareFields(path, value, living.userType(there), false);
                    }
                }
            }
            default -> {}
        }
    }

    private void create(UserDefinedType type) {
        List<String> fields = new ArrayList<>();
        for (int i = 0; i < type.getFieldNames().size(); i++) {
            fields.add(type.getFieldNames().get(i).asCql(false) + " "
                    + cql(type.getFieldTypes().get(i)));
        }
        String name = type.getName().asInternal();
        additions.putIfAbsent(
                name, "CREATE TYPE IF NOT EXISTS " + qualified(name) + " (" + String.join(", ", fields) + ")");
    }

    private void addField(String path, String type, String name, Schema field) {
        try {
            String ddl =
                    "ALTER TYPE " + qualified(type) + " ADD " + TableName.quoted(name) + " " + cql(wanted.of(field));
            require(path, field);
            additions.putIfAbsent(type + "\n" + name, ddl);
        } catch (IllegalArgumentException e) {
            mismatches.add("column (where='" + path + "') " + e.getMessage());
        }
    }

    private String qualified(String type) {
        return TableName.quoted(table.keyspace()) + "." + TableName.quoted(type);
    }

    private static boolean isMulticell(DataType type) {
        return (type instanceof ListType list && !list.isFrozen()) || (type instanceof MapType map && !map.isFrozen());
    }

    private static String mismatch(String path, String there, String wanted) {
        return "column (where='" + path + "') is " + there + " in the table but " + wanted + " in the definition";
    }

    private static String cql(DataType type) {
        return type.asCql(true, false);
    }
}
