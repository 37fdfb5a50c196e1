package dev.sluice.it.tenants;

import java.nio.charset.StandardCharsets;

/** The one table that every tenant here has, and files for it. */
final class Table {
    static final String HEADER = "id,place,row\n";

    private static final String DEFINITION = """
            {"name": "%1$s", "file_type": "csv", "key_space": "mysimbdp_coredms", "max_file_size_mb": 1000,
             "primary_key": ["id"], "schema": {"type": "record", "name": "%1$s", "fields": [
               {"name": "id", "type": "%2$s"}, {"name": "place", "type": "string"}, {"name": "row", "type": "long"}%3$s]}}
            """;
    private static final String OPTIONAL =
            ", {\"name\": \"more_%d\", \"type\": [\"null\", \"string\"], \"default\": null}";

    private Table() {}

    /** The first version. */
    static String definition(String dataset) {
        return DEFINITION.formatted(dataset, "int", "");
    }

    /** A later version, which is in order. */
    static String grown(String dataset, int columns) {
        StringBuilder more = new StringBuilder();
        for (int i = 1; i <= columns; i++) {
            more.append(OPTIONAL.formatted(i));
        }
        return DEFINITION.formatted(dataset, "int", more);
    }

    /** A later version, which no living table can follow. */
    static String broken(String dataset) {
        return DEFINITION.formatted(dataset, "boolean", "");
    }

    /** A file of so many good rows. */
    static byte[] rows(int rows) {
        return file(rows, "");
    }

    /** A file of so many rows none of which is good. */
    static byte[] badRows(int rows) {
        return file(rows, "no number ");
    }

    private static byte[] file(int rows, String before) {
        StringBuilder text = new StringBuilder(HEADER);
        for (int i = 1; i <= rows; i++) {
            text.append(before).append(i).append(",Oulu,").append(i).append('\n');
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
