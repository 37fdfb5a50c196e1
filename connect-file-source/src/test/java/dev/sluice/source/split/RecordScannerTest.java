package dev.sluice.source.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.source.Seeds;
import dev.sluice.source.define.CsvFormat;
import dev.sluice.source.split.RecordScanner.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RecordScannerTest {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void passesOverALineThatIsTooLargeAndKnowsItsLength() {
        byte[] content = bytes("a,b\n" + "x".repeat(1000) + "\r\nc,d\n");
        for (int buffer : new int[] {1, 8, 64, 4096}) {
            List<Scanned> records = Scanned.all(content, CsvFormat.RFC_4180, 50, buffer, 13, Position.START);
            assertThat(records).extracting(Scanned::kind).containsExactly(Kind.ROW, Kind.TOO_LARGE, Kind.ROW);
            assertThat(records.get(1).start()).isEqualTo(4);
            assertThat(records.get(1).length()).isEqualTo(1000);
            assertThat(records.get(2).fields()).containsExactly("c", "d");
            assertThat(records.get(2).line()).isEqualTo(3);
        }
    }

    @Test
    void takesARecordOfExactlyTheBound() {
        for (String end : List.of("", "\n", "\r\n", "\r")) {
            byte[] content = bytes("x".repeat(50) + end);
            assertThat(Scanned.all(content, CsvFormat.RFC_4180, 50, 1, 1, Position.START))
                    .extracting(Scanned::kind)
                    .containsExactly(Kind.ROW);
            assertThat(Scanned.all(content, CsvFormat.RFC_4180, 49, 1, 1, Position.START))
                    .extracting(Scanned::kind)
                    .containsExactly(Kind.TOO_LARGE);
        }
    }

    @Test
    void looksForTheEndOfAQuoteUpToTheBoundOnly() {
        byte[] content = bytes("a,\"b\n" + "c,d\n".repeat(100));
        List<Scanned> records = Scanned.all(content, CsvFormat.RFC_4180, 50);
        assertThat(records).hasSize(101);
        assertThat(records.get(0).kind()).isEqualTo(Kind.UNCLOSED_QUOTE);
        assertThat(records.subList(1, 101)).allMatch(record -> record.fields().equals(List.of("c", "d")));
    }

    @Test
    void holdsNoMoreThanTheBoundOfALineThatIsTooLarge() throws IOException {
        long[] left = {200_000_000};
        int[] largestRead = {0};
        ByteSource endless = (into, offset, length) -> {
            largestRead[0] = Math.max(largestRead[0], into.length);
            int count = (int) Math.min(length, left[0]);
            left[0] -= count;
            java.util.Arrays.fill(into, offset, offset + count, (byte) 'x');
            return count == 0 ? -1 : count;
        };
        RecordScanner scanner = new RecordScanner(endless, CsvFormat.RFC_4180, 1 << 20, 1 << 16, Position.START);
        assertThat(scanner.next()).isTrue();
        assertThat(scanner.kind()).isEqualTo(Kind.TOO_LARGE);
        assertThat(scanner.byteLength()).isEqualTo(200_000_000);
        assertThat(scanner.to() - scanner.from()).isLessThanOrEqualTo((1 << 20) + 8);
        assertThat(largestRead[0]).isLessThan(3 << 20);
        assertThat(scanner.next()).isFalse();
    }

    @Test
    void nothingIsThereInNothing() {
        for (String nothing : List.of("", "\n", "\r\n\r\n", "\uFEFF", "\uFEFF\n")) {
            assertThat(Scanned.all(bytes(nothing), CsvFormat.RFC_4180, 50)).isEmpty();
        }
    }

    /** Any bytes at all: the records do not depend on the buffer, and between them is nothing but line ends. */
    @Test
    void isTheSameWhateverTheBufferOnAnyBytes() {
        String alphabet = "ab,\"\"\\\n\n\r; \t\u00e9";
        CsvFormat escaping = new CsvFormat(',', '"', '\\', CsvFormat.NONE, StandardCharsets.UTF_8, List.of(), false);
        CsvFormat trimming =
                new CsvFormat(',', '"', CsvFormat.NONE, CsvFormat.NONE, StandardCharsets.UTF_8, List.of(), true);
        Seeds.first(3000).forEach(seed -> {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(60); i > 0; i--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            byte[] content = bytes(text.toString());
            int max = 1 + random.nextInt(30);
            for (CsvFormat format : List.of(CsvFormat.RFC_4180, escaping, trimming)) {
                List<Scanned> records = Scanned.all(content, format, max);
                List<Scanned> others = Scanned.all(
                        content, format, max, 1 + random.nextInt(12), 1 + random.nextInt(5), Position.START);
                assertThat(others).as("seed %d", seed).isEqualTo(records);
                tiles(seed, content, records);
                for (int i = 0; i < records.size(); i++) {
                    assertThat(Scanned.all(
                                    content, format, max, 8, 4, records.get(i).next()))
                            .as("seed %d resumed behind %d", seed, i)
                            .isEqualTo(records.subList(i + 1, records.size()));
                }
            }
        });
    }

    private static void tiles(long seed, byte[] content, List<Scanned> records) {
        long at = 0;
        for (Scanned record : records) {
            assertThat(new String(content, (int) at, (int) (record.start() - at), StandardCharsets.ISO_8859_1))
                    .as("seed %d", seed)
                    .matches("[\r\n]*");
            assertThat(record.length()).as("seed %d", seed).isPositive();
            at = record.start() + record.length();
        }
        assertThat(new String(content, (int) at, (int) (content.length - at), StandardCharsets.ISO_8859_1))
                .as("seed %d", seed)
                .matches("[\r\n]*");
    }

    @Test
    void readsCsvSpectrum() throws IOException {
        Path spectrum = Path.of(System.getProperty("sluice.shared", "../shared"), "data", "csv-spectrum");
        assumeTrue(Files.isDirectory(spectrum), spectrum + " is not there");
        try (Stream<Path> files = Files.list(spectrum.resolve("csvs"))) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString().replace(".csv", ".json");
                List<List<String>> rows =
                        Scanned.fields(Scanned.all(Files.readAllBytes(file), CsvFormat.RFC_4180, 1 << 20));
                // In some copies its JSON has CRLF inside of quotes where the file has LF.
                List<List<String>> normal = rows.stream()
                        .map(row -> row.stream()
                                .map(field -> field.replace("\r\n", "\n"))
                                .toList())
                        .toList();
                assertThat(normal)
                        .as(name)
                        .isEqualTo(expected(spectrum.resolve("json").resolve(name)));
            }
        }
    }

    private static List<List<String>> expected(Path json) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode object : new JsonMapper().readTree(json.toFile())) {
            if (rows.isEmpty()) {
                List<String> header = new ArrayList<>();
                object.fieldNames().forEachRemaining(header::add);
                rows.add(header);
            }
            List<String> row = new ArrayList<>();
            object.forEach(value -> row.add(value.asText().replace("\r\n", "\n")));
            rows.add(row);
        }
        return rows;
    }
}
