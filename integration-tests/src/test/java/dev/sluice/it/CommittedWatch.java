package dev.sluice.it;

import dev.sluice.contract.RowPosition;
import dev.sluice.contract.SluiceHeaders;
import dev.sluice.demo.TopicReader;
import dev.sluice.demo.WireFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * Looks at topics all along, from a thread of its own: time after time, how far readers of committed records can read in each partition,
 * and how much is written; and reads what they can.
 */
final class CommittedWatch implements AutoCloseable {
    private static final Duration READ = Duration.ofMillis(20);

    /**
     * One look.
     *
     * @param committed where the committed records end
     * @param written where all records end, looked at behind that
     */
    record Look(Map<TopicPartition, Long> committed, Map<TopicPartition, Long> written) {}

    /** A committed record of an import. */
    record Seen(TopicPartition partition, long offset, String event, long ordinal) {
        boolean isEvent() {
            return event != null;
        }
    }

    private final Admin admin;
    private final TopicReader reader;
    private final List<Look> looks = new ArrayList<>();
    private final List<Seen> seen = new ArrayList<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final Future<?> watching;
    private volatile boolean isOver;
    private volatile Look last = new Look(Map.of(), Map.of());

    CommittedWatch(String bootstrapServers, String... topics) {
        admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
        reader = new TopicReader(bootstrapServers, topics);
        watching = thread.submit(() -> {
            while (!isOver) {
                look();
            }
            look();
            return null;
        });
    }

    private void look() throws Exception {
        Map<TopicPartition, Long> committed = reader.ends();
        last = new Look(committed, written(committed.keySet()));
        looks.add(last);
        do {
            reader.poll(READ).forEach(this::take);
        } while (!reader.hasReached(committed));
    }

    private Map<TopicPartition, Long> written(Set<TopicPartition> partitions) throws Exception {
        Map<TopicPartition, OffsetSpec> latest =
                partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        admin.listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
                .all()
                .get()
                .forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        boolean isEvent = record.headers().lastHeader(SluiceHeaders.EVENT) != null;
        seen.add(new Seen(
                new TopicPartition(record.topic(), record.partition()),
                record.offset(),
                isEvent ? WireFormat.text(record, SluiceHeaders.EVENT) : null,
                isEvent
                        ? 0
                        : RowPosition.decode(WireFormat.text(record, SluiceHeaders.ROW))
                                .ordinal()));
    }

    /** What was seen last. Any thread. */
    Look last() {
        return last;
    }

    /** Stops watching, behind one last look; throws what went wrong. */
    void end() throws Exception {
        isOver = true;
        watching.get();
    }

    /** All looks, in order; call it behind {@link #end}. */
    List<Look> looks() {
        return looks;
    }

    /** All that is committed, each once; call it behind {@link #end}. */
    List<Seen> seen() {
        return seen;
    }

    /** How many records of rows there are, each ordinal once. */
    Set<Long> ordinals() {
        return seen.stream()
                .filter(each -> !each.isEvent())
                .map(Seen::ordinal)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Also ends the thread, whatever it has met: {@link #end} tells of that. */
    @Override
    public void close() {
        isOver = true;
        thread.shutdown();
        try {
            if (!thread.awaitTermination(1, TimeUnit.MINUTES)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        reader.close();
        admin.close();
    }
}
