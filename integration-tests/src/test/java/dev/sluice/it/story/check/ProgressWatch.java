package dev.sluice.it.story.check;

import dev.sluice.demo.Tables;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Looks again and again how far imports are while they are not complete. Not thread-safe. */
public final class ProgressWatch {
    private final Collection<String> tenants;
    private final Map<String, List<Long>> seen = new HashMap<>();
    private final Differences faults = new Differences();

    public ProgressWatch(Collection<String> tenants) {
        this.tenants = List.copyOf(tenants);
    }

    /** Looks once. */
    public void look(Tables tables) {
        for (String tenant : tenants) {
            for (Map<String, Object> one :
                    tables.query("SELECT import_id, base, file, state FROM sluice.imports WHERE tenant = ?", tenant)) {
                if (!"COMPLETED".equals(one.get("state"))) {
                    long rows = tables
                            .query(
                                    "SELECT rows FROM sluice.import_progress WHERE import_id = ? AND base = ?",
                                    one.get("import_id"),
                                    one.get("base"))
                            .stream()
                            .mapToLong(row -> (Long) row.get("rows"))
                            .sum();
                    note(tenant + "/" + one.get("file"), rows);
                }
            }
        }
    }

    private void note(String file, long rows) {
        List<Long> before = seen.computeIfAbsent(file, name -> new ArrayList<>());
        long last = before.isEmpty() ? 0 : before.get(before.size() - 1);
        faults.expect(rows >= last, file, rows + " rows after " + last);
        if (rows > last) {
            before.add(rows);
        }
    }

    /** Different numbers of rows that were seen of the import that showed most, before it was complete. */
    public List<Long> longest() {
        return seen.values().stream()
                .max((one, other) -> Integer.compare(one.size(), other.size()))
                .orElse(List.of());
    }

    /** Progress never went back. */
    public void assertNeverBack() {
        faults.assertNone();
    }
}
