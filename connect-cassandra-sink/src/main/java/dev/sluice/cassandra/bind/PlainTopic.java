package dev.sluice.cassandra.bind;

import dev.sluice.cassandra.define.TableName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * A topic that Sluice's file source did not make, and the table that its records go to: settings {@code topic.<name>.*}.
 *
 * @param mapping columns and where their values are; empty: a column takes the field of its name in the value, else in the key
 * @param deletes whether a record without a value deletes its row; otherwise it is an errant record
 * @param clock what write timestamps are made of
 */
public record PlainTopic(
        TableName table, Map<String, String> mapping, boolean deletes, WriteClock clock, OptionalInt ttlSeconds) {
    private static final String PREFIX = "topic.";
    private static final String TABLE = "table";
    private static final String MAPPING = "mapping";
    private static final String DELETES = "deletes";
    private static final String TIMESTAMP = "timestamp";
    private static final String TTL = "ttl.seconds";
    private static final Set<String> KEYS = Set.of(TABLE, MAPPING, DELETES, TIMESTAMP, TTL);

    /** What Cassandra's write timestamps are made of, so that replays change nothing. */
    public enum WriteClock {
        /** The record's own time in microseconds, and of one millisecond the order of offsets. */
        RECORD {
            @Override
            long microseconds(SinkRecord record) {
                long millis = record.timestamp() == null ? 0 : record.timestamp();
                return millis * MICROS_PER_MILLI + record.originalKafkaOffset() % MICROS_PER_MILLI;
            }
        },
        /** The offset: exactly the order of the partition, but older than anything else that writes into the table. */
        OFFSET {
            @Override
            long microseconds(SinkRecord record) {
                return record.originalKafkaOffset();
            }
        };

        private static final long MICROS_PER_MILLI = 1_000;

        abstract long microseconds(SinkRecord record);
    }

    public PlainTopic {
        mapping = Map.copyOf(mapping);
    }

    /**
     * Reads all of them.
     *
     * @param props of the connector
     * @throws IllegalArgumentException with everything that is wrong
     */
    public static Map<String, PlainTopic> parse(Map<String, String> props) {
        Map<String, Map<String, String>> topics = new TreeMap<>();
        List<String> wrong = new ArrayList<>();
        props.forEach((key, value) -> {
            if (key.startsWith(PREFIX)) {
                String suffix = KEYS.stream()
                        .filter(known -> key.endsWith("." + known))
                        .findFirst()
                        .orElse("");
                int end = key.length() - suffix.length() - 1;
                if (suffix.isEmpty() || end <= PREFIX.length()) {
                    wrong.add("'" + key + "' is not known. Of a topic there are table, mapping, deletes, timestamp and "
                            + "ttl.seconds.");
                } else {
                    topics.computeIfAbsent(key.substring(PREFIX.length(), end), name -> new LinkedHashMap<>())
                            .put(suffix, value);
                }
            }
        });
        Map<String, PlainTopic> parsed = new LinkedHashMap<>();
        topics.forEach((topic, settings) -> {
            try {
                parsed.put(topic, of(settings));
            } catch (IllegalArgumentException e) {
                wrong.add("topic (where='" + topic + "'): " + e.getMessage());
            }
        });
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException(String.join(" ", wrong));
        }
        return parsed;
    }

    private static PlainTopic of(Map<String, String> settings) {
        String[] table = settings.getOrDefault(TABLE, "").trim().split("\\.", -1);
        if (table.length != 2
                || !TableName.NAME.matcher(table[0]).matches()
                || !TableName.NAME.matcher(table[1]).matches()) {
            throw new IllegalArgumentException(
                    "'table' is not set to KEYSPACE.TABLE; its records would have no place.");
        }
        String clock = settings.getOrDefault(TIMESTAMP, "record").trim();
        if (!clock.equals("record") && !clock.equals("offset")) {
            throw new IllegalArgumentException("'timestamp' (where='" + clock + "') is neither record nor offset.");
        }
        String deletes = settings.getOrDefault(DELETES, "true").trim();
        if (!deletes.equals("true") && !deletes.equals("false")) {
            throw new IllegalArgumentException("'deletes' (where='" + deletes + "') is neither true nor false.");
        }
        return new PlainTopic(
                new TableName(table[0], table[1]),
                mapping(settings.getOrDefault(MAPPING, "")),
                deletes.equals("true"),
                clock.equals("record") ? WriteClock.RECORD : WriteClock.OFFSET,
                ttl(settings.get(TTL)));
    }

    private static Map<String, String> mapping(String text) {
        Map<String, String> mapping = new LinkedHashMap<>();
        for (String pair : text.split(",", -1)) {
            if (pair.isBlank()) {
                continue;
            }
            int equals = pair.indexOf('=');
            if (equals <= 0) {
                throw new IllegalArgumentException("'mapping' (where='" + pair.trim() + "') is not COLUMN=PLACE.");
            }
            String column = pair.substring(0, equals).trim();
            if (mapping.put(column, FieldPath.parse(pair.substring(equals + 1)).toString()) != null) {
                throw new IllegalArgumentException("'mapping' names column '" + column + "' twice.");
            }
        }
        return mapping;
    }

    private static OptionalInt ttl(String text) {
        if (text == null || text.isBlank()) {
            return OptionalInt.empty();
        }
        try {
            int seconds = Integer.parseInt(text.trim());
            if (seconds > 0) {
                return OptionalInt.of(seconds);
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'ttl.seconds' (where='" + text + "') is not a number.", e);
        }
        throw new IllegalArgumentException("'ttl.seconds' (where='" + text + "') is not above 0.");
    }
}
