package dev.sluice.it.story.script;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What a definition says of a table.
 *
 * @param key names of the primary key's columns; the first {@code partitionColumns} of them are the partition key
 * @param emptyAs {@code null}, {@code empty} or {@code unset}
 */
public record Shape(String table, List<Column> columns, List<String> key, int partitionColumns, String emptyAs) {
    public Shape {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
    }

    /** The definition's JSON. */
    String json(String dataset, String keyspace, String more) {
        String partition =
                key.subList(0, partitionColumns).stream().map(Shape::quoted).collect(Collectors.joining(", "));
        String rest = key.subList(partitionColumns, key.size()).stream()
                .map(name -> ", " + quoted(name))
                .collect(Collectors.joining());
        return """
                {"name": "%s", "file_type": "csv", "key_space": "%s", "csv.first.row.as.header": "true",
                 "max_file_size_mb": 1000, "csv": {"null_tokens": ["NULL"]}, "empty_as": "%s",
                 "primary_key": [[%s]%s], "schema": {"type": "record", "name": "%s", "fields": [
                   %s]}%s}
                """.formatted(
                        dataset,
                        keyspace,
                        emptyAs,
                        partition,
                        rest,
                        table,
                        columns.stream().map(Column::avro).collect(Collectors.joining(",\n   ")),
                        more);
    }

    private static String quoted(String name) {
        return '"' + name + '"';
    }
}
