package dev.sluice.it.story.script;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

/** Writes rows as a tenant's exporter does. */
final class CsvText {
    private static final String NULL_TOKEN = "NULL";
    private static final int FOREIGN_BYTE = 0xFF;

    private CsvText() {}

    static byte[] of(List<String> header, Iterable<Row> rows, boolean zipped) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = zipped ? new GZIPOutputStream(bytes) : bytes) {
            line(out, String.join(",", header));
            for (Row row : rows) {
                write(out, row);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(OutputStream out, Row row) throws IOException {
        List<String> fields =
                new ArrayList<>(row.cells().stream().map(CsvText::field).toList());
        switch (row.form()) {
            case IN_ORDER -> {}
            case FIELD_TOO_FEW -> fields.remove(fields.size() - 1);
            case FIELD_TOO_MANY -> fields.add("surplus");
            case TORN_QUOTE -> fields.replaceAll(field -> "\"torn\"quote");
            case FOREIGN_BYTES -> {
                fields.replaceAll(field -> "x");
                out.write(FOREIGN_BYTE);
            }
        }
        line(out, String.join(",", fields));
    }

    private static void line(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.write('\n');
    }

    private static String field(String cell) {
        if (cell == null) {
            return NULL_TOKEN;
        }
        boolean isPlain =
                !cell.equals(NULL_TOKEN) && cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return isPlain
                ? cell
                : cell.chars()
                        .mapToObj(c -> c == '"' ? "\"\"" : Character.toString((char) c))
                        .collect(Collectors.joining("", "\"", "\""));
    }
}
