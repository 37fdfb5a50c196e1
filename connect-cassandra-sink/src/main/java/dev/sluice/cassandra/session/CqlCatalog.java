package dev.sluice.cassandra.session;

import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import com.datastax.oss.driver.api.core.servererrors.QueryValidationException;
import dev.sluice.cassandra.define.Catalog;
import dev.sluice.cassandra.define.ForbiddenDefinitionException;
import dev.sluice.cassandra.define.LivingTable;
import dev.sluice.cassandra.define.LivingTable.Kind;
import dev.sluice.cassandra.define.LivingTable.LivingColumn;
import dev.sluice.cassandra.define.LivingType;
import dev.sluice.cassandra.define.LivingType.LivingField;
import dev.sluice.cassandra.define.RefusedDefinitionException;
import dev.sluice.cassandra.define.TableName;
import dev.sluice.cassandra.write.Failure;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Asks the server's own schema tables: what a driver remembers of the schema may be a second old. A server that was killed while it
 * changed its schema may have tables that tell of columns, or of a table, which the server itself does not know: it reads them before
 * its commit log when it starts, and then goes on like that. What it cannot use is taken as not there, so that the change is made again.
 */
final class CqlCatalog implements Catalog {
    private final Cql cql;

    CqlCatalog(Cql cql) {
        this.cql = cql;
    }

    @Override
    public boolean hasKeyspace(String keyspace) {
        return cql.execute("SELECT keyspace_name FROM system_schema.keyspaces WHERE keyspace_name = ?", keyspace)
                        .one()
                != null;
    }

    @Override
    public Optional<LivingTable> find(TableName table) {
        Map<String, LivingColumn> columns = new HashMap<>();
        for (Row row : cql.execute(
                "SELECT column_name, type, kind, position FROM system_schema.columns "
                        + "WHERE keyspace_name = ? AND table_name = ?",
                table.keyspace(),
                table.table())) {
            String name = row.getString("column_name");
            Kind kind = Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT));
            columns.put(name, new LivingColumn(name, row.getString("type"), kind, row.getInt("position")));
        }
        if (!columns.isEmpty() && !isUsable(table, columns.keySet())) {
            columns.keySet().removeIf(column -> !isUsable(table, Set.of(column)));
        }
        return columns.isEmpty() ? Optional.empty() : Optional.of(new LivingTable(columns));
    }

    private boolean isUsable(TableName table, Collection<String> columns) {
        try {
            cql.prove(columns.stream()
                    .map(TableName::quoted)
                    .collect(Collectors.joining(", ", "SELECT ", " FROM " + table)));
            return true;
        } catch (InvalidQueryException e) {
            return false;
        }
    }

    @Override
    public Map<String, LivingType> types(String keyspace) {
        Map<String, LivingType> types = new HashMap<>();
        for (Row row : cql.execute(
                "SELECT type_name, field_names, field_types FROM system_schema.types WHERE keyspace_name = ?",
                keyspace)) {
            String name = row.getString("type_name");
            List<String> names = row.getList("field_names", String.class);
            List<String> cqlTypes = row.getList("field_types", String.class);
            types.put(
                    name,
                    new LivingType(
                            name,
                            IntStream.range(0, names.size())
                                    .mapToObj(i -> new LivingField(names.get(i), cqlTypes.get(i)))
                                    .toList()));
        }
        return types;
    }

    /**
     * Changes the schema.
     *
     * @throws RefusedDefinitionException if Cassandra will never execute the statement
     * @throws ForbiddenDefinitionException if it will not as long as nobody grants the right to
     */
    @Override
    public void execute(String ddl) {
        try {
            cql.executeDdl(ddl);
        } catch (QueryValidationException e) {
            switch (Failure.of(e)) {
                case TRANSIENT -> throw e;
                case FORBIDDEN ->
                    throw new ForbiddenDefinitionException(
                            "Cassandra forbids (" + ddl + "): " + e.getMessage()
                                    + "; nothing was changed. Ask the operator to grant it to the sink's role: rows that"
                                    + " come later are written then",
                            e);
                default -> {}
            }
            throw new RefusedDefinitionException("Cassandra refuses (" + ddl + "): " + e.getMessage(), e);
        }
    }
}
