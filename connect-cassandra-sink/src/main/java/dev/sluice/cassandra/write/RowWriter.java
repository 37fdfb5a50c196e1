package dev.sluice.cassandra.write;

import dev.sluice.cassandra.bind.Row;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The port to Cassandra for rows. */
@FunctionalInterface
public interface RowWriter {
    /**
     * Writes rows of one Cassandra partition in one request; writing them again changes nothing.
     *
     * @return completes on any thread, exceptionally with what the driver throws
     */
    CompletionStage<?> write(List<Row> rows);
}
