package dev.sluice.source.split;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.source.define.CsvFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The specs in {@code csv/specs.json}, with every charset, line end, mark, last line end and buffer, and resumed at every record.
 */
class RecordScannerSpecTest {
    private static final String NULL = "∅";
    private static final List<Charset> CHARSETS = Stream.of(
                    "UTF-8", "UTF-16LE", "UTF-16BE", "US-ASCII", "windows-1252", "IBM1047", "IBM037")
            .map(Charset::forName)
            .toList();
    private static final int MAX_BYTES = 200;
    private static final List<Integer> BUFFERS = List.of(1, 7, 11, 64, 4096);

    record Spec(String name, CsvFormat format, List<String> lines, List<List<String>> rows) {
        byte[] content(String lineEnd, boolean mark, boolean lastLineEnd) {
            String text = String.join("\n", lines) + (lastLineEnd ? "\n" : "");
            return ((mark ? "\uFEFF" : "") + text.replace("\n", lineEnd)).getBytes(format.charset());
        }

        /** Only Unicode has marks. */
        List<Boolean> marks() {
            return format.charset().name().startsWith("UTF") ? List.of(false, true) : List.of(false);
        }

        Stream<Spec> inEveryCharset() {
            String text = String.join("", lines);
            return CHARSETS.stream()
                    .filter(charset -> charset.newEncoder().canEncode(text))
                    .map(charset -> new Spec(name, format.withCharset(charset), lines, rows));
        }

        /** Line ends inside of fields are those of the file. */
        List<List<String>> expected(String lineEnd) {
            return rows.stream()
                    .map(row -> row.stream()
                            .map(field -> NULL.equals(field) ? null : field.replace("\n", lineEnd))
                            .toList())
                    .toList();
        }

        @Override
        public String toString() {
            return name + " in " + format.charset();
        }
    }

    static Stream<Spec> specs() throws IOException {
        try (InputStream in = RecordScannerSpecTest.class.getResourceAsStream("/csv/specs.json")) {
            return StreamSupport.stream(new JsonMapper().readTree(in).spliterator(), false)
                    .map(RecordScannerSpecTest::spec)
                    .flatMap(Spec::inEveryCharset)
                    .toList()
                    .stream();
        }
    }

    private static Spec spec(JsonNode json) {
        List<List<String>> rows = new ArrayList<>();
        json.path("rows").forEach(row -> rows.add(strings(row)));
        CsvFormat format = new CsvFormat(
                character(json, "separator", ','),
                character(json, "quote", '"'),
                character(json, "escape", CsvFormat.NONE),
                character(json, "comment", CsvFormat.NONE),
                StandardCharsets.UTF_8,
                strings(json.path("null_tokens")),
                json.path("trim").asBoolean());
        return new Spec(json.path("name").asText(), format, strings(json.path("lines")), rows);
    }

    private static char character(JsonNode json, String key, char absent) {
        String text = json.path(key).asText(String.valueOf(absent));
        return text.isEmpty() ? CsvFormat.NONE : text.charAt(0);
    }

    private static List<String> strings(JsonNode array) {
        List<String> strings = new ArrayList<>();
        array.forEach(text -> strings.add(text.asText()));
        return strings;
    }

    @ParameterizedTest
    @MethodSource("specs")
    void readsWhateverTheLineEndsAndTheBuffer(Spec spec) {
        for (String lineEnd : List.of("\n", "\r\n", "\r")) {
            for (boolean mark : spec.marks()) {
                for (boolean lastLineEnd : List.of(false, true)) {
                    byte[] content = spec.content(lineEnd, mark, lastLineEnd);
                    List<Scanned> records = Scanned.all(content, spec.format(), MAX_BYTES);
                    assertThat(Scanned.fields(records)).isEqualTo(spec.expected(lineEnd));
                    List<Integer> buffers =
                            spec.format().charset().equals(StandardCharsets.UTF_8) ? BUFFERS : List.of(1, 11);
                    for (int buffer : buffers) {
                        for (int read : buffers) {
                            assertThat(Scanned.all(content, spec.format(), MAX_BYTES, buffer, read, Position.START))
                                    .as("buffer %d read %d", buffer, read)
                                    .isEqualTo(records);
                        }
                    }
                    resumesEverywhere(spec, content, records);
                }
            }
        }
    }

    private static void resumesEverywhere(Spec spec, byte[] content, List<Scanned> records) {
        IntStream.range(0, records.size())
                .forEach(i -> assertThat(Scanned.all(
                                content,
                                spec.format(),
                                MAX_BYTES,
                                16,
                                3,
                                records.get(i).next()))
                        .as("resumed behind record %d", i)
                        .isEqualTo(records.subList(i + 1, records.size())));
    }

    /** The file cannot be read beyond some byte, whichever: what was read until then is as ever, and the rest follows from there. */
    @ParameterizedTest
    @MethodSource("specs")
    void resumesWhereverReadingBreaksOff(Spec spec) {
        for (String lineEnd : List.of("\n", "\r\n", "\r")) {
            for (boolean mark : spec.marks()) {
                for (boolean lastLineEnd : List.of(false, true)) {
                    byte[] content = spec.content(lineEnd, mark, lastLineEnd);
                    List<Scanned> records = Scanned.all(content, spec.format(), MAX_BYTES);
                    for (int end = 0; end <= content.length; end++) {
                        List<Scanned> before = Scanned.until(content, end, spec.format(), MAX_BYTES);
                        assertThat(before).as("until byte %d", end).isEqualTo(records.subList(0, before.size()));
                        Position from = before.isEmpty()
                                ? Position.START
                                : before.get(before.size() - 1).next();
                        assertThat(Scanned.all(content, spec.format(), MAX_BYTES, 16, 5, from))
                                .as("resumed after byte %d", end)
                                .isEqualTo(records.subList(before.size(), records.size()));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("specs")
    void countsLinesAsAnEditorDoes(Spec spec) {
        for (String lineEnd : List.of("\n", "\r\n", "\r")) {
            byte[] content = spec.content(lineEnd, false, true);
            for (Scanned record : Scanned.all(content, spec.format(), MAX_BYTES)) {
                String before = new String(
                        content, 0, (int) record.start(), spec.format().charset());
                int lineEnds = (before.length() - before.replace(lineEnd, "").length()) / lineEnd.length();
                assertThat(record.line()).isEqualTo(lineEnds + 1L);
            }
        }
    }
}
