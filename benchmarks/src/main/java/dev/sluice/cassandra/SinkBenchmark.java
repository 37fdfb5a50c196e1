package dev.sluice.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.cql.Row;
import com.sun.management.OperatingSystemMXBean;
import dev.sluice.stack.LocalStack;
import dev.sluice.stack.engine.Tuning;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * The sink's task against a plain loop over the same driver, on a real Cassandra that is started for it, in turns, so that what else
 * happens on the machine happens to both. Prints ratios, the times of {@code put}, throughput over several tasks, and memory.
 * Arguments: rows per turn (100000), turns (5), rows of the memory test (0: none).
 */
public final class SinkBenchmark {
    private static final int BATCH = 2_000;
    private static final int IN_FLIGHT = 512;
    /** Turns that are not counted: before them the JVM compiles on the same cores, and more for the sink, which has more code. */
    private static final int WARM_UP = 4;

    private static final double MEGABYTE = 1024 * 1024;

    private final LocalStack stack;
    private final CqlSession session;
    private final int rows;
    private final int turns;
    private final Latencies puts = new Latencies();
    private int imports;

    private SinkBenchmark(LocalStack stack, CqlSession session, int rows, int turns) {
        this.stack = stack;
        this.session = session;
        this.rows = rows;
        this.turns = turns;
    }

