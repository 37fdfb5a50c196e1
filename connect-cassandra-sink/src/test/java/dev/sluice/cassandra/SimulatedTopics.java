package dev.sluice.cassandra;

import dev.sluice.cassandra.define.Definition;
import dev.sluice.contract.Event;
import dev.sluice.contract.Event.DatasetDefined;
import dev.sluice.contract.Event.ImportEnded;
import dev.sluice.contract.Event.ImportStarted;
import dev.sluice.contract.ImportContext;
import dev.sluice.contract.Rejection;
import dev.sluice.contract.RowPosition;
import dev.sluice.contract.SluiceHeaders;
import dev.sluice.contract.Violation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * What a file source leaves in Kafka, crashes included: after one, each partition has lost the last rows that were sent to it, and the
 * source repeats from at or before the first row that is lost.
 */
final class SimulatedTopics {
    static final DatasetDefined DEFINED = Definition.of(
            1,
            "ks",
            List.of("p"),
            List.of("c"),
            Definition.field("p", "\"int\"") + "," + Definition.field("c", "\"int\"") + ","
                    + Definition.field("v", "\"string\""));
    static final Schema VALUE = SchemaBuilder.struct()
            .field("p", Schema.INT32_SCHEMA)
            .field("c", Schema.INT32_SCHEMA)
            .field("v", Schema.STRING_SCHEMA)
            .build();
    static final String ROWS = "validated-input";
    static final String ERRORS = "import-error";
    private static final int ROW_PARTITIONS = 3;
    private static final int ERROR_PARTITIONS = 2;
    private static final int FILE_ROWS = 90;

    /** A file, and what must become of it. */
    record File(ImportContext context, Set<Long> rejected, Set<String> poison, Set<String> rows) {}

    private record Sent(TopicPartition partition, Headers headers, Schema schema, Struct value) {}

    private final Random random;
    private final Map<TopicPartition, List<SinkRecord>> log = new LinkedHashMap<>();
    private final List<File> files = new ArrayList<>();
    private final Map<String, String> expected = new TreeMap<>();

    SimulatedTopics(Random random) {
        this.random = random;
        IntStream.range(0, ROW_PARTITIONS).forEach(i -> log.put(new TopicPartition(ROWS, i), new ArrayList<>()));
        IntStream.range(0, ERROR_PARTITIONS).forEach(i -> log.put(new TopicPartition(ERRORS, i), new ArrayList<>()));
        event(DEFINED);
        for (int i = 0; i < 2; i++) {
            emit(new File(
                    new ImportContext(DEFINED.id(), "0123456789abcdef012" + i, "tab", 1, (i + 1) * 1_000_000L),
                    new TreeSet<>(),
                    new TreeSet<>(),
                    new TreeSet<>()));
        }
    }

    Map<TopicPartition, List<SinkRecord>> log() {
        return log;
    }

    List<File> files() {
        return files;
    }

    Map<String, String> expectedTable() {
        return expected;
    }

    /** One task of the source, and the rows of its range of the file; of a file that is not split there is one range. */
    private static final class Reader {
        final List<Sent> rows = new ArrayList<>();
        int next;
        int crashes;

        boolean isDone() {
            return next == rows.size();
        }
    }

    private void emit(File file) {
        files.add(file);
        List<Reader> readers = readers(file);
        long bytes = FILE_ROWS * 10L;
        event(new ImportStarted(file.context(), Instant.EPOCH, "f.csv", bytes));
        List<Reader> busy = new ArrayList<>(readers);
        while (!busy.isEmpty()) {
            Reader reader = busy.get(random.nextInt(busy.size()));
            if (reader.crashes > 0) {
                reader.crashes--;
                reader.next = untilCrash(reader.rows, reader.next);
                event(new ImportStarted(file.context(), Instant.EPOCH, "f.csv", bytes));
            } else {
                int to = Math.min(reader.rows.size(), reader.next + 1 + random.nextInt(FILE_ROWS));
                reader.rows.subList(reader.next, to).forEach(this::append);
                reader.next = to;
            }
            busy.removeIf(Reader::isDone);
        }
        long rejected = file.rejected().size();
        event(new ImportEnded(
                file.context(), Instant.EPOCH, "f.csv", bytes, FILE_ROWS, FILE_ROWS - rejected, rejected, "sha"));
    }

