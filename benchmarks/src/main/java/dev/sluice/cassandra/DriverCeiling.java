package dev.sluice.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import java.util.List;
import org.apache.kafka.connect.sink.SinkRecord;

/** How fast a plain loop over the driver writes ready-made telemetry-like rows, and nothing else: no pipeline on it can do better. */
public final class DriverCeiling {
    private static final int IN_FLIGHT = 512;

    private DriverCeiling() {}

    /**
     * Writes them into a new table, and checks that they are there.
     *
     * @param rows of each turn
     * @param turns the last of which counts, because the first ones warm up
     * @param perPartition adjacent rows that share a Cassandra partition
     * @return rows per second
     */
    public static double rowsPerSecond(CqlSession session, int rows, int turns, int perPartition)
            throws InterruptedException {
        BenchmarkTable table = new BenchmarkTable("ceiling_" + perPartition, perPartition);
        session.execute("CREATE KEYSPACE IF NOT EXISTS " + BenchmarkTable.KEYSPACE
                + " WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
        session.execute("DROP TABLE IF EXISTS " + BenchmarkTable.KEYSPACE + "." + table.name());
        session.execute(table.create());
        PlainLoop loop = new PlainLoop(session, IN_FLIGHT);
        double rate = 0;
        for (int turn = 0; turn < turns; turn++) {
            List<SinkRecord> records = table.rows(0, "%020x".formatted(1), (long) turn * rows, rows, 1);
            long begun = System.nanoTime();
            loop.write(table, records);
            rate = rows / ((System.nanoTime() - begun) / 1e9);
        }
        long found = 0;
        for (var row : session.execute("SELECT c FROM " + BenchmarkTable.KEYSPACE + "." + table.name())) {
            found += row.isNull(0) ? 0 : 1;
        }
        if (found != (long) turns * rows) {
            throw new IllegalStateException("the plain loop wrote " + found + " rows of " + (long) turns * rows);
        }
        return rate;
    }
}
