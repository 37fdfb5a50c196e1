package dev.sluice.cassandra.plan;

import dev.sluice.cassandra.bind.Row;
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

    public List<Row> rows() {
        return upserts.stream().map(Upsert::row).toList();
    }

    /** Each row on its own, so that the guilty one is found. */
    public Stream<WriteUnit> split() {
        return upserts.stream().map(upsert -> new WriteUnit(List.of(upsert)));
    }
}
