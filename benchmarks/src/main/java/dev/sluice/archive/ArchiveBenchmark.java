package dev.sluice.archive;

import dev.sluice.contract.DatasetId;
import dev.sluice.contract.ImportContext;
import dev.sluice.contract.Rejection;
import dev.sluice.contract.RowPosition;
import dev.sluice.contract.Violation;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.StorageStatistics;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;

/**
 * What the error archive costs, as a ratio of a plain Avro writer on the same file system: the same rows as generic records of the
 * same fields, zstd, one file. Rounds of both take turns; the median counts. Then the heap, with one tenant and with a thousand in one
 * partition. Reads back what was archived.
 *
 * <p>Arguments: URL of the file system, a scratch directory on it, rows (default 1,000,000), rounds (default 5). Or: URL, scratch
 * directory, {@code --commits}, tenants (default 1,000), commits (default 5), further settings as {@code key=value}: what a commit of
 * all tenants' files takes, in time and in calls of the client.
 */
public final class ArchiveBenchmark {
    private static final int BATCH = 5_000;
    private static final long START = 1_763_682_912_345L;
    private static final TopicPartition PARTITION = new TopicPartition("import-error", 0);
    private static final Schema PLAIN = SchemaBuilder.record("Plain")
            .fields()
            .requiredString("tenant")
            .requiredString("dataset")
            .requiredString("import")
            .requiredString("file")
            .requiredLong("ordinal")
            .requiredLong("line")
            .requiredLong("byte_start")
            .requiredLong("byte_length")
            .requiredString("stage")
            .requiredString("raw")
            .requiredString("subject")
            .requiredInt("version")
            .requiredLong("write_timestamp_base")
            .requiredString("code")
            .requiredString("column")
            .requiredString("value")
            .requiredString("message")
            .requiredLong("time")
            .endRecord();

    private final String url;
    private final String root;
    private final FileSystem fileSystem;

    private ArchiveBenchmark(String url, String root, FileSystem fileSystem) {
        this.url = url;
        this.root = root;
        this.fileSystem = fileSystem;
    }

    public static void main(String[] args) throws IOException {
        if (args.length < 2) {
            System.err.println(
                    "usage: ArchiveBenchmark URL SCRATCH [ROWS] [ROUNDS] | --commits [TENANTS] [COMMITS] [KEY=VALUE…]");
            System.exit(2);
        }
        if (args.length > 2 && args[2].equals("--commits")) {
            try (FileSystem fileSystem = FileSystem.newInstance(URI.create(args[0]), new Configuration())) {
                new ArchiveBenchmark(args[0], args[1], fileSystem)
                        .measureCommits(
                                args.length > 3 ? Integer.parseInt(args[3]) : 1_000,
                                args.length > 4 ? Integer.parseInt(args[4]) : 5,
                                settings(args));
            }
            return;
        }
        int rows = args.length > 2 ? Integer.parseInt(args[2]) : 1_000_000;
        int rounds = args.length > 3 ? Integer.parseInt(args[3]) : 5;
        try (FileSystem fileSystem = FileSystem.newInstance(URI.create(args[0]), new Configuration())) {
            ArchiveBenchmark benchmark = new ArchiveBenchmark(args[0], args[1], fileSystem);
            benchmark.compareSpeed(rows, rounds);
            benchmark.compareHeap(rows);
        }
    }

    private void compareSpeed(int rows, int rounds) throws IOException {
        double[] plain = new double[rounds];
        double[] archive = new double[rounds];
        // The first round warms up.
        for (int round = -1; round < rounds; round++) {
            double plainSeconds = plain(rows);
            double archiveSeconds = archive("speed", rows, 1, Map.of()).seconds();
            if (round >= 0) {
                plain[round] = plainSeconds;
                archive[round] = archiveSeconds;
            }
            System.out.printf(
                    Locale.ROOT,
                    "%s plain %.2f s, archive %.2f s, ratio %.2f%n",
                    round < 0 ? "warm-up" : "round " + (round + 1),
                    plainSeconds,
                    archiveSeconds,
                    plainSeconds / archiveSeconds);
        }
        System.out.printf(
                Locale.ROOT,
                "speed of the archive / plain Avro writer: %.2f (medians of %d rounds, %,d rows)%n",
                median(plain) / median(archive),
                rounds,
                rows);
    }

    private void compareHeap(int rows) throws IOException {
        for (int tenants : List.of(1, 1_000)) {
            Measured measured =
                    archive("heap", rows, tenants, Map.of("rotate.files", "2000", "rotate.records", "100000"));
            System.out.printf(
                    Locale.ROOT,
                    "%,5d tenants: %.2f s, live heap by fifths of the run, MB: %s; slowest commit %,d ms%n",
                    tenants,
                    measured.seconds(),
                    measured.heapMb(),
                    measured.slowestCommitMs());
        }
    }

