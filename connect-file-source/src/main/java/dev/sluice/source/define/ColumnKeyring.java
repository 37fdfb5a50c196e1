package dev.sluice.source.define;

import dev.sluice.check.schema.ColumnEncryption;
import dev.sluice.contract.Tenant;

/** Which tenants' columns the connector's validating transform has keys to encrypt with. Any thread. */
public interface ColumnKeyring {
    /** Of a transform that has no keys. */
    ColumnKeyring EMPTY = (tenant, encryption) -> false;

    boolean has(Tenant tenant, ColumnEncryption encryption);
}
