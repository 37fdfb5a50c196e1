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
 */
public record Terms(List<Glob> keyspaces, Schedule schedule, double rowsPerSecond, int retentionDays) {
    public Terms {
        keyspaces = List.copyOf(keyspaces);
    }

    public boolean allows(String keyspace) {
        return keyspaces.stream().anyMatch(glob -> glob.matches(keyspace));
    }

    @Override
    public String toString() {
        return "schedule=" + schedule + " max.rows.per.second=" + (rowsPerSecond == 0 ? "none" : rowsPerSecond)
                + " keyspaces=" + keyspaces.stream().map(Glob::pattern).toList() + " retention.days="
                + (retentionDays == 0 ? "for ever" : retentionDays);
    }
}
