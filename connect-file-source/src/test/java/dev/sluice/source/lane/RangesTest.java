package dev.sluice.source.lane;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.agreement.Schedule;
import dev.sluice.contract.DatasetId;
import dev.sluice.contract.Event.FileRejected;
import dev.sluice.contract.Event.ImportEnded;
import dev.sluice.contract.Event.ImportFailed;
import dev.sluice.contract.Event.ImportStarted;
import dev.sluice.contract.SluiceHeaders;
import dev.sluice.contract.Violation;
import dev.sluice.contract.Violation.Code;
import dev.sluice.source.Scratch;
import dev.sluice.source.Seeds;
import dev.sluice.source.agree.Terms;
import dev.sluice.source.discover.Glob;
import dev.sluice.source.discover.Ownership;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Several tasks read one file. */
class RangesTest {
    private static final int ROWS = 100;
    private static final DatasetId DATASET = DatasetId.of("acme", "a");

    @TempDir(factory = Scratch.class)
    Path staging;

    private Stage stage;

    @BeforeEach
    void begin() {
        stage = stage(staging, 3);
    }

    private static Stage stage(Path staging, int tasks) {
        Stage stage = new Stage(staging, new Random(1), tasks);
        stage.splitMinBytes = 1;
        stage.start();
        stage.drop("acme", "a.dataset.json", Stage.DEFINITION.formatted("a", "t", "string"));
        stage.finish();
        return stage;
    }

    private static String content() {
        return "id,v\n"
                + IntStream.rangeClosed(1, ROWS)
                        .mapToObj(i -> i + "," + (i % 7 == 0 ? "bad" : "ok") + "\n")
                        .collect(Collectors.joining());
    }

    private int owner() {
        return IntStream.range(0, stage.tasks())
                .filter(task -> new Ownership(task, stage.tasks()).owns(DATASET.toString()))
                .findFirst()
                .orElseThrow();
    }

    private Path file() {
        return stage.in("acme").resolve("a.csv");
    }

    private List<SimulatedConnect.Written> rows() {
        return stage.connect.log.stream().filter(written -> !written.isEvent()).toList();
    }

    private JsonNode report(String name) throws IOException {
        return new JsonMapper()
                .readTree(staging.resolve("acme/out")
                        .resolve(name + ".report.json")
                        .toFile());
    }

    /** Polls until all tasks have emitted rows; nothing is acknowledged but events. */
    private void allAreReading() {
        while (rows().stream()
                        .map(written -> written.record().sourcePartition())
                        .distinct()
                        .count()
                < stage.tasks()) {
            for (int task = 0; task < stage.tasks(); task++) {
                stage.poll(task);
            }
            stage.clock.advance(5);
            stage.connect.acknowledge(3);
        }
    }

    /** Each import's rows stand between its start and its end, in every partition, and nothing of it stands behind. */
    private void isFramed() {
        Set<String> started = new HashSet<>();
        Set<String> ended = new HashSet<>();
        for (SimulatedConnect.Written written : stage.connect.log) {
            String partition = written.partition().toString();
            if (!written.isEvent()) {
                assertThat(ended).as("a row behind its end").doesNotContain(partition + written.importId());
                assertThat(!written.partition().topic().equals(Stage.TOPICS.rows())
                                || started.contains(partition + written.importId()))
                        .as("a row before its start")
                        .isTrue();
            } else if (written.event() instanceof ImportStarted event) {
                started.add(partition + event.context().importId());
            } else if (written.event() instanceof ImportEnded event) {
                ended.add(partition + event.context().importId());
            } else if (written.event() instanceof ImportFailed event) {
                ended.add(partition + event.context().importId());
            }
        }
    }

    @Test
    void everyTaskReadsAndTheImportIsWhole() throws IOException {
        stage.drop("acme", "a.csv", content());
        allAreReading();
        stage.finish();
        isFramed();
        ImportEnded ended = stage.events(ImportEnded.class).get(0);
        assertThat(ended.rowsRead()).isEqualTo(ROWS);
        assertThat(ended.rowsRejected()).isEqualTo(ROWS / 7);
        assertThat(rows()).hasSize(ROWS);
        assertThat(report("a.csv").path("sha256").asText())
                .isEqualTo(ended.sha256())
                .hasSize(64);
        assertThat(staging.resolve("acme/out/a.csv.rejects.csv"))
                .hasContent("id,v\n"
                        + IntStream.rangeClosed(1, ROWS / 7)
                                .mapToObj(i -> 7 * i + ",bad\n")
                                .collect(Collectors.joining()));
        assertThat(stage.filesIn(".sluice/imports")).isEmpty();
    }

