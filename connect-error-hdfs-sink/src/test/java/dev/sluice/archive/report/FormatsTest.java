package dev.sluice.archive.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.archive.Envelopes;
import dev.sluice.archive.envelope.Envelope;
import dev.sluice.archive.envelope.Envelope.Head;
import dev.sluice.archive.envelope.Envelope.Kind;
import dev.sluice.archive.envelope.Envelope.Origin;
import dev.sluice.archive.envelope.Envelope.Reason;
import dev.sluice.archive.envelope.Envelope.Row;
import dev.sluice.archive.envelope.Envelope.Source;
import dev.sluice.archive.envelope.EnvelopeAvro;
import dev.sluice.archive.fs.ErrorFileSystem;
import dev.sluice.archive.fs.MemoryDisk;
import dev.sluice.archive.layout.Layout;
import dev.sluice.archive.layout.Template;
import dev.sluice.archive.part.Budget;
import dev.sluice.archive.part.FileFormat;
import dev.sluice.archive.part.FileFormat.AvroCodec;
import dev.sluice.archive.part.FileFormat.JsonCodec;
import dev.sluice.archive.part.Move;
import dev.sluice.archive.part.Part;
import dev.sluice.archive.part.PartSettings;
import dev.sluice.archive.part.Summaries;
import dev.sluice.archive.part.Together;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumWriter;
import org.junit.jupiter.api.Test;
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
        new ArchiveReader(fileSystem).read(Selection.ALL, read::add);
        assertThat(read).as("seed %s", SEED).containsExactlyInAnyOrderElementsOf(written);
    }

    @Test
    void temporaryFilesAndTheArchivesMemoryAreNotRead() throws IOException {
        ErrorFileSystem fileSystem = new MemoryDisk().client();
        fileSystem.makeDirectory(".sluice/tmp/t/0/w");
        fileSystem.create(".sluice/tmp/t/0/w/7.avro").close();
        fileSystem.makeDirectory("tenant=a");
        fileSystem.create("tenant=a/_summary.json").close();
        assertThat(new ArchiveReader(fileSystem).files(Selection.ALL)).isEmpty();
    }

    /** Files of the first version of the schema, which had no source. */
    @Test
    void filesOfAnOlderSchemaAreRead() throws IOException {
        Envelope envelope = Envelopes.rejection("a", 7);
        List<Schema.Field> fields = EnvelopeAvro.SCHEMA.getFields().stream()
                .filter(field -> !field.name().startsWith("source_"))
                .map(field -> new Schema.Field(field, field.schema()))
                .toList();
        Schema older = Schema.createRecord("ErrorEnvelope", null, "dev.sluice.archive", false, fields);
        ErrorFileSystem fileSystem = new MemoryDisk().client();
        fileSystem.makeDirectory("tenant=a");
        ByteArrayOutputStream row = new ByteArrayOutputStream();
        new FileFormat.Avro(AvroCodec.NULL).encoder().encode(envelope, row);
        // The three absent branches of the source are the row's last three bytes.
        ByteBuffer olderRow = ByteBuffer.wrap(row.toByteArray(), 0, row.size() - 3);
        try (DataFileWriter<Object> writer = new DataFileWriter<>(new GenericDatumWriter<>())) {
            writer.create(older, fileSystem.create("tenant=a/t+0+0000000000000000007+0000000000000000007.avro"));
            writer.appendEncoded(olderRow);
        }
        List<Envelope> read = new ArrayList<>();
        new ArchiveReader(fileSystem).read(Selection.ALL, read::add);
        assertThat(read).containsExactly(envelope);
    }

    private static List<Move> archive(ErrorFileSystem fileSystem, FileFormat format, List<Envelope> envelopes)
            throws IOException {
        Layout layout = new Layout("t", 0);
        fileSystem.makeDirectory(layout.temporary("w"));
        Part part = new Part(
                fileSystem,
                new PartSettings(
                        format, Template.parse(Template.DEFAULT), new Budget(2, 100_000), Together.ONE_BY_ONE, false),
                layout,
                "w",
                Summaries.NONE);
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
                random.nextBoolean() ? null : new Source("s", random.nextInt(), random.nextLong()),
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
