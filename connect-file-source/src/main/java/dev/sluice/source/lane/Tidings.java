package dev.sluice.source.lane;

import dev.sluice.contract.Tenant;
import dev.sluice.source.stage.TenantDirectory;
import java.util.Set;

/** Says where looking for files may be worth while before its time. Poll thread. */
public interface Tidings {
    /** From now on, this tenant's too. Called again and again. */
    void watch(TenantDirectory directory);

    /** In whose {@code in/} something has happened since the last time. */
    Set<Tenant> changed();
}