    private static Map<String, String> settings(String[] args) {
        Map<String, String> settings = new HashMap<>();
        for (int i = 5; i < args.length; i++) {
            settings.put(args[i].substring(0, args[i].indexOf('=')), args[i].substring(args[i].indexOf('=') + 1));
        }
        return settings;
    }

    /** Every tenant has a file and a summary in each part; the first commit makes the directories. */
    private void measureCommits(int tenants, int commits, Map<String, String> more) throws IOException {
        int rows = tenants * 5;
        Path directory = new Path(root, "commits");
        fileSystem.delete(directory, true);
        Map<String, String> props = new HashMap<>(Map.of(
                "name",
                "benchmark",
                "hdfs.url",
                url,
                "root.dir",
                directory.toString(),
                "rotate.files",
                "1000000",
                "rotate.records",
                Integer.toString(rows)));
        props.putAll(more);
        ErrorHdfsSinkTask task = new ErrorHdfsSinkTask();
        task.initialize(new Context());
        task.start(props);
        task.open(Set.of(PARTITION));
        double[] seconds = new double[commits];
        for (int commit = 0; commit < commits; commit++) {
            List<SinkRecord> batch = batch(commit * rows, (commit + 1) * rows, tenants);
            task.put(batch.subList(0, rows - 1));
            Map<String, Long> before = calls();
            long begin = System.nanoTime();
            task.put(batch.subList(rows - 1, rows));
            seconds[commit] = seconds(begin);
            System.out.printf(
                    Locale.ROOT,
                    "commit %d: %.2f s, %.2f ms a tenant; calls a tenant: %s%n",
                    commit + 1,
                    seconds[commit],
                    1_000 * seconds[commit] / tenants,
                    since(before, tenants));
        }
        task.close(Set.of(PARTITION));
        task.stop();
        check(directory, rows * commits);
        fileSystem.delete(directory, true);
        System.out.printf(
                Locale.ROOT,
                "commit of %,d tenants: first %.2f s, later %.2f s (median)%n",
                tenants,
                seconds[0],
                median(Arrays.copyOfRange(seconds, Math.min(1, commits - 1), commits)));
    }

    /** What all clients in this JVM have asked HDFS for so far; blocks are asked for without being counted. */
    private static Map<String, Long> calls() {
        Map<String, Long> calls = new TreeMap<>();
        StorageStatistics statistics = FileSystem.getGlobalStorageStatistics().get("DFSOpsCountStatistics");
        if (statistics != null) {
            statistics.getLongStatistics().forEachRemaining(each -> calls.put(each.getName(), each.getValue()));
        }
        return calls;
    }

    private static String since(Map<String, Long> before, int tenants) {
        StringBuilder text = new StringBuilder();
        calls().forEach((name, count) -> {
            long more = count - before.getOrDefault(name, 0L);
            if (more > 0) {
                text.append(String.format(Locale.ROOT, "%s %.2f ", name, (double) more / tenants));
            }
        });
        return text.toString().trim();
    }

    private record Measured(double seconds, List<Long> heapMb, long slowestCommitMs) {}

    /** The same rows as an application would write them that does nothing else. */
    private double plain(int rows) throws IOException {
        Path path = new Path(root, "plain.avro");
        fileSystem.delete(path, false);
        long begin = System.nanoTime();
        try (FSDataOutputStream out = fileSystem.create(path);
                DataFileWriter<GenericRecord> writer = new DataFileWriter<GenericRecord>(
                                new GenericDatumWriter<>(PLAIN))
                        .setCodec(CodecFactory.zstandardCodec(CodecFactory.DEFAULT_ZSTANDARD_LEVEL))
                        .create(PLAIN, out)) {
            for (int offset = 0; offset < rows; offset++) {
                writer.append(plainRow(offset));
            }
            writer.flush();
            out.hsync();
        }
        double seconds = seconds(begin);
        fileSystem.delete(path, false);
        return seconds;
    }

    private static GenericRecord plainRow(long offset) {
        GenericRecord row = new GenericData.Record(PLAIN);
        row.put("tenant", "client_0");
        row.put("dataset", "speed-tracking-data");
        row.put("import", "0123456789abcdef0123");
        row.put("file", "speed-tracking-data-1.csv");
        row.put("ordinal", offset + 1);
        row.put("line", offset + 2);
        row.put("byte_start", offset * 80);
        row.put("byte_length", 79L);
        row.put("stage", Rejection.VALIDATE);
        row.put("raw", raw(offset));
        row.put("subject", "client_0.analytics");
        row.put("version", 1);
        row.put("write_timestamp_base", START * 1000);
        row.put("code", "OUT_OF_RANGE");
        row.put("column", "IFINDEX");
        row.put("value", value(offset));
        row.put("message", message(offset));
        row.put("time", START);
        return row;
    }

