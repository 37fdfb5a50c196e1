package dev.sluice.source.split;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.source.Seeds;
import dev.sluice.source.define.CsvFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BlockScanTest {
    private static final String ALPHABET = "ab,\"\"\n\r\\# \tü€😀";
    private static final List<CsvFormat> FORMATS = List.of(
            CsvFormat.RFC_4180,
            new CsvFormat(',', '"', '\\', '#', StandardCharsets.UTF_8, List.of(), true),
            new CsvFormat(',', CsvFormat.NONE, '\\', CsvFormat.NONE, StandardCharsets.ISO_8859_1, List.of(), false),
            new CsvFormat(',', '"', CsvFormat.NONE, '#', StandardCharsets.UTF_16LE, List.of(), false),
            new CsvFormat(',', '"', '\\', CsvFormat.NONE, StandardCharsets.UTF_16BE, List.of(), true));

    private static byte[] hostile(Random random, CsvFormat format) {
        StringBuilder text = new StringBuilder();
        if (random.nextInt(4) == 0) {
            text.append('\uFEFF');
        }
        int[] characters = ALPHABET.codePoints().toArray();
        for (int i = random.nextInt(120); i > 0; i--) {
            text.appendCodePoint(characters[random.nextInt(characters.length)]);
        }
        byte[] bytes = text.toString().getBytes(format.charset());
        for (int i = random.nextInt(3); i > 0 && bytes.length > 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private static BlockScan scan(byte[] content, CsvFormat format, int maxBytes, long blockRows, Random random)
            throws IOException {
        ByteArrayInputStream in = new ByteArrayInputStream(content);
        ByteSource source = (into, offset, length) -> in.read(into, offset, Math.min(length, 1 + random.nextInt(7)));
        BlockScan scan = new BlockScan(
                new RecordScanner(source, format, maxBytes, 1 + random.nextInt(20), Position.START), blockRows);
        while (scan.pass(1 + random.nextInt(30))) {}
        return scan;
    }

    /** Whatever the bytes, the ranges' records are the file's: the same bytes, fields, lines, and their ordinals. */
    @Test
    void rangesTileTheFileWhateverItsBytes() {
        Seeds.first(20_000).forEach(seed -> {
            Random random = new Random(seed);
            CsvFormat format = FORMATS.get(random.nextInt(FORMATS.size()));
            byte[] content = hostile(random, format);
            int maxBytes = 1 + random.nextInt(40);
            long blockRows = 1L + random.nextInt(6);
            List<Scanned> all = Scanned.all(content, format, maxBytes);
            try {
                BlockScan scan = scan(content, format, maxBytes, blockRows, random);
                List<Position> bounds = new ArrayList<>(scan.starts());
                bounds.add(scan.end());
                assertThat(scan.end().ordinal()).as("seed %d", seed).isEqualTo(all.size() + 1L);
                List<Scanned> tiled = new ArrayList<>();
                for (int i = 0; i + 1 < bounds.size(); i++) {
                    Range range = new Range(i, bounds.get(i), bounds.get(i + 1));
                    assertThat(range.from().ordinal()).as("seed %d", seed).isEqualTo(1 + i * blockRows);
                    assertThat(range.rows()).as("seed %d", seed).isBetween(Math.min(1, all.size()) * 1L, blockRows);
                    List<Scanned> records =
                            Scanned.all(content, format, maxBytes, 1 + random.nextInt(20), 3, range.from());
                    List<Scanned> own = records.subList(0, (int) range.rows());
                    tiled.addAll(own);
                    if (!own.isEmpty()) {
                        Position last = own.get(own.size() - 1).next();
                        assertThat(new Position(
                                        last.bytes(), last.line(), range.end().ordinal()))
                                .as("seed %d", seed)
                                .isEqualTo(range.end());
                    }
                }
                assertThat(tiled).as("-Dseed=%d", seed).isEqualTo(all);
            } catch (IOException e) {
                throw new AssertionError("-Dseed=" + seed, e);
            }
        });
    }

    @Test
    void theNextBlockBeginsBehindTheLastFullOne() throws IOException {
        byte[] content = "1\n2\n\n3\n\"4\n\"\n5\n\n".getBytes(StandardCharsets.UTF_8);
        BlockScan scan = scan(content, CsvFormat.RFC_4180, 10, 2, new Random(1));
        assertThat(scan.starts()).containsExactly(Position.START, new Position(4, 3, 3), new Position(12, 7, 5));
        assertThat(scan.end()).isEqualTo(new Position(14, 8, 6));
        BlockScan full =
                scan("1\n2\n3\n4\n".getBytes(StandardCharsets.UTF_8), CsvFormat.RFC_4180, 10, 2, new Random(1));
        assertThat(full.starts()).hasSize(2);
        assertThat(full.end()).isEqualTo(new Position(8, 5, 5));
    }
}
