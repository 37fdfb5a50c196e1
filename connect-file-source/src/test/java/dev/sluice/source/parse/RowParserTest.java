package dev.sluice.source.parse;

import static org.assertj.core.api.Assertions.assertThat;

import com.opencsv.CSVParserBuilder;
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

    /** What a writer may write is read, field by field or at once, as opencsv's parser reads the whole record. */
    @Test
    void isEqualToOpencsvOnWholeRecords() {
        Seeds.first(10_000).forEach(seed -> {
            Random random = new Random(seed);
            CsvFormat format = format(random);
            List<String> written = new ArrayList<>();
            for (int i = 1 + random.nextInt(6); i > 0; i--) {
                written.add(field(random, format));
            }
            String record = String.join(String.valueOf(format.separator()), written);
            if (record.isEmpty()) {
                return;
            }
            try {
                RecordScanner scanner = first(record.getBytes(StandardCharsets.UTF_8), format, 1 << 16);
                RowParser parser = new RowParser(format, 1 << 16);
                List<String> fields = new ArrayList<>();
                for (int i = 0; i < scanner.fields(); i++) {
                    fields.add(parser.field(scanner, i));
                }
                assertThat(fields)
                        .as("seed %d: %s", seed, record)
                        .containsExactly(opencsv(format).parseLine(record));
                assertThat(parser.raw(scanner)).isEqualTo(record);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static CsvFormat format(Random random) {
        return new CsvFormat(
                ",;\t|".charAt(random.nextInt(4)),
                random.nextInt(3) == 0 ? '\'' : '"',
                random.nextInt(3) == 0 ? '\\' : CsvFormat.NONE,
                CsvFormat.NONE,
                StandardCharsets.UTF_8,
                List.of(),
                false);
    }

    private static ICSVParser opencsv(CsvFormat format) {
        return format.escape() == CsvFormat.NONE
                ? new RFC4180ParserBuilder()
                        .withSeparator(format.separator())
                        .withQuoteChar(format.quote())
                        .build()
                : new CSVParserBuilder()
                        .withSeparator(format.separator())
                        .withQuoteChar(format.quote())
                        .withEscapeChar(format.escape())
                        .build();
    }

    private static String field(Random random, CsvFormat format) {
        String quote = String.valueOf(format.quote());
        String plain = "abc é日😀.:";
        boolean quoted = random.nextBoolean();
        int[] alphabet = (quoted ? plain + format.separator() + "\n\r" + quote.repeat(3) + "\\" : plain)
                .codePoints()
                .toArray();
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            int codePoint = alphabet[random.nextInt(alphabet.length)];
            if (codePoint == format.quote()) {
                text.append(
                        format.escape() != CsvFormat.NONE && random.nextBoolean() ? format.escape() : format.quote());
            } else if (codePoint == format.escape()) {
                text.append(format.escape());
            }
            text.appendCodePoint(codePoint);
        }
        return quoted ? quote + text + quote : text.toString();
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
