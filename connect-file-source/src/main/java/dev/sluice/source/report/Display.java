package dev.sluice.source.report;

import dev.sluice.contract.Tenant;
import java.io.Closeable;

/** Where operators see meters. Showing must not fail: what cannot be shown is logged, and all else goes on. Poll thread. */
public interface Display extends Closeable {
    /** Shows a dataset's meter, or {@link Meters#NO_DATASET}'s, in place of an earlier one. */
    void show(Tenant tenant, String dataset, DatasetMeter meter);

    /** Shows nothing any more. */
    @Override
    default void close() {}
}
