package dev.sluice.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cassandra.SimulatedTopics.File;
import dev.sluice.cassandra.bind.PlainReader;
import dev.sluice.cassandra.bind.RecordReader;
import dev.sluice.cassandra.commit.OffsetLedger;
import dev.sluice.cassandra.define.Definitions;
import dev.sluice.cassandra.define.FakeCassandra;
import dev.sluice.cassandra.define.KeyspacePolicy;
import dev.sluice.cassandra.define.Patience;
import dev.sluice.cassandra.define.Replication;
import dev.sluice.cassandra.define.TableStyle;
import dev.sluice.cassandra.plan.WritePlan;
import dev.sluice.cassandra.progress.FakeProgress;
import dev.sluice.cassandra.progress.ImportBook;
import dev.sluice.cassandra.progress.ImportFacts;
import dev.sluice.cassandra.progress.ImportState;
import dev.sluice.cassandra.progress.Judgement;
import dev.sluice.cassandra.progress.Saving;
import dev.sluice.cassandra.progress.StreamState;
import dev.sluice.cassandra.report.ErrantRecords;
import dev.sluice.cassandra.report.TaskNumbers;
import dev.sluice.cassandra.write.Backoff;
import dev.sluice.cassandra.write.Completions;
import dev.sluice.cassandra.write.Pressure;
import dev.sluice.cassandra.write.WriteQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;

/** Topics, two tasks that share and lose their partitions, and a Cassandra, all invented by one seed, around the real {@link Loader}. */
final class Simulation {
    private static final Duration GRACE = Duration.ofSeconds(30);

    private final Random random;
    private final FakeCassandra schema = new FakeCassandra();
    private final FakeRows rows;
    private final FakeProgress progress;
    private final SimulatedTopics topics;
    private final Map<String, Integer> reports = new HashMap<>();
    private final Map<String, Integer> deliveries = new HashMap<>();
    private final List<CompletableFuture<Void>> openReports = new ArrayList<>();
    private final Map<TopicPartition, Long> committed = new HashMap<>();
    private final List<SimulatedTask> tasks = new ArrayList<>();
    private final List<SimulatedTask> zombies = new ArrayList<>();

    Simulation(long seed) {
        this.random = new Random(seed);
        this.rows = new FakeRows(random);
        this.progress = new FakeProgress(new FakeProgress.World() {
            @Override
            public <T> CompletionStage<T> later(Supplier<T> effect) {
                return rows.execute(effect);
            }

            @Override
            public <T> T now(Supplier<T> effect) {
                return rows.executeNow(effect);
            }
        });
        this.topics = new SimulatedTopics(random);
        topics.log().keySet().forEach(partition -> committed.put(partition, 0L));
        tasks.add(task());
        tasks.add(task());
        topics.log().keySet().forEach(partition -> any(tasks).assign(partition));
    }

    private SimulatedTask task() {
        KeyspacePolicy policy = new KeyspacePolicy(
                List.of("*"),
                "sluice",
                true,
                Replication.parse("{'class':'SimpleStrategy','replication_factor':1}"),
                TableStyle.STANDARD);
        Definitions definitions =
                new Definitions(schema, schema, schema.lease("task"), policy, new Patience(100_000, rows::millis));
        TaskNumbers numbers = new TaskNumbers();
        Completions completions = rows.newCompletions();
        ImportBook book = new ImportBook(progress, new ImportBook.Choices(5, GRACE));
        Saving saving = new Saving(
                book, progress, GRACE, completions::add, () -> Instant.ofEpochMilli(rows.millis()), rows::millis);
        Loader loader = new Loader(
                new RecordReader(
                        definitions, Set.of(SimulatedTopics.ERRORS), new PlainReader(Map.of(), schema, rows::millis)),
                outcomes -> new WriteQueue(
                        rows,
                        completions,
                        outcomes,
                        new WritePlan(4, 10_000),
                        new Pressure(1 + random.nextInt(6), 1_000),
                        new Backoff(10, 100, random),
                        rows::millis),
                new OffsetLedger(),
                new Imports(book, saving),
                new ErrantRecords((record, error) -> report(record), numbers),
                new Loader.Waits(50, 20),
                numbers,
                millis -> {},
                rows::millis);
        return new SimulatedTask(loader, topics.log(), committed, random);
    }

    private CompletableFuture<Void> report(SinkRecord record) {
        String v = ((Struct) record.value()).getString("v");
        reports.merge(v, 1, Integer::sum);
        assertThat(reports.get(v)).as("reports of " + v).isLessThanOrEqualTo(deliveries.get(v));
        CompletableFuture<Void> future = new CompletableFuture<>();
        openReports.add(future);
        return future;
    }

    void step() {
        SimulatedTask task = any(tasks);
        switch (random.nextInt(14)) {
            case 0, 1 -> task.commit(random.nextInt(5) > 0);
            case 2 -> rebalance(task);
            case 3 -> {
                if (random.nextInt(5) == 0) {
                    crash(task);
                }
            }
            case 4 -> task.tick();
            case 5 -> completeReports();
            case 6 -> rows.pass(random.nextInt(40));
            case 7 -> rows.pass(random.nextInt(2_000));
            case 8 -> {
                if (!zombies.isEmpty()) {
                    any(zombies).tick();
                }
            }
            default -> deliver(task);
        }
    }

