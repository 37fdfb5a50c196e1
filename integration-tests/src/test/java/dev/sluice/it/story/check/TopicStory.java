package dev.sluice.it.story.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.Event;
import dev.sluice.contract.ImportContext;
import dev.sluice.contract.Rejection;
import dev.sluice.contract.RowPosition;
import dev.sluice.contract.SluiceHeaders;
import dev.sluice.demo.TopicReader;
import dev.sluice.demo.WireFormat;
import dev.sluice.it.story.check.ImportRows.Arrival;
import dev.sluice.stack.LocalStack;
import io.confluent.connect.avro.AvroConverter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Struct;

/**
 * Reads the topics as a stranger would, and says whether each partition, read alone, tells an ordered story of every dataset:
 * definition before its rows, no row outside its import, one import at a time, the version that the import is pinned to; and whether
 * all partitions tell the story that the events topic tells. Knows nothing of what was dropped where. For one thread.
 */
public final class TopicStory implements AutoCloseable {
    private static final Duration READ = Duration.ofMillis(100);

    private final String errorsTopic;
    private final String eventsTopic;
    private final TopicReader reader;
    private final AvroConverter converter;
    private final Differences faults = new Differences();
    /** By dataset, then by partition; the events topic is one of them. */
    private final Map<String, Map<TopicPartition, Chapter>> chapters = new TreeMap<>();

