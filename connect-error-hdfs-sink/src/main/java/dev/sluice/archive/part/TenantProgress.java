package dev.sluice.archive.part;

import dev.sluice.archive.envelope.Envelope;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** The oldest row of each tenant that is not yet committed, for the lag. Task thread only. */
public final class TenantProgress {
    private final Map<String, Long> oldest = new HashMap<>();

    /** Offsets grow and times of records nearly so: the first row of a tenant is its oldest. */
    void add(String tenant, Envelope envelope) {
        Long timestamp = envelope.origin().timestamp();
        if (timestamp != null && !oldest.containsKey(tenant)) {
            oldest.put(tenant, timestamp);
        }
    }

    /** Tenants, and when their oldest row was written to Kafka: milliseconds since the epoch. */
    public void forEach(BiConsumer<String, Long> consumer) {
        oldest.forEach(consumer);
    }
}
