package dev.sluice.source.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.Violation;
import dev.sluice.contract.Violation.Code;
import dev.sluice.source.Seeds;
import dev.sluice.source.define.CsvFormat;
import dev.sluice.source.split.ByteSource;
import dev.sluice.source.split.Position;
import dev.sluice.source.split.RecordScanner;
import dev.sluice.source.split.RecordScanner.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever bytes come: a record's text is what Java makes of its bytes in the file, or it is rejected. */
class CharsetsTest {
    static Stream<Charset> charsets() {
        return Stream.of(
                        "UTF-8",
                        "UTF-16LE",
                        "UTF-16BE",
                        "US-ASCII",
                        "ISO-8859-1",
                        "windows-1252",
                        "IBM1047",
                        "IBM420",
                        "JIS_X0201")
                .map(Charset::forName);
    }

    private record Read(long start, long length, Position next, Kind kind, Optional<Violation> bad, String raw) {}

    private static CsvFormat format(Charset charset) {
        return CsvFormat.RFC_4180.withCharset(charset);
    }

    private static List<Read> read(byte[] content, Charset charset, Position from, int slice) {
        int skipped = (int) from.bytes();
        ByteArrayInputStream in = new ByteArrayInputStream(content, skipped, content.length - skipped);
        ByteSource source = (into, offset, length) -> in.read(into, offset, Math.min(length, slice));
        RecordScanner scanner = new RecordScanner(source, format(charset), 60, 16, from);
        RowParser parser = new RowParser(format(charset), 60);
        List<Read> records = new ArrayList<>();
        try {
            while (scanner.next()) {
                String raw = parser.raw(scanner);
                Optional<Violation> bad =
                        parser.check(scanner, raw, scanner.fields()).stream().findFirst();
                records.add(new Read(
                        scanner.byteStart(),
                        scanner.byteLength(),
                        scanner.position(0),
                        scanner.kind(),
                        bad,
                        bad.isEmpty() ? raw : ""));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return records;
    }

    private static byte[] content(Random random, Charset charset) {
        byte[] separators = ",\n\r\"a".getBytes(charset);
        int unit = separators.length / 5;
        byte[] content = new byte[random.nextInt(80)];
        random.nextBytes(content);
        for (int i = 0; i + unit <= content.length; i += unit) {
            if (random.nextInt(3) > 0) {
                System.arraycopy(separators, unit * random.nextInt(5), content, i, unit);
            } else if (random.nextBoolean()) {
                byte[] text = (random.nextBoolean() ? "é" : "😀").getBytes(charset);
                System.arraycopy(text, 0, content, i, Math.min(text.length, content.length - i));
            }
        }
        return content;
    }

    private static Optional<String> strict(byte[] content, Read record, Charset charset) {
        try {
            return Optional.of(charset.newDecoder()
                    .decode(ByteBuffer.wrap(content, (int) record.start(), (int) record.length()))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    @ParameterizedTest
    @MethodSource("charsets")
    void aRecordsTextIsThatOfItsBytesInTheFile(Charset charset) {
        Seeds.first(400).forEach(seed -> {
            Random random = new Random(seed);
            byte[] content = content(random, charset);
            List<Read> records = read(content, charset, Position.START, 1 + random.nextInt(20));
            for (int i = 0; i < records.size(); i++) {
                Read record = records.get(i);
                if (record.kind() == Kind.ROW) {
                    Optional<String> text = strict(content, record, charset);
                    assertThat(record.bad().isEmpty()).as("seed %d", seed).isEqualTo(text.isPresent());
                    text.ifPresent(strict ->
                            assertThat(record.raw()).as("seed %d", seed).isEqualTo(strict));
                }
                assertThat(read(content, charset, record.next(), 3))
                        .as("seed %d resumed behind %d", seed, i)
                        .isEqualTo(records.subList(i + 1, records.size()));
            }
        });
    }

    private static Violation bad(Charset charset, int... bytes) {
        byte[] content = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            content[i] = (byte) bytes[i];
        }
        return read(content, charset, Position.START, 100).get(0).bad().orElseThrow();
    }

    @Test
    void malformedBytesAreToldAsTheyStandInTheFile() {
        Violation alone = bad(Charset.forName("UTF-16LE"), 'a', 0, 0x3D, 0xD8, 'b', 0);
        assertThat(alone.code()).isEqualTo(Code.BAD_ENCODING);
        assertThat(alone.value()).isEqualTo("0x3DD8 at byte 2");
        assertThat(bad(Charset.forName("UTF-16BE"), 0, 'a', 0xDE, 0x00).value()).isEqualTo("0xDE00 at byte 2");
        assertThat(bad(Charset.forName("UTF-16BE"), 0, 'a', 7).value()).isEqualTo("0x07 at byte 2");
        assertThat(bad(Charset.forName("JIS_X0201"), 'a', 0xFF).value()).isEqualTo("0xFF at byte 1");
    }
}
