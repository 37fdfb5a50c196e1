package dev.sluice.archive.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.archive.envelope.Envelope;
import dev.sluice.archive.envelope.Envelope.Head;
import dev.sluice.archive.envelope.Envelope.Kind;
import dev.sluice.archive.envelope.Envelope.Origin;
import dev.sluice.archive.envelope.Envelope.Reason;
import dev.sluice.archive.envelope.Envelope.Row;
import dev.sluice.archive.fs.ErrorFileSystem;
import dev.sluice.archive.fs.HadoopFileSystem;
import dev.sluice.archive.fs.HadoopSettings;
import dev.sluice.archive.fs.MemoryDisk;
import dev.sluice.archive.layout.Layout;
import dev.sluice.archive.part.FileFormat;
import dev.sluice.archive.part.FileFormat.AvroCodec;
import dev.sluice.archive.part.FileFormat.JsonCodec;
import dev.sluice.archive.part.Move;
import dev.sluice.archive.part.Part;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a part writes, the reader reads: every format, codec and field. */
class FormatsTest {
    private static final long SEED = Long.getLong("seed", 1);

    static Stream<FileFormat> formats() {
        return Stream.concat(
                Arrays.stream(AvroCodec.values()).map(FileFormat.Avro::new),
                Arrays.stream(JsonCodec.values()).map(FileFormat.Json::new));
    }

    @ParameterizedTest
    @MethodSource("formats")
    void everyEnvelopeComesBackAsItWas(FileFormat format) throws IOException {
        Random random = new Random(SEED);
        ErrorFileSystem fileSystem = new MemoryDisk().client();
        List<Envelope> written = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            written.add(envelope(random, i));
        }
        for (Move move : archive(fileSystem, format, written)) {
            assertThat(fileSystem.length(move.archived())).isEqualTo(OptionalLong.of(move.length()));
        }
        List<Envelope> read = new ArrayList<>();
        new ArchiveReader(fileSystem).read(null, read::add);
        assertThat(read).as("seed %s", SEED).containsExactlyInAnyOrderElementsOf(written);
    }

    @Test
    void temporaryFilesAndTheArchivesMemoryAreNotRead() throws IOException {
        ErrorFileSystem fileSystem = new MemoryDisk().client();
        fileSystem.makeDirectory(".sluice/tmp/t/0/w");
        fileSystem.create(".sluice/tmp/t/0/w/7.avro").close();
        fileSystem.makeDirectory("tenant=a");
        fileSystem.create("tenant=a/_summary.json").close();
        assertThat(new ArchiveReader(fileSystem).files(null)).isEmpty();
    }

    @Test
    void theReportCounts(@TempDir Path directory) throws IOException {
        ArchiveReader reader = ArchiveReader.connect("file:///", directory.toString(), Map.of());
        ErrorFileSystem fileSystem = HadoopFileSystem.connect(
                new HadoopSettings(URI.create("file:///"), directory.toString(), "", "", Map.of()));
        archive(
                fileSystem,
                new FileFormat.Avro(AvroCodec.ZSTD),
                List.of(rejection("a", 1), rejection("a", 2), rejection("b", 3)));
        assertThat(reader.files(null)).hasSize(2);
        assertThat(print(directory.toString()))
                .contains(
                        "a\td\t*\t*\t2\n",
                        "a\td\tOUT_OF_RANGE\tIFINDEX\t2\n",
                        "b\td\t*\t*\t1\n",
                        "total\t3 records in 2 files");
        assertThat(print(directory.toString(), "--tenant", "b")).contains("total\t1 records");
        assertThat(print(directory.toString(), "--json").lines())
                .hasSize(3)
                .allSatisfy(line -> assertThat(line).contains("\"code\":\"OUT_OF_RANGE\""));
        assertThat(ArchiveReport.run(new String[] {"file:///"}, System.out)).isEqualTo(2);
    }

    private static String print(String root, String... more) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        List<String> args = new ArrayList<>(List.of("file:///", root));
        args.addAll(Arrays.asList(more));
        assertThat(ArchiveReport.run(args.toArray(new String[0]), out)).isZero();
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static List<Move> archive(ErrorFileSystem fileSystem, FileFormat format, List<Envelope> envelopes)
            throws IOException {
        Layout layout = new Layout("t", 0);
        fileSystem.makeDirectory(layout.temporary("w"));
        Part part = new Part(fileSystem, format, layout, "w");
        for (Envelope envelope : envelopes) {
            part.append(envelope, 0);
        }
        List<Move> moves = part.finish();
        for (Move move : moves) {
            fileSystem.makeDirectory(Layout.parent(move.archived()));
            assertThat(fileSystem.rename(move.temporary(), move.archived())).isTrue();
        }
        return moves;
    }

    private static Envelope rejection(String tenant, long offset) {
        return new Envelope(
                Kind.REJECTION,
                tenant,
                "d",
                "0123456789abcdef0123",
                Row.UNKNOWN,
                List.of(new Reason("OUT_OF_RANGE", "IFINDEX", "1", "m")),
                "raw",
                null,
                null,
                List.of(),
                new Origin("t", 0, offset, null),
                0L);
    }

    private static Envelope envelope(Random random, long offset) {
        List<Reason> reasons = new ArrayList<>();
        List<Head> heads = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            reasons.add(new Reason("C" + i, text(random), text(random), "m" + text(random)));
            heads.add(new Head("h" + i, text(random), bytes(random)));
        }
        return new Envelope(
                random.nextBoolean() ? Kind.REJECTION : Kind.OTHER,
                random.nextBoolean() ? null : "tenant_" + random.nextInt(3),
                text(random),
                text(random),
                new Row(
                        text(random),
                        number(random),
                        number(random),
                        number(random),
                        number(random),
                        text(random),
                        text(random),
                        random.nextBoolean() ? null : random.nextInt(),
                        number(random)),
                List.copyOf(reasons),
                text(random),
                bytes(random),
                bytes(random),
                List.copyOf(heads),
                new Origin("t", 0, offset, number(random)),
                number(random));
    }

    private static String text(Random random) {
        String[] texts = {null, "", "a", "ä€𐍈", "line\nbreak \"quote\"", "\u0000", "x".repeat(random.nextInt(300))};
        return texts[random.nextInt(texts.length)];
    }

    private static Long number(Random random) {
        return random.nextBoolean() ? null : random.nextLong();
    }

    private static ByteBuffer bytes(Random random) {
        if (random.nextBoolean()) {
            return null;
        }
        byte[] bytes = new byte[random.nextInt(20)];
        random.nextBytes(bytes);
        return ByteBuffer.wrap(bytes);
    }
}
