package dev.sluice.encryption;

import dev.sluice.contract.Tenant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The key sets of tenants, at most one of each kind. Immutable; for any thread.
 *
 * <p>As text, a JSON object:
 *
 * <pre>{@code
 * {"acme": {"random": <Tink key set>, "deterministic": <Tink key set>}, "globex": {"random": <Tink key set>}}
 * }</pre>
 */
public final class ColumnKeys {
    /** Of no tenant. */
    public static final ColumnKeys NONE = new ColumnKeys(new TreeMap<>());

    private final SortedMap<String, Map<EncryptionKind, KeySet>> tenants;

    ColumnKeys(SortedMap<String, Map<EncryptionKind, KeySet>> tenants) {
        this.tenants = tenants;
    }

    /**
     * Reads keys, strictly: a field that nobody knows, a field twice, a key of another algorithm is refused.
     *
     * @throws ColumnKeysException with all that is wrong, and no key material
     */
    public static ColumnKeys parse(String json) {
        return ColumnKeysReader.read(json);
    }

    /** Whether a tenant has keys of a kind. */
    public boolean has(String tenant, EncryptionKind kind) {
        return of(tenant).containsKey(kind);
    }

    /** A tenant's key sets; empty if it has none. */
    public Map<EncryptionKind, KeySet> of(String tenant) {
        return Collections.unmodifiableMap(tenants.getOrDefault(tenant, Map.of()));
    }

    /** Those who have keys. */
    public SortedSet<String> tenants() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(tenants.keySet()));
    }

    /** The cipher of a column; none if its tenant has no keys of the kind. To be kept, for making one costs more than using it. */
    public Optional<ColumnCipher> cipher(ColumnAddress column, EncryptionKind kind) {
        return Optional.ofNullable(of(column.tenant().name()).get(kind)).map(keys -> keys.cipher(column));
    }

    /** These keys, and of one tenant and kind the given ones in place of what there was. */
    public ColumnKeys with(Tenant tenant, KeySet keys) {
        TreeMap<String, Map<EncryptionKind, KeySet>> changed = new TreeMap<>(tenants);
        Map<EncryptionKind, KeySet> ofTenant = new EnumMap<>(EncryptionKind.class);
        ofTenant.putAll(of(tenant.name()));
        ofTenant.put(keys.kind(), keys);
        changed.put(tenant.name(), ofTenant);
        return new ColumnKeys(changed);
    }

    /** The keys themselves, as {@link #parse} reads them, with a line end: a secret. */
    public String toJson() {
        return ColumnKeysReader.write(tenants);
    }

    /** Tenants, kinds and numbers of keys; no secret. */
    @Override
    public String toString() {
        return tenants.toString();
    }
}
