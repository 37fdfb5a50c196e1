package dev.sluice.cassandra.define;

import dev.sluice.cassandra.define.LivingTable.Kind;
import dev.sluice.cassandra.define.LivingTable.LivingColumn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What must be done to a table, and to the user-defined types in it, so that a definition's rows fit. Only ever adds: nothing is
 * dropped, no type and no table option is touched, whoever made the table.
 *
 * @param ddl statements, in order; empty where nothing has to be done
 * @param definition with the columns that are there as they are there; where nothing has to be done, rows may be bound by it
 */
record TableChange(List<String> ddl, TableDefinition definition) {
    TableChange {
        ddl = List.copyOf(ddl);
    }

    /**
     * Compares a definition with the living table.
     *
     * @param types user-defined ones of the keyspace
     * @throws RefusedDefinitionException if a living column is of another type, or the primary key is another: column by column
     */
    static TableChange between(
            TableDefinition definition, Optional<LivingTable> living, Map<String, LivingType> types) {
        List<String> mismatches = new ArrayList<>();
        List<Column> missing = new ArrayList<>();
        Map<String, Column> columns = new LinkedHashMap<>();
        Fit fit = new Fit(definition.name(), definition.types(), types, mismatches);
        definition.columns().forEach((field, wanted) -> {
            LivingColumn existing =
                    living.map(table -> table.columns().get(wanted.name())).orElse(null);
            if (existing == null) {
                fit.missing(wanted, definition.primaryKey().contains(field));
                missing.add(wanted);
                columns.put(field, wanted);
            } else {
                columns.put(field, fit.existing(wanted, existing));
            }
        });
        living.ifPresent(table -> {
            sameKey("partition key", definition.partitionKey(), table.key(Kind.PARTITION_KEY), mismatches);
            sameKey("clustering columns", definition.clusteringColumns(), table.key(Kind.CLUSTERING), mismatches);
        });
        if (!mismatches.isEmpty()) {
            mismatches.add("nothing was changed. Define the dataset with a new table name (schema.name), "
                    + "or with the types and the primary key that the table has");
            throw new RefusedDefinitionException(mismatches);
        }
        List<String> ddl = new ArrayList<>(fit.ddl());
        if (living.isEmpty()) {
            ddl.add(create(definition));
        } else if (!missing.isEmpty()) {
            ddl.add("ALTER TABLE " + definition.name() + " ADD (" + ddl(missing) + ")");
        }
        return new TableChange(ddl, definition.with(columns));
    }

    private static String create(TableDefinition definition) {
        String partitionKey = quotedList(definition.partitionKey());
        List<String> clustering = definition.clusteringColumns();
        String key = "(" + partitionKey + ")" + (clustering.isEmpty() ? "" : ", " + quotedList(clustering));
        return "CREATE TABLE IF NOT EXISTS " + definition.name() + " ("
                + ddl(List.copyOf(definition.columns().values())) + ", PRIMARY KEY (" + key + "))";
    }

    private static String ddl(List<Column> columns) {
        return columns.stream().map(Column::ddl).collect(Collectors.joining(", "));
    }

    private static String quotedList(List<String> names) {
        return names.stream().map(TableName::quoted).collect(Collectors.joining(", "));
    }

    private static void sameKey(String what, List<String> wanted, List<String> existing, List<String> mismatches) {
        if (!wanted.equals(existing)) {
            mismatches.add(what + " of the table is " + existing + " but " + wanted + " in the definition");
        }
    }
}