    /** Each range is of a block of its own; how full blocks are does not matter to who counts. */
    private List<Reader> readers(File file) {
        int ranges = 1 + random.nextInt(3);
        List<Reader> readers = new ArrayList<>();
        for (int range = 0; range < ranges; range++) {
            Reader reader = new Reader();
            reader.crashes = random.nextInt(3);
            for (int i = 1; i <= FILE_ROWS / ranges; i++) {
                long ordinal = range * RowPosition.BLOCK_ROWS + i;
                reader.rows.add(random.nextInt(10) == 0 ? rejection(file, ordinal) : row(file, ordinal));
            }
            readers.add(reader);
        }
        return readers;
    }

    /** Appends some rows as a source does that crashes; returns where it goes on. */
    private int untilCrash(List<Sent> rows, int from) {
        int to = from + random.nextInt(rows.size() - from + 1);
        Map<TopicPartition, List<Integer>> queues = new HashMap<>();
        for (int i = from; i < to; i++) {
            queues.computeIfAbsent(rows.get(i).partition(), key -> new ArrayList<>())
                    .add(i);
        }
        int firstLost = to;
        for (List<Integer> queue : queues.values()) {
            int kept = queue.size() - Math.min(queue.size(), random.nextInt(6));
            if (kept < queue.size()) {
                firstLost = Math.min(firstLost, queue.get(kept));
            }
            queue.subList(0, kept).forEach(i -> append(rows.get(i)));
        }
        return Math.max(0, firstLost - random.nextInt(10));
    }

    private Sent row(File file, long ordinal) {
        int p = random.nextInt(4);
        int c = random.nextInt(5);
        boolean bad = random.nextInt(12) == 0;
        String v = (bad ? FakeRows.POISON : "v") + (file.context().writeTimestampBase() + ordinal);
        (bad ? file.poison() : file.rows()).add(v);
        if (!bad) {
            expected.put(p + "/" + c, v);
        }
        return new Sent(
                new TopicPartition(ROWS, (p * 5 + c) % ROW_PARTITIONS),
                SluiceHeaders.ofRow(file.context().encode(), position(ordinal)),
                VALUE,
                new Struct(VALUE).put("p", p).put("c", c).put("v", v));
    }

    private Sent rejection(File file, long ordinal) {
        file.rejected().add(ordinal);
        Rejection rejection = new Rejection(
                file.context(),
                position(ordinal),
                "f.csv",
                Rejection.PARSE,
                null,
                List.of(new Violation(Violation.Code.TYPE_MISMATCH, "c", "x", "bad")),
                Instant.EPOCH);
        int partition = file.context().importId().hashCode() & 1;
        return new Sent(
                new TopicPartition(ERRORS, partition),
                SluiceHeaders.ofRow(file.context().encode(), position(ordinal)),
                Rejection.SCHEMA,
                rejection.toStruct());
    }

    private static RowPosition position(long ordinal) {
        return new RowPosition(ordinal, ordinal + 1, (ordinal - 1) * 10, 10);
    }

    private void event(Event event) {
        for (TopicPartition partition : log.keySet()) {
            if (partition.topic().equals(ROWS)) {
                append(new Sent(partition, SluiceHeaders.ofEvent(event), Event.SCHEMA, event.toStruct()));
            }
        }
    }

    private void append(Sent sent) {
        List<SinkRecord> records = log.get(sent.partition());
        records.add(new SinkRecord(
                sent.partition().topic(),
                sent.partition().partition(),
                null,
                null,
                sent.schema(),
                sent.value(),
                records.size(),
                0L,
                TimestampType.CREATE_TIME,
                sent.headers()));
    }
}
