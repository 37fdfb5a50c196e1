package dev.sluice.cassandra.define;

import dev.sluice.cassandra.define.LivingTable.Kind;
import dev.sluice.cassandra.define.LivingTable.LivingColumn;
import dev.sluice.cassandra.define.LivingType.LivingField;
import dev.sluice.contract.DatasetId;
import dev.sluice.contract.Event.DatasetDefined;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A schema and a sink's keyspace in memory, which reads the DDL that it is given. */
public final class FakeCassandra implements Catalog, DefinitionStore {
    public final List<String> ddl = new ArrayList<>();
    public final Set<String> keyspaces = new HashSet<>();
    public final Map<TableName, LivingTable> tables = new HashMap<>();
    public final Map<String, LivingType> types = new HashMap<>();
    private final Map<String, DatasetDefined> definitions = new HashMap<>();
    private final Map<TableName, DatasetId> owners = new HashMap<>();
    private String leaseHolder = "";
    private RuntimeException failure;
    private boolean losesLease;
    private DatasetId rival;

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

    /** The next DDL takes so long that the lease expires and another task has it. */
    public void willLoseLease() {
        losesLease = true;
    }

    /** Another dataset claims the next table at the same moment, and a little earlier. */
    public void willBeClaimedBy(DatasetId dataset) {
        rival = dataset;
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
        Ddl change = Ddl.parse(statement);
        switch (change.kind()) {
            case "CREATE TYPE" -> makeType(change);
            case "ALTER TYPE" -> widenType(change);
            case "CREATE TABLE" -> makeTable(change);
            default -> widenTable(change);
        }
    }

    private void makeType(Ddl change) {
        types.putIfAbsent(change.name().table(), new LivingType(change.name().table(), fields(change)));
    }

    private void widenType(Ddl change) {
        LivingType type = types.get(change.name().table());
        List<LivingField> fields = new ArrayList<>(type.fields());
        fields.addAll(fields(change));
        types.put(type.name(), new LivingType(type.name(), fields));
    }

    private List<LivingField> fields(Ddl change) {
        return change.named().stream()
                .map(field -> new LivingField(field.name(), known(field.type())))
                .toList();
    }

    private void makeTable(Ddl change) {
        List<List<String>> key = change.primaryKey();
        Map<String, LivingColumn> columns = new HashMap<>();
        change.named().forEach(column -> {
            String name = column.name();
            Kind kind = key.get(0).contains(name)
                    ? Kind.PARTITION_KEY
                    : key.get(1).contains(name) ? Kind.CLUSTERING : Kind.REGULAR;
            int position = Math.max(key.get(0).indexOf(name), key.get(1).indexOf(name));
            columns.put(name, new LivingColumn(name, known(column.type()), kind, position));
        });
        tables.putIfAbsent(change.name(), new LivingTable(columns));
    }

    private void widenTable(Ddl change) {
        Map<String, LivingColumn> columns =
                new HashMap<>(tables.get(change.name()).columns());
        change.named().forEach(column -> {
            if (columns.containsKey(column.name())) {
                throw new IllegalStateException("column exists: " + column);
            }
            columns.put(column.name(), new LivingColumn(column.name(), known(column.type()), Kind.REGULAR, -1));
        });
        tables.put(change.name(), new LivingTable(columns));
    }

    /** Cassandra refuses user-defined types that are not there. */
    private String known(String type) {
        if (new CqlTypes("ks", types).parse(type).asCql(true, false).contains("'")) {
            throw new IllegalStateException("unknown type: " + type);
        }
        return type;
    }

    @Override
    public Map<String, LivingType> types(String keyspace) {
        return Map.copyOf(types);
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
        DatasetId first = rival == null ? dataset : rival;
        rival = null;
        return owners.computeIfAbsent(table, key -> first);
    }

    @Override
    public void release(TableName table, DatasetId dataset) {
        owners.remove(table, dataset);
    }

    @Override
    public Optional<DatasetId> owner(TableName table) {
        return Optional.ofNullable(owners.get(table));
    }
}
