package dev.sluice.cassandra.define;

import dev.sluice.cassandra.define.LivingTable.Kind;
import dev.sluice.cassandra.define.LivingTable.LivingColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What must be done to a table so that a definition's rows fit into it. Only ever adds: nothing is dropped, no type and no table
 * option is touched, whoever made the table.
 */
public sealed interface TableChange {
    /** The statement that does it; empty where nothing has to be done. */
    Optional<String> ddl();

    /** There is no such table. */
    record Create(TableDefinition definition) implements TableChange {
        @Override
        public Optional<String> ddl() {
            String columns =
                    definition.columns().values().stream().map(Column::ddl).collect(Collectors.joining(", "));
            String partitionKey = quotedList(definition.partitionKey());
            List<String> clustering = definition.clusteringColumns();
            String key = "(" + partitionKey + ")" + (clustering.isEmpty() ? "" : ", " + quotedList(clustering));
            return Optional.of("CREATE TABLE IF NOT EXISTS " + definition.name() + " (" + columns + ", PRIMARY KEY ("
                    + key + "))");
        }

        private static String quotedList(List<String> names) {
            return names.stream().map(TableName::quoted).collect(Collectors.joining(", "));
        }
    }

    /** The table lacks columns. */
    record Add(TableName table, List<Column> columns) implements TableChange {
        @Override
        public Optional<String> ddl() {
            return Optional.of("ALTER TABLE " + table + " ADD ("
                    + columns.stream().map(Column::ddl).collect(Collectors.joining(", ")) + ")");
        }
    }

    /** The table has all that the definition needs. */
    record Nothing() implements TableChange {
        @Override
        public Optional<String> ddl() {
            return Optional.empty();
        }
    }

    /**
     * Compares a definition with the living table.
     *
     * @throws RefusedDefinitionException if a living column is of another type, or the primary key is another: column by column
     */
    static TableChange between(TableDefinition definition, Optional<LivingTable> living) {
        if (living.isEmpty()) {
            return new Create(definition);
        }
        LivingTable table = living.get();
        List<String> mismatches = new ArrayList<>();
        List<Column> missing = new ArrayList<>();
        for (Column wanted : definition.columns().values()) {
            LivingColumn existing = table.columns().get(wanted.name());
            if (existing == null) {
                missing.add(wanted);
            } else if (!existing.cqlType().equals(wanted.cqlType())) {
                mismatches.add("column (where='" + wanted.name() + "') is " + existing.cqlType() + " in the table but "
                        + wanted.cqlType() + " in the definition");
            }
        }
        sameKey("partition key", definition.partitionKey(), table.key(Kind.PARTITION_KEY), mismatches);
        sameKey("clustering columns", definition.clusteringColumns(), table.key(Kind.CLUSTERING), mismatches);
        if (!mismatches.isEmpty()) {
            mismatches.add("the table stays as it is. Define the dataset with a new table name (schema.name), "
                    + "or with the types and the primary key that the table has");
            throw new RefusedDefinitionException(mismatches);
        }
        return missing.isEmpty() ? new Nothing() : new Add(definition.name(), missing);
    }

    private static void sameKey(String what, List<String> wanted, List<String> existing, List<String> mismatches) {
        if (!wanted.equals(existing)) {
            mismatches.add(what + " of the table is " + existing + " but " + wanted + " in the definition");
        }
    }
}
