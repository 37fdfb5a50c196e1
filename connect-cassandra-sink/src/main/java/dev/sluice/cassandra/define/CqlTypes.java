package dev.sluice.cassandra.define;

import com.datastax.oss.driver.api.core.type.DataType;
import com.datastax.oss.driver.api.core.type.DataTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads types as {@code system_schema.columns} shows them. */
public final class CqlTypes {
    private static final Map<String, DataType> SCALARS = Map.ofEntries(
            Map.entry("ascii", DataTypes.ASCII),
            Map.entry("text", DataTypes.TEXT),
            Map.entry("tinyint", DataTypes.TINYINT),
            Map.entry("smallint", DataTypes.SMALLINT),
            Map.entry("int", DataTypes.INT),
            Map.entry("bigint", DataTypes.BIGINT),
            Map.entry("varint", DataTypes.VARINT),
            Map.entry("float", DataTypes.FLOAT),
            Map.entry("double", DataTypes.DOUBLE),
            Map.entry("decimal", DataTypes.DECIMAL),
            Map.entry("boolean", DataTypes.BOOLEAN),
            Map.entry("blob", DataTypes.BLOB),
            Map.entry("date", DataTypes.DATE),
            Map.entry("time", DataTypes.TIME),
            Map.entry("timestamp", DataTypes.TIMESTAMP),
            Map.entry("uuid", DataTypes.UUID),
            Map.entry("timeuuid", DataTypes.TIMEUUID));

    private CqlTypes() {}

    /**
     * Reads a type.
     *
     * @throws IllegalArgumentException if no value of it can be written by this sink: counters, tuples, user-defined types
     */
    public static DataType parse(String cql) {
        String text = cql.trim();
        DataType scalar = SCALARS.get(text);
        if (scalar != null) {
            return scalar;
        }
        int open = text.indexOf('<');
        if (open > 0 && text.endsWith(">")) {
            List<String> parts = split(text.substring(open + 1, text.length() - 1));
            switch (text.substring(0, open) + parts.size()) {
                case "frozen1" -> {
                    return parse(parts.get(0));
                }
                case "list1" -> {
                    return DataTypes.listOf(parse(parts.get(0)));
                }
                case "set1" -> {
                    return DataTypes.setOf(parse(parts.get(0)));
                }
                case "map2" -> {
                    return DataTypes.mapOf(parse(parts.get(0)), parse(parts.get(1)));
                }
                default -> {}
            }
        }
        throw new IllegalArgumentException("is of type " + text + ", which this sink cannot write");
    }

    /** At commas that are not inside brackets. */
    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '<' ? 1 : c == '>' ? -1 : 0;
            if (c == ',' && depth == 0) {
                parts.add(text.substring(from, i));
                from = i + 1;
            }
        }
        parts.add(text.substring(from));
        return parts;
    }
}
