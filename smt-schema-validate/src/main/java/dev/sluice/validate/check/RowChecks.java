package dev.sluice.validate.check;

import dev.sluice.validate.schema.BoundedCache;
import dev.sluice.validate.schema.Contract;
import dev.sluice.validate.schema.PinnedContracts;
import dev.sluice.validate.schema.SubjectVersion;

/** Keeps the checks in use, one for each contract and shape of rows; the rules of a contract are compiled once. For one thread. */
public final class RowChecks {
    private final PinnedContracts contracts;
    private final Notation notation;
    private final BoundedCache<Key, RowCheck> checks;
    private final BoundedCache<SubjectVersion, RowRules> rules;

    private record Key(SubjectVersion id, RowShape shape) {}

    public RowChecks(PinnedContracts contracts, Notation notation, int capacity) {
        this.contracts = contracts;
        this.notation = notation;
        this.checks = new BoundedCache<>(capacity);
        this.rules = new BoundedCache<>(capacity);
    }

    /**
     * The check of rows of a shape against a version.
     *
     * @throws org.apache.kafka.connect.errors.RetriableException as {@link PinnedContracts#get} does
     * @throws org.apache.kafka.connect.errors.DataException as {@link PinnedContracts#get} does
     */
    public RowCheck of(SubjectVersion id, RowShape shape) {
        Key key = new Key(id, shape);
        RowCheck known = checks.get(key);
        if (known == null) {
            known = compile(contracts.get(id), shape);
            checks.put(key, known);
        }
        return known;
    }

    private RowCheck compile(Contract contract, RowShape shape) {
        if (contract instanceof Contract.Unusable unusable) {
            return RowPlan.refuseAll(unusable);
        }
        Contract.OfRows rows = (Contract.OfRows) contract;
        try {
            RowRules compiled = rules.get(rows.id());
            if (compiled == null) {
                compiled = RowRules.of(rows, notation);
                rules.put(rows.id(), compiled);
            }
            return RowPlan.of(rows, compiled, shape, notation);
        } catch (RuntimeException | StackOverflowError e) {
            // Rules and patterns are a tenant's: whatever they do to a compiler, they must not stop the task.
            return RowPlan.refuseAll(new Contract.Unusable(rows.id(), String.valueOf(e.getMessage())));
        }
    }
}
