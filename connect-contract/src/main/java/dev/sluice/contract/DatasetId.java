package dev.sluice.contract;

import java.util.regex.Pattern;

/**
 * A dataset of a tenant, by the {@code name} of its definition. Everything that happens to one dataset is serial; datasets among
 * themselves are parallel.
 */
public record DatasetId(Tenant tenant, String name) {
    /** What a dataset's name must match: it is a folder, a file pattern's beginning and part of a header. */
    public static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    /** What a table's name must match: an Avro name that is also a Cassandra identifier. */
    public static final Pattern TABLE = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,47}");

    public DatasetId {
        if (tenant == null || !isValidName(name)) {
            throw new IllegalArgumentException("dataset (where='" + name + "') is not a valid name; nothing was done. "
                    + "Use a letter or digit followed by at most 99 letters, digits, dots, underscores or hyphens.");
        }
    }

    public static DatasetId of(String tenant, String name) {
        return new DatasetId(new Tenant(tenant), name);
    }

    public static boolean isValidName(String name) {
        return name != null && NAME.matcher(name).matches();
    }

    /** The Registry subject, and the full name of the Avro record, of a table of this dataset's tenant. */
    public String subject(String table) {
        return tenant.name() + "." + table;
    }

    /** {@code tenant/dataset}, for logs, offsets and reports. */
    @Override
    public String toString() {
        return tenant.name() + "/" + name;
    }
}
