package dev.sluice.source.define;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/**
 * A primary key as a definition writes it: a list whose first element is the partition key's column, or a list of its columns; the
 * rest are clustering columns.
 */
record PrimaryKey(List<String> partitionKey, List<String> clusteringColumns) {
    static PrimaryKey read(JsonNode json, Problems problems) {
        List<String> partitionKey = new ArrayList<>();
        List<String> clustering = new ArrayList<>();
        for (int i = 0; i < json.size(); i++) {
            JsonNode element = json.get(i);
            List<String> columns = i == 0 ? partitionKey : clustering;
            if (element.isTextual()) {
                columns.add(element.textValue());
            } else if (i == 0 && element.isArray() && !element.isEmpty() && allTexts(element)) {
                element.forEach(column -> columns.add(column.textValue()));
            } else {
                problems.add(
                        "primary_key",
                        element.toString(),
                        "element is neither a column's name nor, as the first, a list of columns' names",
                        "Use [\"a\", \"b\"] or [[\"a\", \"b\"], \"c\"].");
            }
        }
        if (!json.isArray() || json.isEmpty()) {
            problems.add("primary_key", json.toString(), "value is not a list of columns", "Name at least one column.");
        }
        return new PrimaryKey(partitionKey, clustering);
    }

    private static boolean allTexts(JsonNode array) {
        for (JsonNode element : array) {
            if (!element.isTextual()) {
                return false;
            }
        }
        return true;
    }

    /** The columns must be there, once each, and never null. */
    void check(Schema schema, Problems problems) {
        Set<String> seen = new HashSet<>();
        List<String> names = schema.getFields().stream().map(Schema.Field::name).toList();
        Stream.concat(partitionKey.stream(), clusteringColumns.stream()).forEach(column -> {
            Schema.Field field = schema.getField(column);
            if (!seen.add(column)) {
                problems.add("primary_key", column, "column is named twice", "Name it once.");
            } else if (field == null) {
                problems.add(
                        "primary_key",
                        column,
                        "column is not in the schema",
                        Spelling.hint(column, names) + "Name a column of the schema.");
            } else if (Columns.isNullable(field.schema())) {
                problems.add(
                        "primary_key",
                        column + ": " + field.schema(),
                        "column may be null, and a primary key may not",
                        "Take null out of its type.");
            }
        });
    }

    boolean contains(String column) {
        return partitionKey.contains(column) || clusteringColumns.contains(column);
    }

    /** The same structure as in the definition, for the schema's properties. */
    List<Object> toProperty() {
        List<Object> property = new ArrayList<>();
        if (partitionKey.size() == 1) {
            property.add(partitionKey.get(0));
        } else {
            property.add(partitionKey);
        }
        property.addAll(clusteringColumns);
        return property;
    }
}
