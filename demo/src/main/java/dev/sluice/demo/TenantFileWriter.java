package dev.sluice.demo;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes a tenant's file row by row and keeps the books of what must become of it. Not thread-safe. */
final class TenantFileWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TreeMap<String, Long> reasons = new TreeMap<>();
    private final TreeMap<String, Map<String, Object>> table = new TreeMap<>();
    private long accepted;
    private long rejected;

    TenantFileWriter(String header) {
        line(header.getBytes(StandardCharsets.UTF_8));
    }

    /** A row that is right: it must end in the table, unless a later row has its key. */
    void good(String row, String key, Map<String, Object> values) {
        line(row.getBytes(StandardCharsets.UTF_8));
        table.put(key, values);
        accepted++;
    }

    /** A row that is wrong, for each of these reasons ({@code code} or {@code code column}). */
    void bad(byte[] row, List<String> expected) {
        line(row);
        expected.forEach(reason -> reasons.merge(reason, 1L, Long::sum));
        rejected++;
    }

    void bad(String row, String... expected) {
        bad(row.getBytes(StandardCharsets.UTF_8), List.of(expected));
    }

    TenantFile done() {
        return new TenantFile(bytes.toByteArray(), accepted, rejected, reasons, table);
    }

    private void line(byte[] row) {
        bytes.writeBytes(row);
        bytes.write('\n');
    }
}
