package dev.sluice.archive.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.archive.Envelopes;
import dev.sluice.archive.envelope.Envelope;
import dev.sluice.archive.envelope.Envelope.Reason;
import dev.sluice.archive.fs.ErrorFileSystem;
import dev.sluice.archive.fs.HadoopFileSystem;
import dev.sluice.archive.fs.HadoopSettings;
import dev.sluice.archive.fs.Identity;
import dev.sluice.archive.layout.ArchivedName;
import dev.sluice.archive.layout.Template;
import dev.sluice.archive.part.FileFormat;
import dev.sluice.archive.part.PartFile;
import dev.sluice.archive.part.RowEncoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorsCommandTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final Reason RANGE = new Reason("OUT_OF_RANGE", "PORT", "99,999", "PORT=\"99,999\"\ndoes not fit");
    private static final Reason COUNT = new Reason("COLUMN_COUNT", null, null, "too few");
    private static final String OTHER_IMPORT = "ffffffffffffffffffff";

    @TempDir
    private Path root;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void archive() throws IOException {
        archive(Envelopes.rejection("a", "d1", Envelopes.IMPORT, 0, millis("2026-11-19T12:00:00Z"), RANGE, COUNT));
        archive(Envelopes.rejection("a", "d1", OTHER_IMPORT, 1, millis("2026-11-21T10:00:00Z"), COUNT));
        archive(Envelopes.rejection("a", "d2", Envelopes.IMPORT, 2, millis("2026-11-21T11:50:00Z"), RANGE));
        archive(Envelopes.rejection("b", "d1", Envelopes.IMPORT, 3, millis("2026-11-21T11:00:00Z"), RANGE));
    }

    @ParameterizedTest
    @CsvSource({
        "a, 3",
        "b, 1",
        "nobody, 0",
        "--all, 4",
        "a --dataset d1, 2",
        "a --import ffffffffffffffffffff, 1",
        "a --code COLUMN_COUNT, 2",
        "a --since 2026-11-20, 2",
        "a --since 2026-11-21T10:00:01Z, 1",
        "a --since 15m, 1",
        "a --since 3h, 2",
        "a --since 2d, 3",
        "a --dataset d1 --code OUT_OF_RANGE --since 2026-11-19, 1",
    })
    void selects(String args, int rows) {
        assertThat(run(args + " --json")).isZero();
        assertThat(printed().lines()).hasSize(rows);
    }

    @Test
    void csvHasALineForEachViolation() {
        assertThat(run("a --dataset d1 --csv")).isZero();
        assertThat(printed().split("\r\n")).hasSize(4).satisfies(lines -> {
            assertThat(lines[0]).startsWith("\"tenant\",\"dataset\",\"import\"");
            assertThat(lines[1])
                    .startsWith("\"a\",\"d1\",\"" + Envelopes.IMPORT + "\",\"x.csv\",\"1\",\"2\",\"0\",\"79\"")
                    .contains("\"99,999\",\"PORT=\"\"99,999\"\"\ndoes not fit\",\"raw\",,")
                    .endsWith("\"2026-11-19T12:00:00Z\",\"t-0@0\"");
        });
    }

    @Test
    void textIsForPeopleAndObeysNoControlCharacters() throws IOException {
        archive(Envelopes.rejection("c", "d", null, 9, 0L, new Reason("X", null, null, "\u001b[31mred\n")));
        assertThat(run("c")).isZero();
        assertThat(printed())
                .contains("c/d  x.csv  row 10  line 11  bytes 720+79  t-0@9")
                .contains("    X  \\u001b[31mred\\n")
                .contains("    > raw")
                .doesNotContain("\u001b");
    }

    @Test
    void countsByCodeAndColumn() {
        assertThat(run("--all --count")).isZero();
        assertThat(printed().lines())
                .containsExactly(
                        "tenant\tdataset\tcode\tcolumn\tcount",
                        "a\td1\t*\t*\t2",
                        "a\td2\t*\t*\t1",
                        "b\td1\t*\t*\t1",
                        "a\td1\tCOLUMN_COUNT\t-\t2",
                        "a\td1\tOUT_OF_RANGE\tPORT\t1",
                        "a\td2\tOUT_OF_RANGE\tPORT\t1",
                        "b\td1\tOUT_OF_RANGE\tPORT\t1",
                        "total\t4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a --all", "a --dataset", "a --what", "a --since yesterday"})
    void nonsenseIsRefusedWithTheUsage(String args) {
        assertThat(run(args)).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("usage: errors TENANT");
        assertThat(printed()).isEmpty();
    }

    @Test
    void withoutAPlaceItSaysSo() {
        PrintStream silent = new PrintStream(err, true, StandardCharsets.UTF_8);
        assertThat(ErrorsCommand.run(List.of("a"), Map.of(), Clock.systemUTC(), silent, silent))
                .isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("SLUICE_HDFS_URL");
    }

    @Test
    void anArchiveThatCannotBeReadIsNoStackTrace() {
        PrintStream silent = new PrintStream(err, true, StandardCharsets.UTF_8);
        assertThat(ErrorsCommand.run(List.of("a", "--url", "nosuch://x"), Map.of(), Clock.systemUTC(), silent, silent))
                .isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8).lines()).hasSize(1);
    }

    private int run(String args) {
        List<String> all = new ArrayList<>(args.isEmpty() ? List.of() : List.of(args.split(" ")));
        Map<String, String> environment = Map.of("SLUICE_HDFS_URL", "file:///", "SLUICE_ERRORS_ROOT", root.toString());
        return ErrorsCommand.run(
                all,
                environment,
                Clock.fixed(NOW, ZoneOffset.UTC),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private static long millis(String time) {
        return Instant.parse(time).toEpochMilli();
    }

    private void archive(Envelope envelope) throws IOException {
        Template template = Template.parse(Template.DEFAULT);
        FileFormat format = new FileFormat.Avro(FileFormat.AvroCodec.ZSTD);
        try (ErrorFileSystem fileSystem = HadoopFileSystem.connect(
                new HadoopSettings(URI.create("file:///"), root.toString(), Identity.WORKER, "", Map.of()))) {
            String directory = template.directory(template.slot(envelope));
            fileSystem.makeDirectory(directory);
            long offset = envelope.origin().offset();
            PartFile file =
                    format.start(fileSystem.create(directory + "/" + new ArchivedName("t+0", offset, offset, "avro")));
            RowEncoder encoder = format.encoder();
            ByteArrayOutputStream row = new ByteArrayOutputStream();
            encoder.encode(envelope, row);
            file.append(row.toByteArray(), 0, row.size());
            file.close();
        }
    }
}