    /** Ordinals, lines, positions, keys and values are what they are when one task reads the file. */
    @Test
    void rowsAreThoseOfOneReaderWhateverTheFile() {
        List<Charset> charsets = List.of(
                StandardCharsets.UTF_8,
                StandardCharsets.UTF_16,
                StandardCharsets.UTF_16LE,
                StandardCharsets.ISO_8859_1);
        Seeds.first(150).forEach(seed -> {
            Random random = new Random(seed);
            Charset charset = charsets.get(random.nextInt(charsets.size()));
            byte[] content = hostile(random, charset);
            String definition = Stage.DEFINITION
                    .formatted("a", "t", "string")
                    .replace(
                            "\"schema\"",
                            "\"csv\": {\"charset\": \"" + charset.name() + "\", \"comment\": \"#\"}, \"schema\"");
            Map<Long, String> one = read("one" + seed, 1, 1000, definition, content);
            Map<Long, String> several =
                    read("several" + seed, 2 + random.nextInt(2), 1L + random.nextInt(9), definition, content);
            assertThat(several).as("-Dseed=%d", seed).isEqualTo(one);
        });
    }

    private Map<Long, String> read(String folder, int tasks, long blockRows, String definition, byte[] content) {
        Path own = staging.resolve(folder);
        try {
            Files.createDirectories(own);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Stage stage = new Stage(own, new Random(1), tasks);
        stage.splitMinBytes = tasks == 1 ? 0 : 1;
        stage.blockRows = blockRows;
        stage.start();
        stage.drop("acme", "a.dataset.json", definition);
        stage.finish();
        stage.drop("acme", "a.csv", content);
        stage.finish();
        Map<Long, String> rows = new TreeMap<>();
        stage.connect.log.stream().filter(written -> !written.isEvent()).forEach(written -> {
            Struct value = (Struct) written.record().value();
            boolean isRow = value.schema().field("raw") == null;
            String text = written.partition() + " " + written.row() + " "
                    + written.record().key() + " "
                    + (isRow ? value : value.get("raw") + " " + value.get("violations"))
                    + SluiceHeaders.text(written.record().headers(), SluiceHeaders.RAW);
            assertThat(rows.put(written.row().ordinal(), text)).isNull();
        });
        stage.events(ImportEnded.class)
                .forEach(event -> rows.put(0L, event.rowsRead() + " " + event.rowsRejected() + " " + event.sha256()));
        stage.events(FileRejected.class)
                .forEach(event -> rows.put(-1L, event.reasons().toString()));
        return rows;
    }

    private static byte[] hostile(Random random, Charset charset) {
        StringBuilder text = new StringBuilder(random.nextInt(8) == 0 ? "v\n" : "id,v\n");
        if (charset.name().startsWith("UTF-") && random.nextBoolean()) {
            text.insert(0, '\uFEFF');
        }
        String lineEnd = List.of("\n", "\r\n", "\r").get(random.nextInt(3));
        for (int i = random.nextInt(60); i > 0; i--) {
            text.append(
                    switch (random.nextInt(10)) {
                        case 0 -> "too,many,fields";
                        case 1 -> "\"open," + i;
                        case 2 -> "x\"y," + i;
                        case 3 -> "# a, \"comment";
                        case 4 -> "";
                        case 5 -> i + ",\"a" + lineEnd + "b\"\"" + lineEnd + lineEnd + "\"";
                        case 6 -> i + "," + "long".repeat(random.nextInt(60));
                        case 7 -> i + ",\u00fc\u00e4";
                        default -> i + ",bad".substring(0, 1 + random.nextInt(4));
                    });
            text.append(lineEnd);
        }
        byte[] bytes = text.toString().getBytes(charset);
        if (random.nextInt(4) == 0) {
            bytes[bytes.length - 1 - random.nextInt(Math.min(20, bytes.length / 2))] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    @Test
    void anImportWaitsForATaskThatIsDown() {
        stage.drop("acme", "a.csv", content());
        allAreReading();
        int down = (owner() + 1) % stage.tasks();
        for (int round = 0; round < 300; round++) {
            for (int task = 0; task < stage.tasks(); task++) {
                if (task != down) {
                    stage.poll(task);
                }
            }
            stage.connect.acknowledge(50);
            stage.clock.advance(20);
        }
        assertThat(stage.events(ImportEnded.class)).isEmpty();
        assertThat(rows().size()).isBetween(ROWS / 2, ROWS - 1);
        stage.finish();
        assertThat(stage.events(ImportEnded.class)).hasSize(1);
        assertThat(rows()).hasSize(ROWS);
        isFramed();
    }

    @ParameterizedTest
    @EnumSource
    void aChangedFileEndsInEveryTaskBeforeItFails(ChangedFilesTest.Change change) throws IOException {
        stage.drop("acme", "a.csv", content());
        allAreReading();
        change.make(file());
        stage.finish();
        isFramed();
        ImportFailed failed = stage.events(ImportFailed.class).get(0);
        assertThat(failed.reasons()).extracting(Violation::code).containsExactly(Code.FILE_CHANGED);
        assertThat(failed.rowsRead())
                .isEqualTo(rows().stream()
                        .filter(written ->
                                written.importId().equals(failed.context().importId()))
                        .count())
                .isLessThan(ROWS);
        assertThat(report("a.csv").path("state").asText()).isEqualTo("failed");
        assertThat(stage.filesIn(".sluice/imports")).isEmpty();
    }

    @Test
    void aFileThatChangesWhileNobodyRunsFailsOnceAllRangesHaveEnded() throws IOException {
        stage.drop("acme", "a.csv", content());
        allAreReading();
        stage.crash();
        ChangedFilesTest.Change.TOUCHED.make(file());
        stage.finish();
        assertThat(stage.events(ImportFailed.class)).hasSize(1);
        isFramed();
        assertThat(stage.filesIn(".sluice/imports")).isEmpty();
    }

    @Test
    void aLostRowOfAnyTaskFailsTheImport() {
        stage.drop("acme", "a.csv", content());
        allAreReading();
        stage.connect.loseRows(0.2);
        stage.finish();
        isFramed();
        ImportFailed failed = stage.events(ImportFailed.class).get(0);
        assertThat(failed.reasons()).extracting(Violation::code).containsExactly(Code.ROWS_LOST);
        assertThat(failed.rowsLost()).isPositive();
        assertThat(failed.rowsAccepted() + failed.rowsRejected()).isEqualTo(rows().size());
    }

    @Test
    void aFaultOfOursInOneTaskIsToldAsOne() {
        stage.drop("acme", "a.csv", content());
        allAreReading();
        stage.limits = new Limits(-1, 1 << 16, 1000, 100, 50);
        stage.crash();
        for (int i = 0; i < 1000; i++) {
            stage.clock.advance(1000);
            for (int task = 0; task < stage.tasks(); task++) {
                stage.poll(task);
            }
            stage.connect.acknowledge(50);
        }
        assertThat(stage.events(ImportFailed.class))
                .singleElement()
                .satisfies(failed ->
                        assertThat(failed.reasons()).extracting(Violation::code).containsExactly(Code.INTERNAL_ERROR));
        assertThat(stage.filesIn("in")).isEmpty();
    }

    /** Its import id is the same, and so are the names of its ranges but for the base. */
    @Test
    void theSameFileDroppedAgainIsReadAgain() throws IOException {
        for (int i = 0; i < 3; i++) {
            stage.drop("acme", "a.csv", content());
            Files.setLastModifiedTime(file(), FileTime.fromMillis(1_700_000_000_000L));
            if (i == 1) {
                // What a crash may leave.
                Path imports = staging.resolve("acme/.sluice/imports");
                allAreReading();
                for (int round = 0; round < 40; round++) {
                    stage.poll(round % 3);
                    stage.connect.acknowledge(20);
                    stage.clock.advance(20);
                }
                List<Path> left = stage.filesIn(".sluice/imports").stream()
                        .map(name -> imports.resolve(name.substring("acme/".length())))
                        .filter(path -> path.toString().contains("."))
                        .filter(path -> !path.toString().endsWith(".json"))
                        .toList();
                Map<Path, byte[]> kept = new HashMap<>();
                for (Path path : left) {
                    kept.put(path, Files.readAllBytes(path));
                }
                stage.finish();
                for (Map.Entry<Path, byte[]> file : kept.entrySet()) {
                    Files.write(file.getKey(), file.getValue());
                }
            }
            stage.finish();
        }
        assertThat(stage.events(ImportEnded.class))
                .hasSize(3)
                .allSatisfy(ended -> assertThat(ended.rowsRead()).isEqualTo(ROWS))
                .extracting(ended -> ended.context().importId())
                .containsOnly(stage.events(ImportEnded.class).get(0).context().importId());
        assertThat(rows()).hasSize(3 * ROWS);
    }

    @Test
    void noteThatCannotBeReadIsWrittenAgain() throws IOException {
        stage.drop("acme", "a.csv", content());
        allAreReading();
        stage.crash();
        String prefix = stage.filesIn(".sluice/imports").stream()
                .filter(name -> name.endsWith(".rejected"))
                .findFirst()
                .orElseThrow()
                .replaceFirst("^acme/([0-9a-f]+\\.[0-9]+)\\..*$", "$1");
        for (String garbage : List.of("0.end", "3.end", "7.end")) {
            Files.writeString(staging.resolve("acme/.sluice/imports/" + prefix + "." + garbage), "{\"whole\":");
        }
        Files.writeString(staging.resolve("acme/.sluice/imports/a.plan"), "[]");
        stage.finish();
        assertThat(stage.events(ImportEnded.class))
                .singleElement()
                .satisfies(ended -> assertThat(ended.rowsRead()).isEqualTo(ROWS));
        assertThat(rows().stream().map(written -> written.row().ordinal()).distinct())
                .hasSize(ROWS);
        isFramed();
    }

    /** Whoever owns them: a file that all tasks read takes turns with the others in each of them. */
    @Test
    void othersAreServedMeanwhile() {
        List<String> datasets = IntStream.range(0, 6).mapToObj(i -> "d" + i).toList();
        for (String dataset : datasets) {
            stage.drop("zeta", dataset + ".dataset.json", Stage.DEFINITION.formatted(dataset, "t" + dataset, "string"));
        }
        stage.finish();
        String large = "id,v\n" + "1,x\n".repeat(3000);
        stage.splitMinBytes = large.length();
        stage.blockRows = 300;
        stage.start();
        stage.drop("acme", "a.csv", large);
        allAreReading();
        datasets.forEach(dataset -> stage.drop("zeta", dataset + ".csv", "id,v\n1,x\n2,y\n"));
        stage.finish();
        assertThat(stage.events(ImportEnded.class))
                .hasSize(7)
                .last()
                .satisfies(ended -> assertThat(ended.tenant()).isEqualTo("acme"));
        isFramed();
    }

    @Test
    void sourcePartitionsAreUsedAgain() {
        for (int i = 0; i < 3; i++) {
            stage.drop("acme", "a-" + i + ".csv", content());
            stage.finish();
        }
        assertThat(rows().stream()
                        .map(written -> written.record().sourcePartition())
                        .distinct())
                .hasSize((int) (ROWS / stage.blockRows));
    }

    @ParameterizedTest
    @ValueSource(strings = {"one task", "below the bound", "limited"})
    void isReadByOneTask(String why) {
        switch (why) {
            case "one task" -> stage.resize(1);
            case "below the bound" -> stage.splitMinBytes = 100_000;
            default -> stage.terms = new Terms(List.of(new Glob("*")), Schedule.CONTINUOUS, 1000, 0);
        }
        stage.start();
        stage.drop("acme", "a.csv", content());
        stage.finish();
        assertThat(rows().stream()
                        .map(written -> written.record().sourcePartition())
                        .distinct())
                .hasSize(1);
        assertThat(stage.events(ImportEnded.class)).hasSize(1);
    }

    @Test
    void anEmptyFileIsWhole() {
        stage.drop("acme", "a.csv", "id,v\n");
        stage.finish();
        assertThat(stage.events(ImportEnded.class))
                .singleElement()
                .satisfies(ended -> assertThat(ended.rowsRead()).isZero());
    }
}
