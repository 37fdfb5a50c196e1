package dev.sluice.cassandra.define;

import com.datastax.oss.driver.api.core.type.DataType;
import dev.sluice.contract.DatasetId;
import dev.sluice.contract.Event.DatasetDefined;
import dev.sluice.contract.SchemaProperties;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.avro.Schema;

/**
 * One version of a dataset's contract, as far as Cassandra is concerned. Immutable.
 *
 * @param event what it was made from
 * @param columns by the names of the definition's fields, in their order
 * @param ttlSeconds of every row; empty means for ever
 * @param nullsUnset whether a null leaves the column untouched ({@code empty_as: unset}) instead of deleting its value
 * @param types that columns are made with
 */
public record TableDefinition(
        DatasetDefined event,
        TableName name,
        Map<String, Column> columns,
        OptionalInt ttlSeconds,
        boolean nullsUnset,
        AvroTypes types) {
    /** The longest time to live that Cassandra takes: 20 years. */
    private static final int MAX_TTL_SECONDS = 630_720_000;

    /** As {@link #of(DatasetDefined, TableStyle)}, in the standard style. */
    public static TableDefinition of(DatasetDefined event) {
        return of(event, TableStyle.STANDARD);
    }

    /**
     * Reads an event.
     *
     * @param style how it is written in Cassandra
     * @throws RefusedDefinitionException with every reason why there can be no such table
     */
    public static TableDefinition of(DatasetDefined event, TableStyle style) {
        List<String> reasons = new ArrayList<>();
        requireName("key_space", event.keyspace(), reasons);
        requireName("table", event.table(), reasons);
        Schema schema = parse(event, reasons);
        if (schema == null) {
            throw new RefusedDefinitionException(reasons);
        }
        Naming naming = style.naming();
        TableName name =
                new TableName(naming.of(String.valueOf(event.keyspace())), naming.of(String.valueOf(event.table())));
        AvroTypes types = new AvroTypes(name, schema, style);
        Map<String, Column> columns = columns(schema, types, reasons);
        requireKey(event, columns, reasons);
        OptionalInt ttl = ttl(schema, reasons);
        if (!reasons.isEmpty()) {
            throw new RefusedDefinitionException(reasons);
        }
        boolean unset = "unset".equals(schema.getProp(SchemaProperties.EMPTY_AS));
        return new TableDefinition(event, name, columns, ttl, unset, types);
    }

    /** The same with columns as they are in the table. */
    TableDefinition with(Map<String, Column> living) {
        return new TableDefinition(event, name, living, ttlSeconds, nullsUnset, types);
    }

    /** How names are written in Cassandra. */
    public Naming naming() {
        return types.style().naming();
    }

    /** Whether any column holds records. */
    boolean holdsRecords() {
        return columns.values().stream().anyMatch(column -> AvroTypes.holdsRecord(column.field()));
    }

    public DatasetId dataset() {
        return event.id();
    }

    public String subject() {
        return event.subject();
    }

    public int version() {
        return event.version();
    }

    /** Names of the columns of the partition key in Cassandra. */
    List<String> partitionKey() {
        return names(event.partitionKey());
    }

    /** Names of the clustering columns in Cassandra. */
    List<String> clusteringColumns() {
        return names(event.clusteringColumns());
    }

    private List<String> names(List<String> fields) {
        return fields.stream().map(field -> columns.get(field).name()).toList();
    }

    /** Fields of the partition key, then of the clustering columns. */
    public List<String> primaryKey() {
        List<String> key = new ArrayList<>(event.partitionKey());
        key.addAll(event.clusteringColumns());
        return key;
    }

    private static void requireName(String what, String name, List<String> reasons) {
        if (name == null || !TableName.NAME.matcher(name).matches()) {
            reasons.add(what + " (where='" + name
                    + "') is not a name that Cassandra takes. Use 1 to 48 letters, digits or underscores");
        }
    }

    private static Schema parse(DatasetDefined event, List<String> reasons) {
        try {
            Schema schema = new Schema.Parser().parse(event.schema());
            if (schema.getType() == Schema.Type.RECORD) {
                return schema;
            }
            reasons.add("schema is of type '" + schema.getType().getName() + "', not a record. Define a record");
        } catch (RuntimeException e) {
            reasons.add("schema is not a valid Avro schema: " + e.getMessage());
        }
        return null;
    }

    private static Map<String, Column> columns(Schema schema, AvroTypes types, List<String> reasons) {
        Naming naming = types.style().naming();
        Map<String, Column> columns = new LinkedHashMap<>();
        Map<String, String> fieldsByName = new HashMap<>();
        for (Schema.Field field : schema.getFields()) {
            try {
                Schema stored = stored(field);
                DataType type = types.of(stored);
                columns.put(field.name(), new Column(naming.of(field.name()), type, stored));
                String other = fieldsByName.put(naming.of(field.name()), field.name());
                if (other != null) {
                    reasons.add("fields (where='" + other + "', '" + field.name()
                            + "') would be one column, for the operator has chosen lower-case names. Rename one");
                }
            } catch (IllegalArgumentException e) {
                reasons.add("field (where='" + field.name() + "') " + e.getMessage());
            }
        }
        return columns;
    }

    /** What rows have for a field: ciphertext, whatever its type, if it is encrypted, in whichever way. */
    private static Schema stored(Schema.Field field) {
        return field.getObjectProp(SchemaProperties.ENCRYPT) == null
                ? field.schema()
                : Schema.create(Schema.Type.BYTES);
    }

    private static void requireKey(DatasetDefined event, Map<String, Column> columns, List<String> reasons) {
        if (event.partitionKey().isEmpty()) {
            reasons.add("primary_key is empty. Name at least one column");
        }
        List<String> key = new ArrayList<>(event.partitionKey());
        key.addAll(event.clusteringColumns());
        for (int i = 0; i < key.size(); i++) {
            String column = key.get(i);
            if (!columns.containsKey(column)) {
                reasons.add("primary_key (where='" + column + "') is not a field of the schema");
            }
            if (key.indexOf(column) < i) {
                reasons.add("primary_key (where='" + column + "') is named twice");
            }
        }
    }

    private static OptionalInt ttl(Schema schema, List<String> reasons) {
        Object ttl = schema.getObjectProp(SchemaProperties.TTL_SECONDS);
        if (ttl == null) {
            return OptionalInt.empty();
        }
        if (ttl instanceof Number number && number.longValue() > 0 && number.longValue() <= MAX_TTL_SECONDS) {
            return OptionalInt.of(number.intValue());
        }
        reasons.add("ttl_seconds (where='" + ttl + "') is not a whole number from 1 to " + MAX_TTL_SECONDS);
        return OptionalInt.empty();
    }
}