    public static void main(String[] args) throws Exception {
        int rows = args.length > 0 ? Integer.parseInt(args[0]) : 100_000;
        int turns = args.length > 1 ? Integer.parseInt(args[1]) : 5;
        long memoryRows = args.length > 2 ? Long.parseLong(args[2]) : 0;
        try (LocalStack stack = LocalStack.builder()
                        .directory(Path.of("target/benchmark-stack"))
                        .fromScratch()
                        .tuning(Tuning.THROUGHPUT)
                        .without("broker", "worker-1", "registry", "namenode", "datanode")
                        .start();
                CqlSession session = CqlSession.builder()
                        .addContactPoint(stack.cassandra())
                        .withLocalDatacenter(stack.localDatacenter())
                        .withConfigLoader(DriverConfigLoader.programmaticBuilder()
                                .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, Duration.ofSeconds(30))
                                .withInt(DefaultDriverOption.CONNECTION_MAX_REQUESTS, 4096)
                                .build())
                        .build()) {
            SinkBenchmark benchmark = new SinkBenchmark(stack, session, rows, turns);
            benchmark.against(new BenchmarkTable("apart", 1));
            benchmark.against(new BenchmarkTable("together", 10));
            benchmark.tasks(new BenchmarkTable("tasks", 10));
            if (memoryRows > 0) {
                benchmark.memory(new BenchmarkTable("memory", 10), memoryRows);
            }
        }
    }

    private Map<String, String> config(int task) {
        return Map.ofEntries(
                Map.entry("name", "benchmark"),
                Map.entry("sluice.task", Integer.toString(task)),
                Map.entry("cassandra.contact.points", stack.endpoints().cassandraContactPoint()),
                Map.entry("cassandra.local.datacenter", stack.localDatacenter()),
                Map.entry("keyspace.auto.create", "true"),
                Map.entry("keyspace.replication", "{'class':'SimpleStrategy','replication_factor':1}"),
                // As many as the plain loop, however slow the machine is: it does not adapt either.
                Map.entry("max.latency.p99.ms", "120000"),
                Map.entry("max.in.flight", Integer.toString(IN_FLIGHT)));
    }

    private String nextImport() {
        return "%020x".formatted(++imports);
    }

    private void against(BenchmarkTable table) throws InterruptedException {
        PlainLoop plain = new PlainLoop(session, IN_FLIGHT);
        List<Double> ratios = new ArrayList<>();
        List<Double> cpuRatios = new ArrayList<>();
        try (BenchmarkTask task = new BenchmarkTask(config(0), 0, puts)) {
            task.put(List.of(table.definition(0)));
            String importId = nextImport();
            for (int turn = 0; turn < WARM_UP + turns; turn++) {
                List<SinkRecord> records = table.rows(0, importId, (long) turn * rows, rows, 1 + (long) turn * rows);
                Measured sink = measure(() -> write(task, records, 1 + turnEnd(records)));
                Measured driver = measure(() -> plain.write(table, records));
                if (turn < WARM_UP) {
                    puts.clear();
                } else {
                    double ratio = sink.rowsPerSecond() / driver.rowsPerSecond();
                    ratios.add(ratio);
                    cpuRatios.add(sink.cpuMicrosPerRow() / driver.cpuMicrosPerRow());
                    print(
                            "%-9s turn %d: sink %,7.0f rows/s, %.1f µs of CPU a row; plain loop %,7.0f rows/s, %.1f µs; ratio %.2f",
                            table.name(),
                            turn - WARM_UP + 1,
                            sink.rowsPerSecond(),
                            sink.cpuMicrosPerRow(),
                            driver.rowsPerSecond(),
                            driver.cpuMicrosPerRow(),
                            ratio);
                }
            }
            requireRows(table, (long) (WARM_UP + turns) * rows);
        }
        ratios.sort(null);
        cpuRatios.sort(null);
        print(
                "%-9s ratio to the plain loop: median %.2f [%.2f–%.2f], of client CPU a row %.2f; put of %,d rows: %s",
                table.name(),
                ratios.get(ratios.size() / 2),
                ratios.get(0),
                ratios.get(ratios.size() - 1),
                cpuRatios.get(cpuRatios.size() / 2),
                BATCH,
                puts);
    }

    private static long turnEnd(List<SinkRecord> records) {
        return records.get(records.size() - 1).kafkaOffset();
    }

    private static void write(BenchmarkTask task, List<SinkRecord> records, long end) {
        for (int from = 0; from < records.size(); from += BATCH) {
            task.put(records.subList(from, Math.min(records.size(), from + BATCH)));
        }
        task.await(end);
    }

    private void tasks(BenchmarkTable table) throws Exception {
        double one = 0;
        long expected = 0;
        for (int count : new int[] {1, 2, 5}) {
            String importId = nextImport();
            ExecutorService threads = Executors.newFixedThreadPool(count);
            List<BenchmarkTask> tasks = new ArrayList<>();
            List<List<SinkRecord>> shares = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                BenchmarkTask task = new BenchmarkTask(config(i), count * 10 + i, puts);
                task.put(List.of(table.definition(count * 10 + i)));
                tasks.add(task);
                shares.add(table.rows(count * 10 + i, importId, 0, rows / count, 1));
                expected += rows / count;
            }
            double rate = measure(() -> {
                        List<Future<?>> writes = new ArrayList<>();
                        for (int i = 0; i < count; i++) {
                            BenchmarkTask task = tasks.get(i);
                            List<SinkRecord> share = shares.get(i);
                            writes.add(threads.submit(() -> write(task, share, 1 + turnEnd(share))));
                        }
                        for (Future<?> write : writes) {
                            write.get();
                        }
                    })
                    .rowsPerSecond();
            one = count == 1 ? rate : one;
            print("%d tasks: %,7.0f rows/s, %.2f of one task", count, rate, rate / one);
            tasks.forEach(BenchmarkTask::close);
            threads.shutdown();
        }
        requireRows(table, expected);
    }

    private void memory(BenchmarkTable table, long total) {
        long first = 0;
        try (BenchmarkTask task = new BenchmarkTask(config(0), 0, new Latencies())) {
            task.put(List.of(table.definition(0)));
            String importId = nextImport();
            long step = total / 10;
            for (long done = 0; done < total; ) {
                for (long end = done + step; done < end; done += BATCH) {
                    task.put(table.rows(0, importId, done, BATCH, 1 + done));
                }
                task.await(1 + done);
                System.gc();
                Runtime runtime = Runtime.getRuntime();
                long used = runtime.totalMemory() - runtime.freeMemory();
                first = first == 0 ? used : first;
                print(
                        "%,11d rows: %.1f MB in use, %.2f of what it was at first",
                        done, used / MEGABYTE, (double) used / first);
            }
        }
    }

    private void requireRows(BenchmarkTable table, long expected) {
        long found = 0;
        for (Row row : session.execute("SELECT k FROM " + BenchmarkTable.KEYSPACE + "." + table.name())) {
            found += row.isNull(0) ? 0 : 1;
        }
        if (found != expected) {
            throw new IllegalStateException(table.name() + " has " + found + " rows, not " + expected);
        }
    }

    private interface Work {
        void run() throws Exception;
    }

    /** How fast, and with how much of this JVM's processor time: the latter hardly minds what else the machine does. */
    private record Measured(double rowsPerSecond, double cpuMicrosPerRow) {}

    private Measured measure(Work work) throws InterruptedException {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long cpu = system.getProcessCpuTime();
        long begun = System.nanoTime();
        try {
            work.run();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        return new Measured(rows / seconds, (system.getProcessCpuTime() - cpu) / 1e3 / rows);
    }

    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
