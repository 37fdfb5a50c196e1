package dev.sluice.validate.check;

import dev.sluice.validate.schema.BoundedCache;
import dev.sluice.validate.schema.PinnedContracts;
import dev.sluice.validate.schema.SubjectVersion;
import java.time.ZoneId;
import org.apache.kafka.connect.data.Schema;

/** Keeps the checks in use, one for each contract and shape of raw rows. For one thread. */
public final class RowChecks {
    private final PinnedContracts contracts;
    private final ZoneId zone;
    private final BoundedCache<Shape, RowCheck> checks;

    private record Shape(SubjectVersion id, Schema raw) {}

    public RowChecks(PinnedContracts contracts, ZoneId zone, int capacity) {
        this.contracts = contracts;
        this.zone = zone;
        this.checks = new BoundedCache<>(capacity);
    }

    /**
     * The check of rows of a shape against a version.
     *
     * @throws org.apache.kafka.connect.errors.RetriableException as {@link PinnedContracts#get} does
     * @throws org.apache.kafka.connect.errors.DataException as {@link PinnedContracts#get} does
     */
    public RowCheck of(SubjectVersion id, Schema raw) {
        Shape shape = new Shape(id, raw);
        RowCheck known = checks.get(shape);
        if (known == null) {
            known = RowPlan.of(contracts.get(id), raw, zone);
            checks.put(shape, known);
        }
        return known;
    }
}
