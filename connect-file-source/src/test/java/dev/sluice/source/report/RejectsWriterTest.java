package dev.sluice.source.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.RowPosition;
import dev.sluice.contract.Tenant;
import dev.sluice.contract.Violation;
import dev.sluice.contract.Violation.Code;
import dev.sluice.source.Scratch;
import dev.sluice.source.Seeds;
import dev.sluice.source.check.Verdict;
import dev.sluice.source.define.Definition;
import dev.sluice.source.define.DefinitionReader;
import dev.sluice.source.emit.AckLedger;
import dev.sluice.source.parse.CsvFile;
import dev.sluice.source.settle.RejectedRows;
import dev.sluice.source.split.Position;
import dev.sluice.source.stage.TenantDirectory;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RejectsWriterTest {
    private static final Definition DEFINITION = definition();
    private static final RowReasons VALIDATION = (row, record, parser) -> new Verdict(
            true, List.of(new Violation(Code.TYPE_MISMATCH, "v", parser.field(record, 1), "not a \"v\"")), List.of());

    @TempDir(factory = Scratch.class)
    Path staging;

    private static Definition definition() {
        String json = """
                {"name": "d", "key_space": "k", "primary_key": ["id"], "schema": {"type": "record", "name": "t",
                 "fields": [{"name": "id", "type": "string"}, {"name": "v", "type": "string"}]}}""";
        DefinitionReader.Result result =
                new DefinitionReader(new Tenant("acme"), k -> true).read(json.getBytes(StandardCharsets.UTF_8));
        return ((DefinitionReader.Result.Valid) result).definition();
    }

    /** In slices of any size, with gaps of any size, packed or not. */
    @Test
    void writesAnyRowsInAnySlices() {
        Seeds.first(60).forEach(seed -> {
            try {
                run(new Random(seed), seed);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (AssertionError e) {
                throw new AssertionError("-Dseed=" + seed, e);
            }
        });
    }

    private void run(Random random, long seed) throws IOException {
        TenantDirectory directory = new TenantDirectory(staging.resolve("s" + seed), new Tenant("acme"));
        directory.create();
        StringBuilder content = new StringBuilder("id,v\n");
        StringBuilder expected = new StringBuilder(content);
        StringBuilder why = new StringBuilder("line,column,code,value,message\n");
        List<RowPosition> rejected = new ArrayList<>();
        int length = 1 + random.nextInt(2000);
        for (int i = 1; i <= 1500; i++) {
            String row = i + "," + "x".repeat(random.nextInt(length));
            if (random.nextInt(50) == 0) {
                rejected.add(new RowPosition(i, i + 1, content.length(), row.length()));
                expected.append(row).append('\n');
                why.append(i + 1).append(",\"v\",TYPE_MISMATCH,\"").append(row.substring(row.indexOf(',') + 1));
                why.append("\",\"not a \"\"v\"\"\"\n");
            }
            content.append(row).append('\n');
        }
        String name = random.nextBoolean() ? "d.csv" : "d.csv.gz";
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = name.endsWith("gz") ? new GZIPOutputStream(packed) : packed) {
            out.write(content.toString().getBytes(StandardCharsets.UTF_8));
        }
        Files.write(directory.in().resolve(name), packed.toByteArray());
        Path lines = directory.out().resolve("lines");
        Path reasons = directory.out().resolve("reasons");
        try (RejectedRows rows = RejectedRows.open(directory.out().resolve("rows"))) {
            rows.add(new AckLedger.Progress(rejected, Optional.empty()));
            CsvFile file = CsvFile.open(directory.openData(name, 1 << 30), DEFINITION, 1 << 16, Position.START);
            try (RejectsWriter writer = new RejectsWriter(
                    file,
                    directory.openData(name, 1 << 30),
                    rows.inOrder(directory.out().resolve("scratch")),
                    VALIDATION,
                    AttachmentFile.open(lines, Optional.empty()),
                    AttachmentFile.open(reasons, Optional.empty()))) {
                long slice = 1L + random.nextInt(1_000_000);
                while (writer.write(slice)) {
                    slice = 1L + random.nextInt(1_000_000);
                }
                assertThat(writer.rejections().byColumn().getOrDefault("v", 0L)).isEqualTo(rejected.size());
                assertThat(writer.rejections().byValidation()).isEqualTo(rejected.size());
            }
        }
        assertThat(lines).hasContent(expected.toString());
        assertThat(reasons).hasContent(why.toString());
    }

    /** All rows of a file of a million are rejected: what is held of them does not grow. */
    @Test
    void aMillionRejectionsNeedNoMemory() throws IOException {
        int count = 1_000_000;
        TenantDirectory directory = new TenantDirectory(staging, new Tenant("acme"));
        directory.create();
        Path data = directory.in().resolve("d.csv");
        Path lines = directory.out().resolve("lines");
        Path reasons = directory.out().resolve("reasons");
        try (RejectedRows rows = RejectedRows.open(directory.out().resolve("rows"));
                BufferedWriter content = Files.newBufferedWriter(data)) {
            content.write("id,v\n");
            long at = 5;
            for (int i = 1; i <= count; i++) {
                String row = i + ",x";
                content.write(row + "\n");
                rows.add(
                        new AckLedger.Progress(List.of(new RowPosition(i, i + 1, at, row.length())), Optional.empty()));
                at += row.length() + 1;
            }
        }
        try (RejectedRows rows = RejectedRows.open(directory.out().resolve("rows"))) {
            CsvFile file = CsvFile.open(directory.openData("d.csv", 1 << 30), DEFINITION, 1 << 16, Position.START);
            try (RejectsWriter writer = new RejectsWriter(
                    file,
                    directory.openData("d.csv", 1 << 30),
                    rows.inOrder(directory.out().resolve("scratch")),
                    VALIDATION,
                    AttachmentFile.open(lines, Optional.empty()),
                    AttachmentFile.open(reasons, Optional.empty()))) {
                writer.write(1);
                long before = used();
                while (writer.write(1 << 20)) {}
                assertThat(used() - before).as("bytes held").isLessThan(16 << 20);
                assertThat(writer.rejections().byCode()).containsExactly(Map.entry("TYPE_MISMATCH", (long) count));
                assertThat(writer.rejections().shown()).hasSize(100);
            }
        }
        assertThat(Files.mismatch(lines, data)).isEqualTo(-1);
        try (Stream<String> all = Files.lines(reasons)) {
            assertThat(all.count()).isEqualTo(count + 1);
        }
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
