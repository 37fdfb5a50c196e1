package dev.sluice.cassandra.write;

import dev.sluice.cassandra.plan.Upsert;

/** Who is told of each row's fate, on the task's thread. */
public interface Outcomes {
    /** The row, and those that it superseded, are in Cassandra. */
    void written(Upsert upsert);

    /** Cassandra can never take the row. The rows that it superseded are dealt with on their own. */
    void refused(Upsert upsert, Throwable error);
}
