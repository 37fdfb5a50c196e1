package dev.sluice.source.lane;

import dev.sluice.contract.Tenant;

/** Runs what would keep the poll thread waiting. */
public interface Errands {
    /** Where an errand goes: one place's trouble holds up no errand to another. */
    enum To {
        REGISTRY,
        KAFKA,
        DISK
    }

    /** Runs it some time, at once, or never if the task stops. An errand does not throw. */
    void send(To to, Tenant tenant, Runnable errand);
}
