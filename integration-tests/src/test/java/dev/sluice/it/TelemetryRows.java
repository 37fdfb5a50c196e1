package dev.sluice.it;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The telemetry sample, read in the plainest way there is, as the independent computation that the pipeline is compared with: it has
 * no quotes, so lines are rows and commas are separators.
 */
final class TelemetryRows {
    /** One data row. */
    record Row(long ordinal, long line, long byteStart, long byteLength, String raw) {}

    private final List<String> columns;
    private final List<Row> rows = new ArrayList<>();

    TelemetryRows(byte[] file) {
        String text = new String(file, StandardCharsets.US_ASCII);
        int start = text.indexOf('\n') + 1;
        columns = List.of(text.substring(0, start).strip().split(","));
        long line = 2;
        while (start < text.length()) {
            int end = text.indexOf('\n', start);
            int next = end < 0 ? text.length() : end + 1;
            end = end < 0 ? text.length() : end;
            if (end > start && text.charAt(end - 1) == '\r') {
                end--;
            }
            rows.add(new Row(rows.size() + 1L, line++, start, end - start, text.substring(start, end)));
            start = next;
        }
    }

    List<Row> rows() {
        return rows;
    }

    /** The last row of each primary key, as {@code analytics_v2} must hold it. */
    Map<List<Object>, Map<String, Object>> lastOfEachKey() {
        Map<List<Object>, Map<String, Object>> table = new HashMap<>();
        for (Row row : rows) {
            String[] fields = row.raw().split(",", -1);
            Map<String, Object> values = new LinkedHashMap<>();
            for (int i = 0; i < fields.length; i++) {
                values.put(columns.get(i), typed(columns.get(i), fields[i]));
            }
            table.put(key(values), values);
        }
        return table;
    }

    static List<Object> key(Map<String, Object> row) {
        return List.of(row.get("PROVINCECODE"), row.get("DEVICEID"), row.get("ONUID"));
    }

    private static Object typed(String column, String text) {
        return switch (column) {
            case "IFINDEX" -> Long.valueOf(text);
            case "FRAME", "SLOT", "PORT", "ONUINDEX" -> Integer.valueOf(text);
            case "SPEEDIN", "SPEEDOUT" -> Double.valueOf(text);
            default -> text;
        };
    }
}
