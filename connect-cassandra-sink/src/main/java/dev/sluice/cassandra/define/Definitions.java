package dev.sluice.cassandra.define;

import dev.sluice.cassandra.define.Verdict.NotYet;
import dev.sluice.cassandra.define.Verdict.Ready;
import dev.sluice.cassandra.define.Verdict.Refused;
import dev.sluice.contract.DatasetId;
import dev.sluice.contract.Event.DatasetDefined;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The definitions that this task knows, and the act of making a new one true in Cassandra.
 *
 * <p>The schema is changed by the holder of the {@link Lease} only, and only after a look at the living table: two tasks that meet
 * the same event make one DDL. An event that comes again, even an old one, finds its columns there and changes nothing.
 *
 * <p>Confined to the task's thread. Methods throw what the ports throw (the world), after which they may be called again.
 */
public final class Definitions {
    private static final Verdict LATER = new NotYet("another task is changing the schema");

    private record Key(String subject, int version) {}

    private final Catalog catalog;
    private final DefinitionStore store;
    private final Lease lease;
    private final KeyspacePolicy policy;
    private final Patience patience;
    private final Map<Key, Verdict> known = new HashMap<>();
    /** Refused ones that an operator may allow at any time. */
    private final Map<Key, DatasetDefined> forbidden = new HashMap<>();

    private int generation;

    public Definitions(Catalog catalog, DefinitionStore store, Lease lease, KeyspacePolicy policy, Patience patience) {
        this.catalog = catalog;
        this.store = store;
        this.lease = lease;
        this.policy = policy;
        this.patience = patience;
    }

    /** Makes a definition true. Never returns {@link NotYet} for long: the lease expires. */
    public Verdict define(DatasetDefined event) {
        Key key = new Key(event.subject(), event.version());
        Verdict before = known.get(key);
        if (before instanceof Ready ready && sameContract(ready.definition().event(), event)) {
            return before;
        }
        Verdict verdict;
        try {
            verdict = make(event);
            forbidden.remove(key);
        } catch (RefusedDefinitionException e) {
            verdict = new Refused("definition of " + event.id() + ", version " + event.version() + " (where='"
                    + event.file() + "'): " + e.getMessage());
            if (e instanceof ForbiddenDefinitionException) {
                forbidden.put(key, event);
            } else {
                forbidden.remove(key);
            }
        }
        if (!(verdict instanceof NotYet)) {
            known.put(key, verdict);
            generation++;
        }
        return verdict;
    }

    /** Grows whenever something is defined: what was found before may be found otherwise now. */
    public int generation() {
        return generation;
    }

    /**
     * What rows of a subject's version are to be bound by. A version that nobody defines is {@link NotYet} for a bounded time and
     * {@link Refused} from then on, until it is defined after all. One that is forbidden is tried again from time to time.
     */
    public Verdict find(String subject, int version) {
        Key key = new Key(subject, version);
        Verdict verdict = known.get(key);
        if (verdict != null) {
            DatasetDefined event = forbidden.get(key);
            return event != null && patience.mayAsk(key) ? define(event) : verdict;
        }
        if (patience.mayAsk(key)) {
            Optional<DatasetDefined> remembered = store.find(subject, version);
            if (remembered.isPresent()) {
                patience.end(key);
                return define(remembered.get());
            }
        }
        String reason = "subject (where='" + subject + "') version " + version + " has not been defined";
        return patience.isExhausted(key)
                ? new Refused(reason + " within " + patience.millis()
                        + " ms; the row was not written. Drop the dataset's definition again, then replay the row")
                : new NotYet(reason + " yet");
    }

