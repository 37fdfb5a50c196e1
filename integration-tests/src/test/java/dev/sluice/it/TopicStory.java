package dev.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.Event;
import dev.sluice.contract.ImportContext;
import dev.sluice.contract.RowPosition;
import dev.sluice.contract.SluiceHeaders;
import dev.sluice.demo.TopicReader;
import dev.sluice.demo.WireFormat;
import dev.sluice.stack.LocalStack;
import io.confluent.connect.avro.AvroConverter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.connect.data.Struct;

/**
 * Reads the topics as a stranger would, and says whether each partition, read alone, tells an ordered story of every dataset:
 * definition before its rows, no row outside its import, one import at a time, the version that the import is pinned to. Knows
 * nothing of what was dropped where. For one thread.
 */
final class TopicStory implements AutoCloseable {
    private final String rowsTopic;
    private final String errorsTopic;
    private final TopicReader reader;
    private final AvroConverter converter;
    private final Map<String, Chapter> chapters = new HashMap<>();
    private final Map<String, Tally> tallies = new HashMap<>();
    private final List<Event> events = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private boolean isReadInParallel;

    /** What one partition has told of one dataset so far. */
    private static final class Chapter {
        private int version;
        private String running;
        private long highestBlock;
        private final Set<String> ended = new HashSet<>();
    }

    /** Ordinals of one import, by where they went. */
    private static final class Tally {
        private final BitSet accepted = new BitSet();
        private final BitSet rejected = new BitSet();

        private int seen() {
            return accepted.cardinality() + rejected.cardinality();
        }
    }

    TopicStory(LocalStack stack, String rowsTopic, String errorsTopic, String eventsTopic) {
        this.rowsTopic = rowsTopic;
        this.errorsTopic = errorsTopic;
        this.reader = new TopicReader(stack.bootstrapServers(), rowsTopic, errorsTopic, eventsTopic);
        this.converter = WireFormat.converter(stack.schemaRegistryUrl(), false);
    }

    /** Reads what there is, waiting for at most 100 ms. */
    void read() {
        for (ConsumerRecord<byte[], byte[]> record : reader.poll(Duration.ofMillis(100))) {
            boolean event = record.headers().lastHeader(SluiceHeaders.EVENT) != null;
            if (record.topic().equals(errorsTopic)) {
                ImportContext context = ImportContext.decode(WireFormat.text(record, SluiceHeaders.IMPORT));
                tally(context.importId()).rejected.set(ordinal(record));
            } else if (record.topic().equals(rowsTopic)) {
                if (event) {
                    told(record, event(record));
                } else {
                    row(record);
                }
            } else {
                events.add(event(record));
            }
        }
    }

    private void told(ConsumerRecord<byte[], byte[]> record, Event event) {
        Chapter chapter = chapter(record.partition(), event.tenant() + "/" + event.dataset());
        if (event instanceof Event.DatasetDefined defined) {
            expect(chapter.running == null, record, "a definition while an import runs");
            expect(defined.version() >= chapter.version, record, "an older version after a newer one");
            chapter.version = defined.version();
        } else if (event instanceof Event.ImportStarted started) {
            String id = started.context().importId();
            expect(chapter.running == null || chapter.running.equals(id), record, "an import within another one");
            expect(!chapter.ended.contains(id), record, "a start after the end");
            expect(
                    started.context().version() == chapter.version,
                    record,
                    "a start of another version than was defined");
            chapter.highestBlock = chapter.running == null ? 0 : chapter.highestBlock;
            chapter.running = id;
        } else if (event instanceof Event.ImportEnded ended) {
            ended(record, chapter, ended.context().importId());
        } else if (event instanceof Event.ImportFailed failed) {
            ended(record, chapter, failed.context().importId());
        }
    }

    private void ended(ConsumerRecord<byte[], byte[]> record, Chapter chapter, String id) {
        // The end may be told twice, if the worker died between telling it and remembering that.
        expect(
                id.equals(chapter.running) || chapter.ended.contains(id),
                record,
                "the end of an import that does not run");
        chapter.ended.add(id);
        chapter.running = null;
    }

    private void row(ConsumerRecord<byte[], byte[]> record) {
        ImportContext context = ImportContext.decode(WireFormat.text(record, SluiceHeaders.IMPORT));
        Chapter chapter = chapter(record.partition(), context.dataset().toString());
        expect(context.importId().equals(chapter.running), record, "a row outside its import");
        expect(context.version() == chapter.version, record, "a row of another version than was defined");
        int ordinal = ordinal(record);
        tally(context.importId()).accepted.set(ordinal);
        isReadInParallel |= RowPosition.block(ordinal) < chapter.highestBlock;
        chapter.highestBlock = Math.max(chapter.highestBlock, RowPosition.block(ordinal));
    }

    private void expect(boolean condition, ConsumerRecord<byte[], byte[]> record, String fault) {
        if (!condition) {
            faults.add(fault + ": " + record.topic() + "-" + record.partition() + "@" + record.offset());
        }
    }

    private Chapter chapter(int partition, String dataset) {
        return chapters.computeIfAbsent(partition + " " + dataset, key -> new Chapter());
    }

    private Tally tally(String importId) {
        return tallies.computeIfAbsent(importId, id -> new Tally());
    }

    private Event event(ConsumerRecord<byte[], byte[]> record) {
        return Event.of(
                (Struct) converter.toConnectData(record.topic(), record.value()).value());
    }

    private static int ordinal(ConsumerRecord<byte[], byte[]> record) {
        return Math.toIntExact(
                RowPosition.decode(WireFormat.text(record, SluiceHeaders.ROW)).ordinal());
    }

    /** Distinct rows seen so far, of all imports. */
    int rowsSeen() {
        return tallies.values().stream().mapToInt(Tally::seen).sum();
    }

    /** Whether somewhere a row of a file has come behind one of a later block of the same file. */
    boolean isReadInParallel() {
        return isReadInParallel;
    }

    /** The ends of a dataset's imports, in the order of the events topic, each once. */
    List<Event.ImportEnded> ends(String dataset) {
        Map<String, Event.ImportEnded> ends = new LinkedHashMap<>();
        for (Event event : events) {
            if (event instanceof Event.ImportEnded ended && dataset.equals(ended.dataset())) {
                ends.put(ended.context().importId(), ended);
            }
        }
        return List.copyOf(ends.values());
    }

    /** Whether as many distinct rows of an import were seen as its end tells; the end may be read before the last of them. */
    boolean isComplete(Event.ImportEnded end) {
        return tally(end.context().importId()).seen() >= end.rowsRead();
    }

    /** Nothing was out of order, and each import that ended has exactly the rows that its end tells. */
    void assertTrue(String dataset) {
        assertThat(faults).isEmpty();
        assertThat(ends(dataset)).isNotEmpty().allSatisfy(end -> {
            Tally tally = tally(end.context().importId());
            assertThat(tally.accepted.cardinality()).isEqualTo((int) end.rowsAccepted());
            assertThat(tally.rejected.cardinality()).isEqualTo((int) end.rowsRejected());
            assertThat(tally.accepted.intersects(tally.rejected)).isFalse();
            assertThat(tally.seen()).isEqualTo((int) end.rowsRead());
            assertThat(Math.max(tally.accepted.length(), tally.rejected.length()) - 1)
                    .isEqualTo((int) end.rowsRead());
        });
    }

    @Override
    public void close() {
        reader.close();
    }
}
