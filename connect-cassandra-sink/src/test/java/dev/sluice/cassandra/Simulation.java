package dev.sluice.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cassandra.bind.RecordReader;
import dev.sluice.cassandra.commit.OffsetLedger;
import dev.sluice.cassandra.define.Definition;
import dev.sluice.cassandra.define.Definitions;
import dev.sluice.cassandra.define.FakeCassandra;
import dev.sluice.cassandra.define.KeyspacePolicy;
import dev.sluice.cassandra.define.Patience;
import dev.sluice.cassandra.define.Replication;
import dev.sluice.cassandra.plan.WritePlan;
import dev.sluice.cassandra.report.ErrantRecords;
import dev.sluice.cassandra.write.Backoff;
import dev.sluice.cassandra.write.WriteQueue;
import dev.sluice.contract.Event;
import dev.sluice.contract.Event.DatasetDefined;
import dev.sluice.contract.ImportContext;
import dev.sluice.contract.RowPosition;
import dev.sluice.contract.SluiceHeaders;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;

/** A topic, a Connect worker and a Cassandra, all invented by one seed, around the real {@link Loader}. */
final class Simulation {
    private static final String TOPIC = "validated-input";
    private static final int PARTITIONS = 3;
    private static final int ROWS = 120;
    private static final DatasetDefined DEFINED = Definition.of(
            1,
            "ks",
            List.of("p"),
            List.of("c"),
            Definition.field("p", "\"int\"") + "," + Definition.field("c", "\"int\"") + ","
                    + Definition.field("v", "\"string\""));
    private static final Schema VALUE = SchemaBuilder.struct()
            .field("p", Schema.INT32_SCHEMA)
            .field("c", Schema.INT32_SCHEMA)
            .field("v", Schema.STRING_SCHEMA)
            .build();

    private final Random random;
    private final FakeCassandra schema = new FakeCassandra();
    private final FakeRows rows;
    private final List<List<SinkRecord>> log = new ArrayList<>();
    private final Map<String, String> expected = new TreeMap<>();
    private final Set<String> poison = new TreeSet<>();
    private final Map<String, Integer> reports = new HashMap<>();
    private final Map<String, Integer> deliveries = new HashMap<>();
    private final List<CompletableFuture<Void>> openReports = new ArrayList<>();
    private final long[] committed = new long[PARTITIONS];
    private final long[] position = new long[PARTITIONS];

    private Loader loader;
    private List<SinkRecord> refusedBatch = List.of();

    Simulation(long seed) {
        this.random = new Random(seed);
        this.rows = new FakeRows(random);
        schema.willMake(DEFINED);
        fillTopic();
        start();
    }

