package dev.sluice.source.agree;

import dev.sluice.agreement.Schedule;
import dev.sluice.source.discover.Glob;
import java.util.List;

/**
 * What is agreed upon with one tenant.
 *
 * @param keyspaces in which the tenant's definitions may have tables
 * @param schedule when its files are taken
 * @param rowsPerSecond of all its datasets together; 0 for no limit
 * @param retentionDays how long what lies in {@code out/} is kept; 0 for ever
 * @param encryption of its files
 */
public record Terms(
        List<Glob> keyspaces, Schedule schedule, double rowsPerSecond, int retentionDays, Encryption encryption) {
    public Terms {
        keyspaces = List.copyOf(keyspaces);
    }

    /** Without anything about encryption. */
    public Terms(List<Glob> keyspaces, Schedule schedule, double rowsPerSecond, int retentionDays) {
        this(keyspaces, schedule, rowsPerSecond, retentionDays, Encryption.NONE);
    }

    public boolean allows(String keyspace) {
        return keyspaces.stream().anyMatch(glob -> glob.matches(keyspace));
    }

    @Override
    public String toString() {
        return "schedule=" + schedule + " max.rows.per.second=" + (rowsPerSecond == 0 ? "none" : rowsPerSecond)
                + " keyspaces=" + keyspaces.stream().map(Glob::pattern).toList() + " retention.days="
                + (retentionDays == 0 ? "for ever" : retentionDays)
                + (encryption.required() ? " require.encryption=true" : "");
    }
}
