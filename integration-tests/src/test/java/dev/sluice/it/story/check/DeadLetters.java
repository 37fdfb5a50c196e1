package dev.sluice.it.story.check;

import dev.sluice.contract.ImportContext;
import dev.sluice.contract.RowPosition;
import dev.sluice.contract.SluiceHeaders;
import dev.sluice.demo.TopicReader;
import dev.sluice.demo.WireFormat;
import dev.sluice.stack.LocalStack;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads a sink's dead letter queue: which rows were put aside, and why. For one thread. */
public final class DeadLetters {
    private static final Duration READ = Duration.ofMillis(100);
    /** A violation in the text of an exception: its code and column. */
    private static final Pattern REASON = Pattern.compile("(?m)^([A-Z_]+) (\\w+) \\(");

    private final Map<String, Map<Long, Set<String>>> rows = new HashMap<>();

    private DeadLetters() {}

    /** All that is in the topic now. */
    public static DeadLetters of(LocalStack stack, String topic) {
        DeadLetters letters = new DeadLetters();
        try (TopicReader reader = new TopicReader(stack.bootstrapServers(), topic)) {
            Map<TopicPartition, Long> ends = reader.ends();
            while (!reader.hasReached(ends)) {
                reader.poll(READ).forEach(letters::take);
            }
        }
        return letters;
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        Set<String> reasons = new TreeSet<>();
        String message = WireFormat.text(record, "__connect.errors.exception.message");
        Matcher reason = REASON.matcher(message);
        while (reason.find()) {
            reasons.add(reason.group(1) + " " + reason.group(2));
        }
        if (record.headers().lastHeader(SluiceHeaders.IMPORT) == null) {
            rows.computeIfAbsent("no import", id -> new HashMap<>()).put(record.offset(), Set.of(message));
            return;
        }
        long ordinal =
                RowPosition.decode(WireFormat.text(record, SluiceHeaders.ROW)).ordinal();
        rows.computeIfAbsent(
                        ImportContext.decode(WireFormat.text(record, SluiceHeaders.IMPORT))
                                .importId(),
                        id -> new HashMap<>())
                .put(ordinal, reasons.isEmpty() ? Set.of(message) : reasons);
    }

    /** Rows by import and ordinal, each with {@code CODE column} of all that is wrong with it. */
    public Map<String, Map<Long, Set<String>>> rows() {
        return rows;
    }
}