    /** The whole task: records made beforehand, a batch at a time, which is not counted. */
    private Measured archive(String name, int rows, int tenants, Map<String, String> more) throws IOException {
        Path directory = new Path(root, name);
        fileSystem.delete(directory, true);
        Map<String, String> props = new HashMap<>(Map.of(
                "name",
                "benchmark",
                "hdfs.url",
                url,
                "root.dir",
                directory.toString(),
                "rotate.records",
                Integer.toString(rows)));
        props.putAll(more);
        ErrorHdfsSinkTask task = new ErrorHdfsSinkTask();
        task.initialize(new Context());
        task.start(props);
        task.open(Set.of(PARTITION));
        long nanos = 0;
        long slowest = 0;
        long[] heap = new long[5];
        for (int begin = 0; begin < rows; begin += BATCH) {
            List<SinkRecord> batch = batch(begin, Math.min(rows, begin + BATCH), tenants);
            long before = System.nanoTime();
            task.put(batch);
            long took = System.nanoTime() - before;
            nanos += took;
            slowest = Math.max(slowest, took / 1_000_000);
            batch.clear();
            int fifth = (int) (5L * begin / rows);
            if (heap[fifth] == 0 && begin > 0) {
                heap[fifth] = liveHeapMb();
            }
        }
        long before = System.nanoTime();
        task.close(Set.of(PARTITION));
        nanos += System.nanoTime() - before;
        task.stop();
        check(directory, rows);
        fileSystem.delete(directory, true);
        return new Measured(nanos / 1e9, Arrays.stream(heap).boxed().toList(), slowest);
    }

    private static List<SinkRecord> batch(int begin, int end, int tenants) {
        List<SinkRecord> batch = new ArrayList<>(end - begin);
        for (int offset = begin; offset < end; offset++) {
            String tenant = "client_" + offset % tenants;
            ImportContext context = new ImportContext(
                    DatasetId.of(tenant, "speed-tracking-data"), "0123456789abcdef0123", "analytics", 1, START * 1000);
            Rejection rejection = new Rejection(
                    context,
                    new RowPosition(offset + 1L, offset + 2L, offset * 80L, 79),
                    "speed-tracking-data-1.csv",
                    Rejection.VALIDATE,
                    raw(offset),
                    List.of(new Violation(Violation.Code.OUT_OF_RANGE, "IFINDEX", value(offset), message(offset))),
                    Instant.ofEpochMilli(START));
            batch.add(new SinkRecord(
                    PARTITION.topic(),
                    PARTITION.partition(),
                    Rejection.KEY_SCHEMA,
                    rejection.key(),
                    Rejection.SCHEMA,
                    rejection.toStruct(),
                    offset));
        }
        return batch;
    }

    private static String raw(long offset) {
        return "10-" + offset + ",4," + (offset * 7919 % 100_000) + ",28,0,1,2,6828878457269," + offset * 31 % 9_973
                + ",3";
    }

    private static String value(long offset) {
        return Long.toString(6_828_878_457_269L + offset);
    }

    private static String message(long offset) {
        return "IFINDEX (row " + (offset + 1) + ")='" + value(offset)
                + "' does not fit an int; the row was not loaded. Use long.";
    }

    private void check(Path directory, int rows) throws IOException {
        BitSet seen = new BitSet(rows);
        for (FileStatus tenant :
                fileSystem.listStatus(directory, path -> path.getName().startsWith("tenant="))) {
            RemoteIterator<LocatedFileStatus> files = fileSystem.listFiles(tenant.getPath(), true);
            while (files.hasNext()) {
                Path path = files.next().getPath();
                if (path.getName().endsWith(".avro")) {
                    try (DataFileStream<GenericRecord> records =
                            new DataFileStream<>(fileSystem.open(path), new GenericDatumReader<>())) {
                        records.forEach(record -> seen.set(Math.toIntExact((Long) record.get("offset"))));
                    }
                }
            }
        }
        if (seen.cardinality() != rows) {
            throw new IllegalStateException("of " + rows + " rows, " + seen.cardinality() + " are in the archive");
        }
    }

    private static long liveHeapMb() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20;
    }

    private static double seconds(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** A worker that has nothing to say. */
    private static final class Context implements SinkTaskContext {
        @Override
        public Map<String, String> configs() {
            return Map.of();
        }

        @Override
        public void offset(Map<TopicPartition, Long> offsets) {}

        @Override
        public void offset(TopicPartition partition, long offset) {}

        @Override
        public void timeout(long timeoutMs) {}

        @Override
        public Set<TopicPartition> assignment() {
            return Set.of(PARTITION);
        }

        @Override
        public void pause(TopicPartition... partitions) {}

        @Override
        public void resume(TopicPartition... partitions) {}

        @Override
        public void requestCommit() {}

        @Override
        public PluginMetrics pluginMetrics() {
            throw new UnsupportedOperationException("no worker");
        }
    }
}
