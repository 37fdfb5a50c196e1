package dev.sluice.source.parse;

import static org.assertj.core.api.Assertions.assertThat;

import com.opencsv.ICSVParser;
import com.opencsv.RFC4180ParserBuilder;
import dev.sluice.contract.Violation;
import dev.sluice.source.Seeds;
import dev.sluice.source.define.CsvFormat;
import dev.sluice.source.split.ByteSource;
import dev.sluice.source.split.Position;
import dev.sluice.source.split.RecordScanner;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RowParserTest {
    private static RecordScanner first(byte[] content, CsvFormat format, int maxBytes) {
        ByteSource source = new ByteArrayInputStream(content)::read;
        RecordScanner scanner = new RecordScanner(source, format, maxBytes, 64, Position.START);
        try {
            assertThat(scanner.next()).isTrue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return scanner;
    }

    private static List<Violation> check(byte[] content, Charset charset, int fields) {
        CsvFormat format = new CsvFormat(',', '"', CsvFormat.NONE, CsvFormat.NONE, charset, List.of(), false);
        RecordScanner scanner = first(content, format, 100);
        RowParser parser = new RowParser(format, 100);
        return parser.check(scanner, parser.raw(scanner), fields);
    }

    /** What RFC 4180 allows is read as opencsv's parser reads the whole record. */
    @Test
    void isEqualToOpencsvOnWholeRecords() {
        ICSVParser opencsv = new RFC4180ParserBuilder().build();
        Seeds.first(5000).forEach(seed -> {
            Random random = new Random(seed);
            List<String> written = new ArrayList<>();
            for (int i = 1 + random.nextInt(6); i > 0; i--) {
                written.add(field(random));
            }
            String record = String.join(",", written);
            if (record.isEmpty()) {
                return;
            }
            try {
                RecordScanner scanner = first(record.getBytes(StandardCharsets.UTF_8), CsvFormat.RFC_4180, 1 << 16);
                RowParser parser = new RowParser(CsvFormat.RFC_4180, 1 << 16);
                List<String> fields = new ArrayList<>();
                for (int i = 0; i < scanner.fields(); i++) {
                    fields.add(parser.field(scanner, i));
                }
                assertThat(fields).as("seed %d: %s", seed, record).containsExactly(opencsv.parseLine(record));
                assertThat(parser.raw(scanner)).isEqualTo(record);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static String field(Random random) {
        String plain = "abc é日😀.;";
        String inQuotes = plain + ",\n\r\"";
        boolean quoted = random.nextBoolean();
        int[] alphabet = (quoted ? inQuotes : plain).codePoints().toArray();
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            text.appendCodePoint(alphabet[random.nextInt(alphabet.length)]);
        }
        return quoted ? '"' + text.toString().replace("\"", "\"\"") + '"' : text.toString();
    }

    @Test
    void tellsMalformedBytesWithHexAndPosition() {
        byte[] content = {'a', 'b', ',', (byte) 0xC3, '(', 'x'};
        assertThat(check(content, StandardCharsets.UTF_8, 2)).singleElement().satisfies(violation -> {
            assertThat(violation.code()).isEqualTo(Violation.Code.BAD_ENCODING);
            assertThat(violation.value()).isEqualTo("0xC32878 at byte 3");
        });
    }

    @Test
    void aReplacementCharacterThatIsReallyThereIsText() {
        assertThat(check("a,\uFFFD".getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8, 2))
                .isEmpty();
    }

    @Test
    void readsSingleByteCharsets() {
        Charset windows = Charset.forName("windows-1252");
        CsvFormat format = new CsvFormat(';', '"', CsvFormat.NONE, CsvFormat.NONE, windows, List.of(), false);
        RecordScanner scanner = first("€;é".getBytes(windows), format, 100);
        RowParser parser = new RowParser(format, 100);
        assertThat(parser.field(scanner, 0)).isEqualTo("€");
        assertThat(parser.field(scanner, 1)).isEqualTo("é");
        assertThat(check(new byte[] {'a', (byte) 0x81}, windows, 1))
                .extracting(Violation::code)
                .containsExactly(Violation.Code.BAD_ENCODING);
        assertThat(check(new byte[] {'a', (byte) 0xE9}, StandardCharsets.US_ASCII, 1))
                .extracting(Violation::code)
                .containsExactly(Violation.Code.BAD_ENCODING);
    }

    @Test
    void countsFields() {
        assertThat(check("a,b".getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8, 3))
                .singleElement()
                .satisfies(violation -> {
                    assertThat(violation.code()).isEqualTo(Violation.Code.COLUMN_COUNT);
                    assertThat(violation.message()).contains("2 fields").contains("the 3 fields");
                });
    }
}