    private Verdict make(DatasetDefined event) {
        TableDefinition definition = TableDefinition.of(event, policy.style());
        TableName table = definition.name();
        if (!policy.allows(table.keyspace())) {
            throw new RefusedDefinitionException("keyspace (where='" + table.keyspace()
                    + "') is not among those that tenants may use; no table was made. Ask the operator to add it "
                    + "to 'keyspaces', or use another");
        }
        Optional<Ready> ready = ready(definition);
        if (ready.isPresent()) {
            return ready.get();
        }
        if (!lease.acquire()) {
            return LATER;
        }
        Verdict verdict;
        try {
            verdict = alter(definition);
        } catch (RefusedDefinitionException e) {
            lease.release();
            throw e;
        }
        // After a failure of the world the lease is kept: Cassandra may still be busy with the statement. This task
        // comes back for it, or it expires.
        lease.release();
        return verdict;
    }

    /** What is remembered and there needs no lease. */
    private Optional<Ready> ready(TableDefinition definition) {
        return store.find(definition.subject(), definition.version())
                .filter(remembered -> sameContract(remembered, definition.event()))
                .map(remembered -> change(definition))
                .filter(change -> change.ddl().isEmpty())
                .map(change -> new Ready(change.definition()));
    }

    private TableChange change(TableDefinition definition) {
        TableName table = definition.name();
        return TableChange.between(
                definition,
                catalog.find(table),
                definition.holdsRecords() ? catalog.types(table.keyspace()) : Map.of());
    }

    private Verdict alter(TableDefinition definition) {
        TableName table = definition.name();
        store.owner(table).ifPresent(owner -> requireOwner(definition, owner));
        if (!catalog.hasKeyspace(table.keyspace()) && !execute(keyspaceDdl(table.keyspace()))) {
            return LATER;
        }
        TableChange change = change(definition);
        requireOwner(definition, store.claim(table, definition.dataset()));
        if (!execute(change)) {
            return LATER;
        }
        TableChange done = change.ddl().isEmpty() ? change : change(definition);
        if (!done.ddl().isEmpty()) {
            // Somebody changes the table by hand at this moment.
            return LATER;
        }
        store.remember(definition.event());
        return new Ready(done.definition());
    }

    /** False if another task has the lease by now. */
    private boolean execute(TableChange change) {
        TableName table = change.definition().name();
        try {
            for (String ddl : change.ddl()) {
                if (!execute(ddl)) {
                    return false;
                }
            }
            return true;
        } catch (ForbiddenDefinitionException e) {
            // It is true but for a right: a task that starts after that was granted must know it.
            store.remember(change.definition().event());
            throw e;
        } catch (RefusedDefinitionException e) {
            if (catalog.find(table).isEmpty()) {
                // Else a table that there never was would belong to the dataset for ever.
                store.release(table, change.definition().dataset());
            }
            throw e;
        }
    }

    /**
     * Takes the lease anew for each statement, so that it need be no longer than one: a killed task's lease holds up the others until
     * it expires. False if another task has it by now.
     */
    private boolean execute(String ddl) {
        if (!lease.acquire()) {
            return false;
        }
        catalog.execute(ddl);
        return true;
    }

    private String keyspaceDdl(String keyspace) {
        return policy.createKeyspace(keyspace)
                .orElseThrow(() -> new ForbiddenDefinitionException("keyspace (where='" + keyspace
                        + "') does not exist; no table was made. Ask the operator to create it, or to set "
                        + "'keyspace.auto.create' to true"));
    }

    /** Time and file say when and how it was announced, not what. */
    private static boolean sameContract(DatasetDefined one, DatasetDefined other) {
        return one.id().equals(other.id())
                && one.keyspace().equals(other.keyspace())
                && one.table().equals(other.table())
                && one.partitionKey().equals(other.partitionKey())
                && one.clusteringColumns().equals(other.clusteringColumns())
                && one.schema().equals(other.schema());
    }

    private static void requireOwner(TableDefinition definition, DatasetId owner) {
        if (!owner.equals(definition.dataset())) {
            throw new RefusedDefinitionException("table (where='" + definition.name() + "') belongs to dataset " + owner
                    + "; nothing was changed. Define the dataset with another table name (schema.name) or key_space");
        }
    }
}
