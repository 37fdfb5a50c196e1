package dev.sluice.cassandra.plan;

import dev.sluice.cassandra.bind.Row;
import dev.sluice.cassandra.bind.RowKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides what is written together.
 *
 * <p>Rows of the same key are conflated only where the later one alone leaves the table as both would have: it is not older and it
 * leaves no column unset that the former sets. Rows of one Cassandra partition share an unlogged batch, which is then one mutation
 * on its replicas; a batch over several partitions would gain nothing, so there is none.
 *
 * <p>Writes of one key from two plans may reach Cassandra in any order: each row carries its own write timestamp, so the later row
 * wins whichever comes last.
 *
 * @param maxRows of one unit
 * @param maxBytes of one unit; a larger row goes alone
 */
public record WritePlan(int maxRows, int maxBytes) {
    public List<WriteUnit> of(List<Upsert> upserts) {
        Map<RowKey, List<Upsert>> partitions = new LinkedHashMap<>();
        for (Upsert upsert : upserts) {
            List<Upsert> alone = List.of(upsert);
            List<Upsert> others = partitions.putIfAbsent(upsert.row().partitionKey(), alone);
            if (others != null) {
                join(partitions, others, upsert);
            }
        }
        List<WriteUnit> units = new ArrayList<>(partitions.size());
        for (List<Upsert> partition : partitions.values()) {
            if (partition.size() == 1) {
                units.add(new WriteUnit(partition));
            } else {
                pack(conflated(partition), units);
            }
        }
        return units;
    }

    /** Most partitions have one row, and need no list that grows. */
    private static void join(Map<RowKey, List<Upsert>> partitions, List<Upsert> others, Upsert upsert) {
        List<Upsert> together = others;
        if (others.size() == 1) {
            together = new ArrayList<>(others);
            partitions.put(upsert.row().partitionKey(), together);
        }
        together.add(upsert);
    }

    /** Of the rows of one partition. */
    private static List<Upsert> conflated(List<Upsert> upserts) {
        List<Upsert> apart = new ArrayList<>();
        Map<RowKey, Upsert> latest = new LinkedHashMap<>();
        for (Upsert upsert : upserts) {
            RowKey key = upsert.row().primaryKey();
            Upsert former = latest.put(key, upsert);
            if (former == null) {
                continue;
            }
            if (upsert.row().supersedes(former.row())) {
                upsert.supersede(former);
            } else if (former.row().supersedes(upsert.row())) {
                former.supersede(upsert);
                latest.put(key, former);
            } else {
                apart.add(former);
            }
        }
        apart.addAll(latest.values());
        return apart;
    }

    private void pack(List<Upsert> partition, List<WriteUnit> units) {
        List<Upsert> unit = new ArrayList<>();
        int bytes = 0;
        for (Upsert upsert : partition) {
            Row row = upsert.row();
            if (!unit.isEmpty() && (unit.size() == maxRows || bytes + row.bytes() > maxBytes)) {
                units.add(new WriteUnit(unit));
                unit = new ArrayList<>();
                bytes = 0;
            }
            unit.add(upsert);
            bytes += row.bytes();
        }
        units.add(new WriteUnit(unit));
    }
}
