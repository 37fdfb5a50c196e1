package dev.sluice.validate.schema;

import dev.sluice.check.RowCheck;
import dev.sluice.check.RowShape;
import dev.sluice.check.schema.Contract;
import dev.sluice.check.schema.SubjectVersion;

/** Keeps the checks in use, one for each schema version and shape of rows. For one thread. */
public final class RowChecks {
    private final PinnedSchemas schemas;
    private final BoundedCache<Key, RowCheck> checks;

    private record Key(SubjectVersion id, RowShape shape) {}

    public RowChecks(PinnedSchemas schemas, int capacity) {
        this.schemas = schemas;
        this.checks = new BoundedCache<>(capacity);
    }

    /**
     * The check of rows of a shape against a version.
     *
     * @throws org.apache.kafka.connect.errors.RetriableException as {@link PinnedSchemas#get} does
     * @throws org.apache.kafka.connect.errors.DataException as {@link PinnedSchemas#get} does
     */
    public RowCheck of(SubjectVersion id, RowShape shape) {
        Key key = new Key(id, shape);
        RowCheck known = checks.get(key);
        if (known == null) {
            known = schemas.get(id).rows(shape);
            checks.put(key, known);
        }
        return known;
    }

    /** What a version asks of rows; throws as {@link PinnedSchemas#get} does. */
    public Contract contract(SubjectVersion id) {
        return schemas.get(id).contract();
    }
}
