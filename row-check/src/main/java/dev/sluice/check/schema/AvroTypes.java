package dev.sluice.check.schema;

import java.util.List;
import java.util.Set;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** Answers questions about Avro types. */
public final class AvroTypes {
    private static final Set<String> TIMES = Set.of(
            "date",
            "time-millis",
            "time-micros",
            "timestamp-millis",
            "timestamp-micros",
            "timestamp-nanos",
            "local-timestamp-millis",
            "local-timestamp-micros",
            "local-timestamp-nanos");

    private AvroTypes() {}

    /** True if the type's text is a number. */
    public static boolean isNumber(Schema type) {
        return switch (type.getType()) {
            case FLOAT, DOUBLE -> true;
            case INT, LONG -> !TIMES.contains(logicalName(type));
            default -> false;
        };
    }

    /** The one type beside null; the type itself if it is no union, or a union of several. */
    public static Schema withoutNull(Schema type) {
        if (!type.isUnion()) {
            return type;
        }
        List<Schema> branches = type.getTypes().stream()
                .filter(branch -> branch.getType() != Schema.Type.NULL)
                .toList();
        return branches.size() == 1 ? branches.get(0) : type;
    }

    /** The types of a union of several, null left out. */
    public static List<Schema> branches(Schema union) {
        return union.getTypes().stream()
                .filter(branch -> branch.getType() != Schema.Type.NULL)
                .toList();
    }

    /** A type's name for people. */
    public static String describe(Schema type) {
        String logical = logicalName(type);
        return logical.isEmpty() ? type.getName() : logical;
    }

    /** Name of the logical type; empty where there is none, or where Avro ignores it because it does not apply to the type. */
    public static String logicalName(Schema type) {
        LogicalType logical = type.getLogicalType();
        return logical == null ? "" : logical.getName();
    }

    /** The decimal's precision and scale; null if the type is no valid decimal. */
    public static LogicalTypes.Decimal decimal(Schema type) {
        return type.getLogicalType() instanceof LogicalTypes.Decimal decimal ? decimal : null;
    }
}
