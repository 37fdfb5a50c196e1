package dev.sluice.cassandra.plan;

import dev.sluice.cassandra.bind.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What goes to Cassandra in one request: one row, or several rows of one Cassandra partition.
 *
 * @param upserts at least one
 */
public record WriteUnit(List<Upsert> upserts) {
    public WriteUnit {
        upserts = List.copyOf(upserts);
    }

    /** Runs once a request, and most requests are one row. */
    public List<Row> rows() {
        if (upserts.size() == 1) {
            return List.of(upserts.get(0).row());
        }
        List<Row> rows = new ArrayList<>(upserts.size());
        for (Upsert upsert : upserts) {
            rows.add(upsert.row());
        }
        return rows;
    }

    /** Whether any of the rows is still awaited. */
    public boolean isAwaited() {
        for (Upsert upsert : upserts) {
            if (upsert.isAwaited()) {
                return true;
            }
        }
        return false;
    }

    /** Each row on its own, so that the guilty one is found. */
    public Stream<WriteUnit> split() {
        return upserts.stream().map(upsert -> new WriteUnit(List.of(upsert)));
    }
}
