package dev.sluice.cassandra.define;

import dev.sluice.cassandra.define.LivingTable.Kind;
import dev.sluice.cassandra.define.LivingTable.LivingColumn;
import dev.sluice.contract.DatasetId;
import dev.sluice.contract.Event.DatasetDefined;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A schema and a sink's keyspace in memory. It does not read DDL: it is told what the next DDL does. */
public final class FakeCassandra implements Catalog, DefinitionStore {
    public final List<String> ddl = new ArrayList<>();
    public final Set<String> keyspaces = new HashSet<>();
    public final Map<TableName, LivingTable> tables = new HashMap<>();
    private final Map<String, DatasetDefined> definitions = new HashMap<>();
    private final Map<TableName, DatasetId> owners = new HashMap<>();
    private String leaseHolder = "";
    private TableDefinition next;
    private RuntimeException failure;
    private boolean losesLease;

    public Lease lease(String holder) {
        return new Lease() {
            @Override
            public boolean acquire() {
                if (!leaseHolder.isEmpty() && !leaseHolder.equals(holder)) {
                    return false;
                }
                leaseHolder = holder;
                return true;
            }

            @Override
            public void release() {
                if (leaseHolder.equals(holder)) {
                    leaseHolder = "";
                }
            }
        };
    }

    public String leaseHolder() {
        return leaseHolder;
    }

    /** The next DDL gives the table the definition's columns. */
    public void willMake(DatasetDefined event) {
        next = TableDefinition.of(event);
    }

    /** The next DDL takes so long that the lease expires and another task has it. */
    public void willLoseLease() {
        losesLease = true;
    }

    /** The next DDL fails. */
    public void willFail(RuntimeException error) {
        failure = error;
    }

    @Override
    public boolean hasKeyspace(String keyspace) {
        return keyspaces.contains(keyspace);
    }

    @Override
    public Optional<LivingTable> find(TableName table) {
        return Optional.ofNullable(tables.get(table));
    }

    @Override
    public void execute(String statement) {
        if (failure != null) {
            RuntimeException error = failure;
            failure = null;
            throw error;
        }
        ddl.add(statement);
        if (losesLease) {
            losesLease = false;
            leaseHolder = "another";
        }
        if (statement.startsWith("CREATE KEYSPACE")) {
            keyspaces.add(statement.split("\"", -1)[1]);
            return;
        }
        Map<String, LivingColumn> columns = new HashMap<>();
        Optional.ofNullable(tables.get(next.name())).ifPresent(table -> columns.putAll(table.columns()));
        List<String> partition = next.event().partitionKey();
        List<String> clustering = next.event().clusteringColumns();
        next.columns().forEach((name, column) -> {
            Kind kind = partition.contains(name)
                    ? Kind.PARTITION_KEY
                    : clustering.contains(name) ? Kind.CLUSTERING : Kind.REGULAR;
            int position = Math.max(partition.indexOf(name), clustering.indexOf(name));
            columns.put(name, new LivingColumn(name, column.cqlType(), kind, position));
        });
        tables.put(next.name(), new LivingTable(columns));
    }

    @Override
    public Optional<DatasetDefined> find(String subject, int version) {
        return Optional.ofNullable(definitions.get(subject + "/" + version));
    }

    @Override
    public void remember(DatasetDefined event) {
        definitions.put(event.subject() + "/" + event.version(), event);
    }

    @Override
    public DatasetId claim(TableName table, DatasetId dataset) {
        return owners.computeIfAbsent(table, key -> dataset);
    }

    @Override
    public Optional<DatasetId> owner(TableName table) {
        return Optional.ofNullable(owners.get(table));
    }
}
