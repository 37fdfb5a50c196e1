package dev.sluice.cassandra.bind;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Where in a record a column's value is: {@code key}, {@code value}, {@code key.a.b}, {@code value.a.b}, {@code header.name}, {@code
 * record.timestamp}, {@code record.offset} or {@code record.partition}.
 */
record FieldPath(String root, List<String> names) {
    /** A value that is there (perhaps null), as opposed to one that is not. */
    record Found(Object value) {}

    /** @throws IllegalArgumentException if it is none of these */
    static FieldPath parse(String text) {
        List<String> parts = List.of(text.trim().split("\\.", -1));
        String root = parts.get(0);
        List<String> names = parts.subList(1, parts.size());
        boolean valid =
                switch (root) {
                    case "key", "value" -> names.stream().noneMatch(String::isEmpty);
                    case "header" -> !names.isEmpty();
                    case "record" ->
                        names.equals(List.of("timestamp"))
                                || names.equals(List.of("offset"))
                                || names.equals(List.of("partition"));
                    default -> false;
                };
        if (!valid) {
            throw new IllegalArgumentException("'" + text + "' is not a place in a record. Use key, value, key.NAME, "
                    + "value.NAME, header.NAME, record.timestamp, record.offset or record.partition.");
        }
        return new FieldPath(root, names);
    }

    Optional<Found> find(SinkRecord record) {
        return switch (root) {
            case "key" -> descend(record.key());
            case "value" -> descend(record.value());
            case "header" -> {
                Header header = record.headers().lastWithName(String.join(".", names));
                yield header == null ? Optional.empty() : Optional.of(new Found(header.value()));
            }
            default ->
                Optional.of(new Found(
                        switch (names.get(0)) {
                            case "timestamp" -> record.timestamp();
                            case "offset" -> record.originalKafkaOffset();
                            default -> record.originalKafkaPartition();
                        }));
        };
    }

    private Optional<Found> descend(Object start) {
        Object value = start;
        for (String name : names) {
            if (value instanceof Struct struct && struct.schema().field(name) != null) {
                value = struct.get(name);
            } else if (value instanceof Map<?, ?> map && map.containsKey(name)) {
                value = map.get(name);
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(new Found(value));
    }

    @Override
    public String toString() {
        return names.isEmpty() ? root : root + "." + String.join(".", names);
    }
}
