package dev.sluice.it.archive;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.apache.kafka.connect.sink.SinkTaskContext;

/**
 * What a worker does around one task of the error archive, in a JVM that may end at any moment: delivers {@link Rejections} up to the
 * offset that standard input says, with redeliveries and rebalances at random, and keeps what was committed in a file, as Kafka would.
 * Standard output says how far it is; it ends well with the line {@code end}.
 */
public final class ArchiveProcess implements SinkTaskContext {
    /** Exit code of a JVM that {@link HaltingFileSystem} ended. */
    static final int HALTED = 137;

    private final SinkTask task;
    private final Path offsets;
    private final Random random;
    private final Map<TopicPartition, Long> committed = new HashMap<>();
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private final Map<TopicPartition, OffsetAndMetadata> delivered = new HashMap<>();
    private final Set<TopicPartition> paused = new HashSet<>();
    private volatile long limit;
    private volatile boolean ending;
    private volatile boolean stopping;

    private ArchiveProcess(SinkTask task, Path offsets, long seed) {
        this.task = task;
        this.offsets = offsets;
        this.random = new Random(seed);
        for (int i = 0; i < Rejections.PARTITIONS; i++) {
            committed.put(new TopicPartition(Rejections.TOPIC, i), 0L);
        }
    }

    /** Arguments: file of the offsets, seed, then the connector's config as key=value. */
    public static void main(String[] args) throws Exception {
        SinkTask task = Class.forName("dev.sluice.archive.ErrorHdfsSinkTask")
                .asSubclass(SinkTask.class)
                .getDeclaredConstructor()
                .newInstance();
        Map<String, String> props = new HashMap<>();
        for (int i = 2; i < args.length; i++) {
            int equals = args[i].indexOf('=');
            props.put(args[i].substring(0, equals), args[i].substring(equals + 1));
        }
        ArchiveProcess process = new ArchiveProcess(task, Path.of(args[0]), Long.parseLong(args[1]));
        Thread commands = new Thread(process::obey, "commands");
        commands.setDaemon(true);
        commands.start();
        process.run(props);
        System.out.println("end");
        System.exit(0);
    }

    /** Lines of numbers: deliver up to that offset; or end, when all that was delivered is committed; or stop, whatever is not. */
    private void obey() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.equals("end")) {
                    ending = true;
                } else if (line.equals("stop")) {
                    stopping = true;
                } else {
                    limit = Long.parseLong(line);
                }
            }
        } catch (IOException e) {
            System.out.println("commands are over: " + e);
        }
        // Whoever started this process is gone.
        Runtime.getRuntime().halt(1);
    }

    private void run(Map<String, String> props) throws Exception {
        if (Files.exists(offsets)) {
            Properties file = new Properties();
            try (var in = Files.newBufferedReader(offsets)) {
                file.load(in);
            }
            committed.replaceAll((partition, none) -> Long.parseLong(file.getProperty(partition.toString())));
        }
        task.initialize(this);
        task.start(props);
        open(committed.keySet());
        System.out.println("opened " + HaltingFileSystem.steps());
        for (int turn = 1; !isDone(); turn++) {
            boolean idle = turn();
            if (turn % 10 == 0 || idle) {
                commit(committed.keySet());
            }
            if (random.nextInt(200) == 0) {
                rebalance();
            }
            if (idle) {
                Thread.sleep(5);
            }
        }
        commit(committed.keySet());
        task.close(committed.keySet());
        task.stop();
    }

    private boolean isDone() {
        return stopping || (ending && committed.values().stream().allMatch(offset -> offset >= limit));
    }

    /** One poll; true if it brought nothing. */
    private boolean turn() {
        List<SinkRecord> records = new ArrayList<>();
        positions.replaceAll((partition, position) -> {
            if (paused.contains(partition)) {
                return position;
            }
            long end = Math.min(limit, position + random.nextInt(1_000));
            for (long offset = position; offset < end; offset++) {
                records.add(Rejections.record(partition.partition(), offset));
            }
            if (end > position) {
                delivered.put(partition, new OffsetAndMetadata(end));
            }
            return Math.max(position, end);
        });
        task.put(records);
        return records.isEmpty();
    }

    private void open(Set<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            // As after a commit that was lost: some records come again.
            long again = Math.max(0, committed.get(partition) - random.nextInt(50));
            positions.put(partition, again);
            delivered.put(partition, new OffsetAndMetadata(again));
        }
        paused.removeAll(partitions);
        task.open(partitions);
    }

    private void rebalance() throws IOException {
        Set<TopicPartition> some = Set.of(new TopicPartition(Rejections.TOPIC, random.nextInt(Rejections.PARTITIONS)));
        commit(some);
        task.close(some);
        open(some);
    }

    private void commit(Set<TopicPartition> partitions) throws IOException {
        Map<TopicPartition, OffsetAndMetadata> offered = new HashMap<>(delivered);
        offered.keySet().retainAll(partitions);
        long before = committed.values().stream().mapToLong(Long::longValue).sum();
        task.preCommit(offered).forEach((partition, offset) -> committed.merge(partition, offset.offset(), Math::max));
        if (committed.values().stream().mapToLong(Long::longValue).sum() == before) {
            return;
        }
        Properties file = new Properties();
        committed.forEach((partition, offset) -> file.setProperty(partition.toString(), offset.toString()));
        Path next = offsets.resolveSibling(offsets.getFileName() + ".next");
        try (var out = Files.newBufferedWriter(next)) {
            file.store(out, null);
        }
        Files.move(next, offsets, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        System.out.println("committed "
                + committed.values().stream().mapToLong(Long::longValue).min().orElseThrow());
    }

    @Override
    public Map<String, String> configs() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void offset(Map<TopicPartition, Long> wanted) {
        wanted.forEach(this::offset);
    }

    @Override
    public void offset(TopicPartition partition, long offset) {
        positions.put(partition, offset);
        delivered.put(partition, new OffsetAndMetadata(offset));
    }

    @Override
    public void timeout(long timeoutMs) {}

    @Override
    public Set<TopicPartition> assignment() {
        return committed.keySet();
    }

    @Override
    public void pause(TopicPartition... partitions) {
        paused.addAll(List.of(partitions));
    }

    @Override
    public void resume(TopicPartition... partitions) {
        paused.removeAll(List.of(partitions));
    }

    @Override
    public void requestCommit() {}

    @Override
    public PluginMetrics pluginMetrics() {
        throw new UnsupportedOperationException("this worker has none");
    }
}