    private final Set<TopicPartition> partitions =
            new TreeSet<>(Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition));
    private final Map<String, ImportRows> imports = new HashMap<>();
    private final Map<String, Map<Long, Set<String>>> rejections = new HashMap<>();
    private final List<Event> events = new ArrayList<>();

    public TopicStory(LocalStack stack, String rowsTopic, String errorsTopic, String eventsTopic) {
        this.errorsTopic = errorsTopic;
        this.eventsTopic = eventsTopic;
        this.reader = new TopicReader(stack.bootstrapServers(), rowsTopic, errorsTopic, eventsTopic);
        this.converter = WireFormat.converter(stack.schemaRegistryUrl(), false);
        reader.ends().keySet().stream()
                .filter(partition -> !partition.topic().equals(errorsTopic))
                .forEach(partitions::add);
    }

    /** Reads what there is, waiting for at most 100 ms. */
    public void read() {
        reader.poll(READ).forEach(this::take);
    }

    /** Reads until it has seen all that is in the topics now. */
    public void readAll() {
        Map<TopicPartition, Long> ends = reader.ends();
        while (!reader.hasReached(ends)) {
            read();
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        if (record.topic().equals(errorsTopic)) {
            rejected(record);
        } else if (record.headers().lastHeader(SluiceHeaders.EVENT) != null) {
            Event event = Event.of(struct(record));
            if (record.topic().equals(eventsTopic)) {
                events.add(event);
            }
            chapter(event.tenant() + "/" + event.dataset(), record).tell(event, where(record));
        } else {
            ImportContext context = context(record);
            RowPosition position = position(record);
            int content = 31 * Arrays.hashCode(record.key()) + Arrays.hashCode(record.value());
            Arrival arrival = arrived(record, context, position, content);
            chapter(context.dataset().toString(), record)
                    .row(context, position.ordinal(), arrival == Arrival.NEW, where(record));
        }
    }

    private void rejected(ConsumerRecord<byte[], byte[]> record) {
        Rejection rejection = Rejection.of(struct(record));
        ImportContext context = context(record);
        RowPosition position = position(record);
        faults.same(rejection.context(), context, where(record));
        faults.same(rejection.position(), position, where(record));
        Set<String> reasons = rejection.violations().stream()
                .map(violation -> violation.code() + " " + violation.column())
                .collect(Collectors.toCollection(TreeSet::new));
        arrived(record, context, position, reasons.hashCode());
        rejections.computeIfAbsent(context.importId(), id -> new HashMap<>()).put(position.ordinal(), reasons);
    }

    private Arrival arrived(ConsumerRecord<?, ?> record, ImportContext context, RowPosition position, int content) {
        int place =
                List.of(record.topic(), record.partition(), position, context).hashCode();
        Arrival arrival = rows(context.importId())
                .take(position.ordinal(), record.topic().equals(errorsTopic), ((long) place << 32) ^ content);
        faults.expect(
                arrival != Arrival.OTHERWISE,
                where(record),
                "row " + position.ordinal() + " of " + context + " was there before, elsewhere or otherwise");
        return arrival;
    }

    private Chapter chapter(String dataset, ConsumerRecord<?, ?> record) {
        return chapters.computeIfAbsent(dataset, name -> new HashMap<>())
                .computeIfAbsent(
                        new TopicPartition(record.topic(), record.partition()), partition -> new Chapter(faults));
    }

    private ImportRows rows(String importId) {
        return imports.computeIfAbsent(importId, id -> new ImportRows());
    }

    private Struct struct(ConsumerRecord<byte[], byte[]> record) {
        return (Struct) converter.toConnectData(record.topic(), record.value()).value();
    }

    private static ImportContext context(ConsumerRecord<byte[], byte[]> record) {
        return ImportContext.decode(WireFormat.text(record, SluiceHeaders.IMPORT));
    }

    private static RowPosition position(ConsumerRecord<byte[], byte[]> record) {
        return RowPosition.decode(WireFormat.text(record, SluiceHeaders.ROW));
    }

    private static String where(ConsumerRecord<?, ?> record) {
        return record.topic() + "-" + record.partition() + "@" + record.offset();
    }

    /** Distinct rows seen so far, of all imports. */
    public int rowsSeen() {
        return imports.values().stream().mapToInt(ImportRows::seen).sum();
    }

    /** Rows that came more than once. */
    public long rowsSeenAgain() {
        return imports.values().stream().mapToLong(ImportRows::again).sum();
    }

    /** Whether somewhere a row has come for the first time behind one of a later block of the same file. */
    public boolean isReadInParallel() {
        return chapters.values().stream()
                .flatMap(told -> told.values().stream())
                .anyMatch(Chapter::isReadInParallel);
    }

    /** What has happened by the events topic, in the order in which it stands there, whichever dataset it happened to. */
    public List<Event> events() {
        return List.copyOf(events);
    }

    /** What has happened by the events topic, each once: by {@code tenant/dataset}, in order. */
    public Map<String, Collection<Event>> history() {
        Map<String, Collection<Event>> history = new TreeMap<>();
        TopicPartition events = new TopicPartition(eventsTopic, 0);
        chapters.forEach((dataset, told) -> {
            if (told.containsKey(events)) {
                history.put(dataset, told.get(events).events());
            }
        });
        return history;
    }

    /** The ends of a dataset's imports, in the order of the events topic, each once. */
    public List<Event.ImportEnded> ends(String dataset) {
        return history().entrySet().stream()
                .filter(entry -> entry.getKey().endsWith("/" + dataset))
                .flatMap(entry -> entry.getValue().stream())
                .filter(Event.ImportEnded.class::isInstance)
                .map(Event.ImportEnded.class::cast)
                .toList();
    }

    /** Rejected rows of an import by ordinal, each with {@code CODE column} of all that is wrong with it. */
    public Map<Long, Set<String>> rejections(String importId) {
        return rejections.getOrDefault(importId, Map.of());
    }

    /** Whether as many distinct rows of an import were seen as its end tells; the end may be read before the last of them. */
    public boolean isComplete(Event.ImportEnded end) {
        return rows(end.context().importId()).seen() >= end.rowsRead();
    }

    /** Nothing was out of order, and each import of a dataset that ended has exactly the rows that its end tells. */
    public void assertTrue(String dataset) {
        assertThat(ends(dataset)).isNotEmpty();
        ends(dataset).forEach(this::rowsOf);
        faults.assertNone();
    }

    /** Nothing was out of order, all partitions have told the same to their ends, and all rows of all imports are there. */
    public void assertTrue() {
        TopicPartition events = new TopicPartition(eventsTopic, 0);
        assertThat(chapters).isNotEmpty();
        chapters.forEach((dataset, told) -> {
            Chapter truth = told.getOrDefault(events, new Chapter(faults));
            partitions.forEach(partition -> faults.same(
                    names(dataset, truth),
                    names(dataset, told.getOrDefault(partition, new Chapter(faults))),
                    "what " + partition + " tells of " + dataset));
            truth.events().stream()
                    .filter(Event.ImportEnded.class::isInstance)
                    .map(Event.ImportEnded.class::cast)
                    .forEach(this::rowsOf);
        });
        faults.assertNone();
    }

    /** Files that belong to no dataset are refused by several tasks at once, each in its own order. */
    private static List<String> names(String dataset, Chapter chapter) {
        return dataset.endsWith("/null") ? chapter.names().stream().sorted().toList() : chapter.names();
    }

    private void rowsOf(Event.ImportEnded end) {
        ImportRows rows = rows(end.context().importId());
        String where = end.tenant() + "/" + end.file();
        faults.same((int) end.rowsAccepted(), rows.accepted(), where + ", rows accepted");
        faults.same((int) end.rowsRejected(), rows.rejected(), where + ", rows rejected");
        faults.expect(rows.areAll(end.rowsRead()), where, "not all ordinals from 1 to " + end.rowsRead());
    }

    @Override
    public void close() {
        reader.close();
    }
}