    private void deliver(SimulatedTask task) {
        task.deliver(batch -> batch.forEach(record -> {
            if (record.value() instanceof Struct struct && struct.schema().equals(SimulatedTopics.VALUE)) {
                deliveries.merge(struct.getString("v"), 1, Integer::sum);
            }
        }));
    }

    private void completeReports() {
        openReports.forEach(future -> future.complete(null));
        openReports.clear();
    }

    /** The task is gone, or at least thought to be; what it had under way may still take effect. */
    private void crash(SimulatedTask task) {
        tasks.remove(task);
        zombies.add(task);
        tasks.add(task());
        task.assigned().forEach(partition -> any(tasks).assign(partition));
    }

    private void rebalance(SimulatedTask from) {
        SimulatedTask to = any(tasks);
        from.assigned().stream().findFirst().ifPresent(partition -> {
            from.revoke(partition, random.nextInt(4) > 0);
            if (random.nextBoolean()) {
                rows.pass(10);
                from.tick();
            }
            to.assign(partition);
        });
    }

    /** From here on the world is well, and time goes by until all is done. */
    void finish() {
        rows.heal();
        for (int i = 0; i < 3_000 && !isDone(); i++) {
            tasks.forEach(this::deliver);
            completeReports();
            rows.pass(200);
            tasks.forEach(task -> task.commit(true));
        }
        assertThat(isDone()).as("all is committed in the end").isTrue();
    }

    private boolean isDone() {
        return topics.log().entrySet().stream()
                .allMatch(entry ->
                        committed.get(entry.getKey()) == entry.getValue().size());
    }

    /** Whatever is committed is written, by itself or by a later row of its key, or reported; and it is counted. */
    void checkCommitted() {
        Map<File, Set<String>> counted = new HashMap<>();
        topics.log().forEach((partition, records) -> {
            for (SinkRecord record : records.subList(0, committed.get(partition).intValue())) {
                Struct value = (Struct) record.value();
                if (value.schema().equals(SimulatedTopics.VALUE)) {
                    checkWritten(value);
                    counted.computeIfAbsent(file(value.getString("v")), key -> new TreeSet<>())
                            .add(value.getString("v"));
                }
            }
        });
        counted.forEach((file, values) -> {
            List<StreamState> states = progress.factsNow(file.context()).streams().stream()
                    .filter(stream -> stream.id().partition().topic().equals(SimulatedTopics.ROWS))
                    .map(ImportFacts.Progress::state)
                    .toList();
            assertThat(states.stream().mapToLong(StreamState::rows).sum())
                    .as("distinct rows saved of those committed")
                    .isBetween(
                            (long) values.size(),
                            (long) file.rows().size() + file.poison().size());
        });
    }

    private void checkWritten(Struct value) {
        String v = value.getString("v");
        if (!reports.containsKey(v)) {
            boolean isPoison = v.startsWith(FakeRows.POISON);
            // A row that Cassandra would refuse may have been superseded before it was ever sent.
            assertThat(rows.timestamp(value.getInt32("p") + "/" + value.getInt32("c")))
                    .as("write timestamp at the key of " + v)
                    .isGreaterThanOrEqualTo(timestamp(v) + (isPoison ? 1 : 0));
        }
    }

    /** Nobody may say that an import is complete before it is; and once it is, the numbers are exact. */
    void checkJudgements() {
        for (File file : topics.files()) {
            Judgement judgement =
                    progress.judgement(file.context()).orElse(new Judgement(ImportState.RUNNING, 0, 0, 0));
            if (judgement.state() == ImportState.COMPLETED) {
                int total = file.rows().size()
                        + file.poison().size()
                        + file.rejected().size();
                assertThat(judgement.accepted() + judgement.rejected()).isEqualTo(total);
                assertThat(judgement.rejected() - file.rejected().size())
                        .as("rows that Cassandra refused")
                        .isBetween(0L, (long) file.poison().size());
                topics.log().values().stream()
                        .flatMap(List::stream)
                        .map(record -> (Struct) record.value())
                        .filter(value -> value.schema().equals(SimulatedTopics.VALUE))
                        .filter(value -> file(value.getString("v")).equals(file))
                        .forEach(this::checkWritten);
            }
        }
    }

    void checkAllCompleted() {
        for (File file : topics.files()) {
            assertThat(progress.judgement(file.context()).orElseThrow().state())
                    .as("state of " + file.context().importId() + ": " + progress.factsNow(file.context()))
                    .isEqualTo(ImportState.COMPLETED);
            assertThat(progress.samples(file.context()).keySet())
                    .as("the first rejected rows are remembered")
                    .containsAll(file.rejected().stream().limit(5).toList());
        }
    }

    private File file(String v) {
        return topics.files().stream()
                .filter(file -> file.rows().contains(v) || file.poison().contains(v))
                .findFirst()
                .orElseThrow();
    }

    private static long timestamp(String v) {
        return Long.parseLong(v.replaceAll("\\D", ""));
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    Map<String, String> table() {
        return rows.table();
    }

    Map<String, String> expectedTable() {
        return topics.expectedTable();
    }

    Set<String> reported() {
        return new TreeSet<>(reports.keySet());
    }

    Set<String> poison() {
        Set<String> all = new TreeSet<>();
        topics.files().forEach(file -> all.addAll(file.poison()));
        return all;
    }
}
