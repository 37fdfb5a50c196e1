package dev.sluice.archive.compact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.archive.Envelopes;
import dev.sluice.archive.fs.ErrorFileSystem;
import dev.sluice.archive.fs.FaultyFileSystem;
import dev.sluice.archive.fs.MemoryDisk;
import dev.sluice.archive.layout.ArchivedName;
import dev.sluice.archive.layout.Layout;
import dev.sluice.archive.part.FileFormat;
import dev.sluice.archive.part.PartFile;
import dev.sluice.archive.part.RowEncoder;
import dev.sluice.archive.report.ArchiveReader;
import dev.sluice.archive.report.Selection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompactorTest {
    private static final String DIRECTORY = "tenant=a/dataset=d/dt=1970-01-01";
    private static final String MIDDLE = DIRECTORY + "/" + new ArchivedName("t+0", 30, 39, "json");
    private static final FileFormat AVRO = new FileFormat.Avro(FileFormat.AvroCodec.ZSTD);
    private static final FileFormat PLAIN = new FileFormat.Json(FileFormat.JsonCodec.NONE);
    private static final FileFormat JSON = new FileFormat.Json(FileFormat.JsonCodec.GZIP);

    private final MemoryDisk disk = new MemoryDisk();
    private final ErrorFileSystem client = disk.client();

    @ParameterizedTest
    @ValueSource(strings = {"avro", "json"})
    void manySmallFilesBecomeOne(String name) throws IOException {
        FileFormat format = name.equals("avro") ? AVRO : JSON;
        for (long i = 0; i < 50; i++) {
            write(format, i * 10, i * 10 + 9, 1);
        }
        Compactor compactor = compactor(client, format);
        assertThat(compactor.pass(Set.of("t+0"))).isEqualTo(new Compactor.Result(50, 1));
        assertThat(client.list(DIRECTORY))
                .extracting(ErrorFileSystem.Entry::name)
                .containsExactly(new ArchivedName("t+0", 0, 499, format.extension()).toString());
        assertThat(offsets(client))
                .containsExactlyElementsOf(LongStream.range(0, 500).boxed().toList());
        assertThat(compactor.pass(Set.of("t+0"))).isEqualTo(new Compactor.Result(0, 0));
        assertThat(client.list(".sluice/compact")).isEmpty();
    }

    /** Stopped dead at each call in turn, before and after it; readers see every offset once at every moment. */
    @Test
    void aReaderSeesEveryOffsetOnceAtEveryMoment() throws IOException {
        int at = 0;
        boolean struck = true;
        while (struck) {
            MemoryDisk fresh = new MemoryDisk();
            ErrorFileSystem reader = fresh.client();
            for (long i = 0; i < 6; i++) {
                write(fresh.client(), PLAIN, i * 10, i * 10 + 9, 2);
            }
            List<Long> expected = offsets(reader);
            Watch watch = new Watch(reader, expected, at);
            try {
                compactor(new FaultyFileSystem(fresh.client(), watch), PLAIN).pass(Set.of("t+0"));
            } catch (FaultyFileSystem.Crash e) {
                assertThat(offsets(reader)).isEqualTo(expected);
            }
            compactor(fresh.client(), PLAIN).pass(Set.of("t+0"));
            assertThat(offsets(reader)).isEqualTo(expected);
            assertThat(reader.list(DIRECTORY)).hasSize(1);
            struck = watch.struck;
            at++;
        }
        assertThat(at).as("calls of a pass").isGreaterThan(20);
    }

    /** It will come home one day, and then its offsets must not be taken. */
    @Test
    void nothingIsMergedAcrossAFileInTheOverflow() throws IOException {
        overflow();
        assertThat(compactor(client, PLAIN).pass(Set.of("t+0"))).isEqualTo(new Compactor.Result(6, 2));
        assertThat(offsets(client)).hasSize(70);
        assertThat(client.rename(Layout.overflow(MIDDLE), MIDDLE)).isTrue();
        compactor(client, PLAIN).pass(Set.of("t+0"));
        assertThat(offsets(client)).hasSize(70).doesNotHaveDuplicates();
    }

    /** At every call of a pass, and of a reading: nothing is lost, nothing is doubled. */
    @Test
    void aFileMayComeHomeAtAnyMoment() throws IOException {
        boolean came = true;
        for (int at = 0; came; at++) {
            overflow();
            ComesHome home = new ComesHome(at);
            assertThat(offsets(new FaultyFileSystem(client, home)))
                    .as("read, call %d", at)
                    .hasSize(70)
                    .doesNotHaveDuplicates();
            came = home.came;
            client.delete("tenant=a");
            client.delete(Layout.OVERFLOW);
        }
        came = true;
        for (int at = 0; came; at++) {
            overflow();
            ComesHome home = new ComesHome(at);
            compactor(new FaultyFileSystem(client, home), PLAIN).pass(Set.of("t+0"));
            came = home.came;
            client.rename(Layout.overflow(MIDDLE), MIDDLE);
            assertThat(offsets(client)).as("merged, call %d", at).hasSize(70).doesNotHaveDuplicates();
            client.delete("tenant=a");
            client.delete(Layout.OVERFLOW);
        }
    }

    private void overflow() throws IOException {
        for (long i = 0; i < 7; i++) {
            write(PLAIN, i * 10, i * 10 + 9, 1);
        }
        client.makeDirectory(Layout.parent(Layout.overflow(MIDDLE)));
        assertThat(client.rename(MIDDLE, Layout.overflow(MIDDLE))).isTrue();
    }

    private final class ComesHome implements FaultyFileSystem.Gate {
        private final int at;
        private int calls;
        private boolean came;

        ComesHome(int at) {
            this.at = at;
        }

        @Override
        public void before(String call) throws IOException {
            if (calls++ == at) {
                came = client.rename(Layout.overflow(MIDDLE), MIDDLE);
            }
        }

        @Override
        public void after(String call) {}
    }

    /** Who does not know the rule of names sees rows twice meanwhile: that must not last until the directory is due again. */
    @Test
    void whatADeadPassHasLeftIsPutRightAtOnce() throws IOException {
        for (long i = 0; i < 3; i++) {
            write(PLAIN, i * 10, i * 10 + 9, 1);
        }
        FaultyFileSystem.Gate dying = new FaultyFileSystem.Gate() {
            @Override
            public void before(String call) {
                if (call.startsWith("delete " + DIRECTORY)) {
                    throw new FaultyFileSystem.Crash();
                }
            }

            @Override
            public void after(String call) {}
        };
        assertThatThrownBy(() ->
                        compactor(new FaultyFileSystem(client, dying), PLAIN).pass(Set.of("t+0")))
                .isInstanceOf(FaultyFileSystem.Crash.class);
        assertThat(client.list(DIRECTORY)).hasSize(4);
        CompactionPolicy notYet = new CompactionPolicy(1, 1_000_000, 1_000_000, Long.MAX_VALUE, Long.MAX_VALUE);
        new Compactor(client, notYet, PLAIN, 3, "next", () -> 1_000_000_000L, () -> false).pass(Set.of("t+0"));
        assertThat(client.list(DIRECTORY)).hasSize(1);
        assertThat(offsets(client)).hasSize(30);
    }

    @Test
    void aFileThatIsNotWhatItsNameSaysIsLeftAlone() throws IOException {
        write(AVRO, 0, 9, 1);
        write(AVRO, 10, 19, 1);
        String honest = DIRECTORY + "/" + new ArchivedName("t+0", 10, 19, "avro");
        String liar = DIRECTORY + "/" + new ArchivedName("t+0", 10, 25, "avro");
        assertThat(client.rename(honest, liar)).isTrue();
        assertThat(compactor(client, AVRO).pass(Set.of("t+0"))).isEqualTo(new Compactor.Result(0, 0));
        assertThat(client.list(DIRECTORY)).hasSize(2);
        assertThat(client.list(".sluice/compact")).isEmpty();
    }

    @Test
    void linesOfANewerSluiceAreLeftAlone() throws IOException {
        write(PLAIN, 0, 9, 1);
        write(PLAIN, 10, 19, 1);
        String path = DIRECTORY + "/" + new ArchivedName("t+0", 20, 20, "json");
        try (var out = client.create(path)) {
            out.write("{\"kind\":\"NEW\",\"topic\":\"t\",\"partition\":0,\"offset\":20,\"new\":1}\n"
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        assertThat(compactor(client, PLAIN).pass(Set.of("t+0"))).isEqualTo(new Compactor.Result(0, 0));
        assertThat(client.list(DIRECTORY)).hasSize(3);
    }

    @Test
    void hiddenDirectoriesAreNotLookedInto() throws IOException {
        client.makeDirectory("tenant=a/_imports/d");
        for (String name : List.of(
                "t+0+0000000000000000000+0000000000000000001.avro",
                "t+0+0000000000000000002+0000000000000000003.avro")) {
            client.create("tenant=a/_imports/d/" + name).close();
        }
        assertThat(compactor(client, AVRO).pass(Set.of("t+0"))).isEqualTo(new Compactor.Result(0, 0));
    }

    private static Compactor compactor(ErrorFileSystem fileSystem, FileFormat format) {
        CompactionPolicy policy = new CompactionPolicy(1, 1_000_000, 1_000_000, 0, Long.MAX_VALUE);
        return new Compactor(fileSystem, policy, format, 3, "c" + System.nanoTime(), () -> 1_000_000_000L, () -> false);
    }

    private void write(FileFormat format, long first, long last, int step) throws IOException {
        write(client, format, first, last, step);
    }

    private static void write(ErrorFileSystem client, FileFormat format, long first, long last, int step)
            throws IOException {
        client.makeDirectory(DIRECTORY);
        RowEncoder encoder = format.encoder();
        PartFile file =
                format.start(client.create(DIRECTORY + "/" + new ArchivedName("t+0", first, last, format.extension())));
        for (long offset = first; offset <= last; offset = offset == last ? last + 1 : Math.min(last, offset + step)) {
            ByteArrayOutputStream row = new ByteArrayOutputStream();
            encoder.encode(Envelopes.rejection("a", offset), row);
            file.append(row.toByteArray(), 0, row.size());
        }
        file.close();
    }

    private static List<Long> offsets(ErrorFileSystem client) throws IOException {
        List<Long> offsets = new ArrayList<>();
        new ArchiveReader(client)
                .read(Selection.ALL, envelope -> offsets.add(envelope.origin().offset()));
        return offsets;
    }

    /** Reads the archive before and after every call, and crashes at one. */
    private static final class Watch implements FaultyFileSystem.Gate {
        private final ErrorFileSystem reader;
        private final List<Long> expected;
        private final int at;
        private int steps;
        private boolean struck;

        Watch(ErrorFileSystem reader, List<Long> expected, int at) {
            this.reader = reader;
            this.expected = expected;
            this.at = at;
        }

        @Override
        public void before(String call) throws IOException {
            look(call);
        }

        @Override
        public void after(String call) throws IOException {
            look(call);
        }

        private void look(String call) throws IOException {
            assertThat(offsets(reader)).as(call).isEqualTo(expected);
            if (steps++ == at) {
                struck = true;
                throw new FaultyFileSystem.Crash();
            }
        }
    }
}
