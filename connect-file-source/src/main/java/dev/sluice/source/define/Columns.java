package dev.sluice.source.define;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.avro.Schema;

/** What a column of a table may be: one scalar, or null and one scalar. */
final class Columns {
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,127}");
    private static final Set<Schema.Type> COMPLEX =
            EnumSet.of(Schema.Type.ARRAY, Schema.Type.MAP, Schema.Type.RECORD, Schema.Type.NULL, Schema.Type.UNION);
    /** Logical types, with the types that they apply to. */
    private static final Map<String, Set<String>> LOGICAL_TYPES = Map.ofEntries(
            Map.entry("decimal", Set.of("bytes", "fixed")),
            Map.entry("uuid", Set.of("string", "fixed")),
            Map.entry("date", Set.of("int")),
            Map.entry("time-millis", Set.of("int")),
            Map.entry("time-micros", Set.of("long")),
            Map.entry("timestamp-millis", Set.of("long")),
            Map.entry("timestamp-micros", Set.of("long")),
            Map.entry("timestamp-nanos", Set.of("long")),
            Map.entry("local-timestamp-millis", Set.of("long")),
            Map.entry("local-timestamp-micros", Set.of("long")),
            Map.entry("local-timestamp-nanos", Set.of("long")),
            Map.entry("duration", Set.of("fixed")));

    private Columns() {}

    static boolean isNullable(Schema type) {
        return type.isUnion() && type.isNullable();
    }

    /** The type of the values that are not null. */
    static Schema scalar(Schema type) {
        if (!isNullable(type)) {
            return type;
        }
        List<Schema> others = type.getTypes().stream()
                .filter(branch -> branch.getType() != Schema.Type.NULL)
                .toList();
        return others.size() == 1 ? others.get(0) : type;
    }

    /** Checks names and types of a schema that Avro has accepted. */
    static void check(Schema schema, Problems problems) {
        Map<String, String> spellings = new HashMap<>();
        for (Schema.Field field : schema.getFields()) {
            String name = field.name();
            if (!NAME.matcher(name).matches()) {
                problems.add(
                        "schema",
                        name,
                        "a column's name is not valid",
                        "Use a letter followed by at most 127 letters, digits or underscores.");
            }
            String other = spellings.putIfAbsent(name.toLowerCase(java.util.Locale.ROOT), name);
            if (other != null) {
                problems.add(
                        "schema",
                        other + ", " + name,
                        "two columns differ in upper and lower case only",
                        "Rename one of them.");
            }
            if (COMPLEX.contains(scalar(field.schema()).getType())) {
                problems.add(
                        "schema",
                        name + ": " + field.schema(),
                        "a column's type is not one that a CSV field can hold",
                        "Use a scalar type, or a union of null and one scalar type.");
            }
        }
    }

    /** Warns of logical types that Avro will silently ignore, from the text, since Avro does not keep them all. */
    static void warnOfLogicalTypes(JsonNode fields, Problems problems) {
        for (JsonNode field : fields) {
            String name = field.path("name").asText();
            if (field.has("logicalType")) {
                problems.warn(
                        name,
                        field.path("logicalType").asText(),
                        "logicalType of column '" + name + "' stands beside its type (where='"
                                + dev.sluice.contract.Violation.cut(field.toString())
                                + "'); it has no effect and the column is loaded as its type says. "
                                + "Put it inside the type, as in {\"type\": {\"type\": \"int\", \"logicalType\": \"date\"}},"
                                + " or remove it.");
            }
            warnOfType(name, field.path("type"), problems);
        }
    }

    private static void warnOfType(String name, JsonNode type, Problems problems) {
        if (type.isArray()) {
            type.forEach(branch -> warnOfType(name, branch, problems));
        } else if (type.isObject() && type.has("logicalType")) {
            String logical = type.path("logicalType").asText();
            String base = type.path("type").asText();
            if (!LOGICAL_TYPES.getOrDefault(logical, Set.of()).contains(base)) {
                problems.warn(
                        name,
                        logical,
                        "logicalType of column '" + name + "' does not apply to its type (where='"
                                + dev.sluice.contract.Violation.cut(logical) + " on "
                                + dev.sluice.contract.Violation.cut(base)
                                + "'); it has no effect and the column is loaded as " + base
                                + ". Use a type that it applies to, or remove it.");
            }
        }
    }
}