    private void fillTopic() {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            log.add(new ArrayList<>());
            add(partition, SluiceHeaders.ofEvent(DEFINED), Event.SCHEMA, DEFINED.toStruct());
        }
        ImportContext context = new ImportContext(DEFINED.id(), "0123456789abcdef0123", "tab", 1, 1_000_000);
        for (int ordinal = 1; ordinal <= ROWS; ordinal++) {
            int p = random.nextInt(4);
            int c = random.nextInt(5);
            boolean bad = random.nextInt(12) == 0;
            String v = (bad ? FakeRows.POISON : "v") + ordinal;
            Struct value = new Struct(VALUE).put("p", p).put("c", c).put("v", v);
            add(
                    (p * 5 + c) % PARTITIONS,
                    SluiceHeaders.ofRow(context.encode(), new RowPosition(ordinal, ordinal + 1, 0, 0)),
                    VALUE,
                    value);
            if (bad) {
                poison.add(v);
            } else {
                expected.put(p + "/" + c, v);
            }
        }
    }

    private void add(int partition, org.apache.kafka.connect.header.Headers headers, Schema type, Object value) {
        long offset = log.get(partition).size();
        log.get(partition)
                .add(new SinkRecord(
                        TOPIC, partition, null, null, type, value, offset, 0L, TimestampType.CREATE_TIME, headers));
    }

    private void start() {
        KeyspacePolicy policy = new KeyspacePolicy(
                List.of("*"), "sluice", true, Replication.parse("{'class':'SimpleStrategy','replication_factor':1}"));
        Definitions definitions =
                new Definitions(schema, schema, schema.lease("task"), policy, new Patience(1_000, rows::millis));
        loader = new Loader(
                new RecordReader(definitions),
                outcomes -> new WriteQueue(
                        rows,
                        rows.newCompletions(),
                        outcomes,
                        new WritePlan(4, 10_000),
                        1 + random.nextInt(6),
                        new Backoff(10, 100, random),
                        rows::millis),
                new OffsetLedger(),
                new ErrantRecords((record, error) -> report(record)),
                new Loader.Waits(50, 20),
                millis -> {},
                rows::millis);
        System.arraycopy(committed, 0, position, 0, PARTITIONS);
        refusedBatch = List.of();
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
        switch (random.nextInt(12)) {
            case 0, 1 -> commit(random.nextInt(5) > 0);
            case 2 -> rebalance();
            case 3 -> {
                if (random.nextInt(6) == 0) {
                    start();
                }
            }
            case 4 -> put(List.of());
            case 5 -> openReports.forEach(future -> future.complete(null));
            case 6 -> rows.pass(random.nextInt(40));
            default -> put(refusedBatch.isEmpty() ? poll() : refusedBatch);
        }
    }

    /** From here on the world is well, and time goes by until all is done. */
    void finish() {
        rows.heal();
        for (int i = 0; i < 3_000 && !isDone(); i++) {
            put(refusedBatch.isEmpty() ? poll() : refusedBatch);
            openReports.forEach(future -> future.complete(null));
            rows.pass(20);
            commit(true);
        }
        assertThat(isDone()).as("all is committed in the end").isTrue();
    }

    private boolean isDone() {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            if (committed[partition] < log.get(partition).size()) {
                return false;
            }
        }
        return true;
    }

    private List<SinkRecord> poll() {
        List<SinkRecord> batch = new ArrayList<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            List<SinkRecord> records = log.get(partition);
            int from = (int) position[partition];
            int to = Math.min(records.size(), from + random.nextInt(12));
            batch.addAll(records.subList(from, to));
        }
        for (SinkRecord record : batch) {
            if (record.value() instanceof Struct struct && struct.schema().equals(VALUE)) {
                deliveries.merge(struct.getString("v"), 1, Integer::sum);
            }
        }
        return batch;
    }

    private void put(List<SinkRecord> batch) {
        try {
            loader.put(batch);
            refusedBatch = batch.isEmpty() ? refusedBatch : List.of();
            for (SinkRecord record : batch) {
                position[record.originalKafkaPartition()] = record.originalKafkaOffset() + 1;
            }
        } catch (RetriableException e) {
            refusedBatch = batch;
        }
    }

    private void commit(boolean succeeds) {
        Map<TopicPartition, OffsetAndMetadata> delivered = new HashMap<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            delivered.put(new TopicPartition(TOPIC, partition), new OffsetAndMetadata(position[partition]));
        }
        Map<TopicPartition, OffsetAndMetadata> offsets = loader.preCommit(delivered);
        if (succeeds) {
            offsets.forEach((partition, offset) -> committed[partition.partition()] = offset.offset());
        } else if (refusedBatch.isEmpty()) {
            // Connect rewinds the consumer without telling the task.
            System.arraycopy(committed, 0, position, 0, PARTITIONS);
        }
    }

    private void rebalance() {
        if (!refusedBatch.isEmpty()) {
            return;
        }
        commit(true);
        int partition = random.nextInt(PARTITIONS);
        Set<TopicPartition> moved = Set.of(new TopicPartition(TOPIC, partition));
        loader.forget(moved);
        if (random.nextBoolean()) {
            rows.pass(10);
            put(List.of());
        }
        loader.forget(moved);
        position[partition] = committed[partition];
    }

    /** Whatever is committed is written, by itself or by a later row of its key, or reported. */
    void checkCommitted() {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            for (SinkRecord record : log.get(partition).subList(0, (int) committed[partition])) {
                Struct value = (Struct) record.value();
                if (!value.schema().equals(VALUE)) {
                    continue;
                }
                String v = value.getString("v");
                if (!reports.containsKey(v)) {
                    // A row that Cassandra would refuse may have been superseded before it was ever sent.
                    assertThat(rows.timestamp(value.getInt32("p") + "/" + value.getInt32("c")))
                            .as("write timestamp at the key of " + v)
                            .isGreaterThanOrEqualTo(1_000_000L + ordinal(v) + (poison.contains(v) ? 1 : 0));
                }
            }
        }
    }

    private static long ordinal(String v) {
        return Long.parseLong(v.replaceAll("\\D", ""));
    }

    Map<String, String> table() {
        return rows.table();
    }

    Map<String, String> expectedTable() {
        return expected;
    }

    Set<String> reported() {
        return new TreeSet<>(reports.keySet());
    }

    Set<String> poison() {
        return poison;
    }
}
