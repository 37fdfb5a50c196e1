package dev.sluice.cassandra.define;

import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.type.CustomType;
import com.datastax.oss.driver.api.core.type.DataType;
import com.datastax.oss.driver.api.core.type.DataTypes;
import com.datastax.oss.driver.api.core.type.ListType;
import com.datastax.oss.driver.api.core.type.MapType;
import com.datastax.oss.driver.api.core.type.SetType;
import com.datastax.oss.driver.api.core.type.UserDefinedType;
import com.datastax.oss.driver.internal.core.type.UserDefinedTypeBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads types as {@code system_schema} shows them: those of one keyspace. */
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

    private final String keyspace;
    private final Map<String, LivingType> userTypes;

    /** @param userTypes of the keyspace */
    public CqlTypes(String keyspace, Map<String, LivingType> userTypes) {
        this.keyspace = keyspace;
        this.userTypes = userTypes;
    }

    /** Reads a type; one that no value can be written to (counters, tuples, vectors) is a {@link CustomType} of that name. */
    public DataType parse(String cql) {
        String text = cql.trim();
        DataType scalar = SCALARS.get(text);
        if (scalar != null) {
            return scalar;
        }
        int open = text.indexOf('<');
        if (open > 0 && text.endsWith(">") && !text.startsWith("\"")) {
            List<DataType> parts = split(text.substring(open + 1, text.length() - 1)).stream()
                    .map(this::parse)
                    .toList();
            switch (text.substring(0, open) + parts.size()) {
                case "frozen1" -> {
                    return frozen(parts.get(0));
                }
                case "list1" -> {
                    return DataTypes.listOf(parts.get(0));
                }
                case "set1" -> {
                    return DataTypes.setOf(parts.get(0));
                }
                case "map2" -> {
                    return DataTypes.mapOf(parts.get(0), parts.get(1));
                }
                default -> {}
            }
        }
        LivingType userType = userTypes.get(unquoted(text));
        return userType == null ? DataTypes.custom(text) : userType(userType);
    }

    /** Resolves a user-defined type. */
    UserDefinedType userType(LivingType living) {
        UserDefinedTypeBuilder type = new UserDefinedTypeBuilder(
                CqlIdentifier.fromInternal(keyspace), CqlIdentifier.fromInternal(living.name()));
        for (LivingType.LivingField field : living.fields()) {
            type.withField(CqlIdentifier.fromInternal(field.name()), parse(field.cqlType()));
        }
        return type.build();
    }

    private static DataType frozen(DataType type) {
        if (type instanceof ListType list) {
            return DataTypes.frozenListOf(list.getElementType());
        }
        if (type instanceof SetType set) {
            return DataTypes.frozenSetOf(set.getElementType());
        }
        if (type instanceof MapType map) {
            return DataTypes.frozenMapOf(map.getKeyType(), map.getValueType());
        }
        return type instanceof UserDefinedType user ? user.copy(true) : type;
    }

    private static String unquoted(String name) {
        return name.startsWith("\"") && name.endsWith("\"") && name.length() > 1
                ? name.substring(1, name.length() - 1).replace("\"\"", "\"")
                : name;
    }

    /** At commas that are inside neither brackets nor quotes. */
    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int from = 0;
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (!quoted) {
                depth += c == '<' ? 1 : c == '>' ? -1 : 0;
                if (c == ',' && depth == 0) {
                    parts.add(text.substring(from, i));
                    from = i + 1;
                }
            }
        }
        parts.add(text.substring(from));
        return parts;
    }
}
