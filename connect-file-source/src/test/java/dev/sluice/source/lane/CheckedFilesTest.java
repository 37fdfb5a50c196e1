package dev.sluice.source.lane;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.contract.Event.DatasetDefined;
import dev.sluice.contract.Event.FileRejected;
import dev.sluice.contract.Event.ImportEnded;
import dev.sluice.contract.Event.ImportStarted;
import dev.sluice.contract.Violation.Code;
import dev.sluice.source.Scratch;
import dev.sluice.source.settle.CleanupPolicy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files whose rows are all checked before any is emitted. */
class CheckedFilesTest {
    private static final String DEFINITION = """
            {"name": "%s", "key_space": "k", "primary_key": ["id"], "max_file_size_mb": 50, %s
             "schema": {"type": "record", "name": "t%s", "fields": [
               {"name": "id", "type": "string"}, {"name": "v", "type": "int"}]},
             "rules": [{"type": "range", "column": "v", "max": 100, "action": "warn"}]}""";

    @TempDir(factory = Scratch.class)
    Path staging;

    private Stage stage;

    @BeforeEach
    void begin() {
        stage = new Stage(staging, new Random(1), 1);
        stage.accepts = row -> String.valueOf(row.get("v")).matches("[0-9]{1,9}");
    }

    private void define(String dataset, String policy) {
        stage.drop("acme", dataset + ".dataset.json", DEFINITION.formatted(dataset, policy, dataset));
        stage.finish();
    }

    /** So many rows, of which so many are not in order: half for their form, half for their meaning. */
    private static String rows(int good, int bad) {
        StringBuilder rows = new StringBuilder("id,v\n");
        for (int i = 0; i < good + bad; i++) {
            rows.append(i).append(i >= bad ? ",1\n" : i % 2 == 0 ? ",x\n" : ",1,2\n");
        }
        return rows.toString();
    }

    private static byte[] packed(String text) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return packed.toByteArray();
    }

    private Path out(String name) {
        return staging.resolve("acme/out").resolve(name);
    }

    private JsonNode report(String file) throws IOException {
        return new JsonMapper().readTree(out(file + ".report.json").toFile());
    }

    private long rowsSent() {
        return stage.connect.log.stream().filter(written -> !written.isEvent()).count();
    }

    private void turns(int count) {
        for (int i = 0; i < count; i++) {
            stage.poll(0);
            stage.connect.acknowledge(20);
            stage.clock.advance(5);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'',100,0,true",
        "'',100,1,false",
        "'\"max_errors\": 3,',97,3,true",
        "'\"max_errors\": 3,',97,4,false",
        "'\"max_errors\": \"3%\",',97,3,true",
        "'\"max_errors\": \"3%\",',96,3,false",
        "'\"max_errors\": \"0.5%\",',199,1,true",
        "'\"max_errors\": \"0.5%\",',198,1,false",
        "'\"max_errors\": \"100%\",',0,5,true",
        "'\"max_errors\": 0,',0,0,true"
    })
    void areLoadedWithinTheirBudgetOnly(String maxErrors, int good, int bad, boolean loaded) throws IOException {
        define("a", maxErrors + "\"on_errors\": \"reject_file\",");
        stage.drop("acme", "a.csv", rows(good, bad));
        stage.finish();
        assertThat(stage.events(ImportEnded.class)).hasSize(loaded ? 1 : 0);
        assertThat(stage.events(ImportStarted.class)).hasSize(loaded ? 1 : 0);
        assertThat(rowsSent()).isEqualTo(loaded ? good + bad : 0);
        assertThat(report("a.csv").path("state").asText()).isEqualTo(loaded ? "completed" : "rejected");
        assertThat(stage.filesIn("out/" + (loaded ? "done" : "rejected"))).contains("acme/a.csv");
        assertThat(out("a.csv.rejects.csv").toFile().exists()).isEqualTo(bad > 0);
        assertThat(stage.filesIn(".sluice/checks")).isEmpty();
        if (loaded) {
            assertThat(stage.events(ImportEnded.class).get(0).rowsRejected()).isEqualTo(bad);
        }
    }

    @Test
    void areRefusedWithEveryReason() throws IOException {
        define("a", "\"max_errors\": 1, \"on_errors\": \"reject_file\",");
        stage.drop("acme", "a.csv", "id,v\n1,x\n2,200\n3\n4,1\n");
        stage.finish();
        assertThat(stage.events(FileRejected.class)).singleElement().satisfies(rejected -> {
            assertThat(rejected.file()).isEqualTo("a.csv");
            assertThat(rejected.reasons()).singleElement().satisfies(reason -> {
                assertThat(reason.code()).isEqualTo(Code.TOO_MANY_ERRORS);
                assertThat(reason.value()).isEqualTo("2 of 4 rows");
                assertThat(reason.message())
                        .contains("max_errors=1", "COLUMN_COUNT 1, TYPE_MISMATCH 1", "no row of it was loaded");
            });
        });
        JsonNode report = report("a.csv");
        assertThat(report.path("reasons")).hasSize(1);
        assertThat(report.path("rows_read").asInt()).isEqualTo(4);
        assertThat(report.path("rows_not_in_order").asInt()).isEqualTo(2);
        assertThat(report.path("rows_with_warnings").asInt()).isEqualTo(1);
        assertThat(report.path("warnings_by_rule").toString()).isEqualTo("{\"range v\":1}");
        assertThat(report.path("violations_by_code").toString()).isEqualTo("{\"COLUMN_COUNT\":1,\"TYPE_MISMATCH\":1}");
        assertThat(report.path("violations_by_column").toString()).isEqualTo("{\"v\":1}");
        assertThat(report.path("violations")).hasSize(2);
        assertThat(report.path("error_budget_exceeded").asBoolean()).isTrue();
        assertThat(report.path("sha256").asText()).hasSize(64);
        assertThat(out("a.csv.rejects.csv")).hasContent("id,v\n1,x\n3\n");
        assertThat(Files.readAllLines(out("a.csv.rejects.reasons.csv"))).hasSize(3);
    }

    /** What is checked is what is loaded: the same time, so the same verdicts. */
    @Test
    void areImportedAtTheTimeAtWhichTheyWereChecked() {
        define("a", "\"on_errors\": \"reject_file\",");
        stage.drop("acme", "a.csv", rows(100, 0));
        long begun = stage.clock.millis();
        stage.finish();
        ImportStarted started = stage.events(ImportStarted.class).get(0);
        assertThat(started.context().writeTimestampBase() / 1000)
                .isBetween(begun, started.time().toEpochMilli() - 1);
    }

    @Test
    void thatAreLoadedAnywaySayWhetherTheyWereWithinTheirBudget() throws IOException {
        define("a", "\"max_errors\": 2,");
        stage.drop("acme", "a-1.csv", rows(10, 2));
        stage.drop("acme", "a-2.csv", rows(10, 3));
        stage.finish();
        assertThat(stage.events(ImportEnded.class)).hasSize(2);
        assertThat(report("a-1.csv").path("error_budget_exceeded").asText()).isEqualTo("false");
        assertThat(report("a-2.csv").path("error_budget_exceeded").asText()).isEqualTo("true");
        assertThat(report("a-2.csv").path("max_errors").asText()).isEqualTo("2");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void beginAnewAfterACrashWhereverItWas(boolean dry) throws IOException {
        define("a", dry ? "\"dry_run\": true," : "\"max_errors\": 10, \"on_errors\": \"reject_file\",");
        String content = rows(30, 31);
        for (int turns = 0; turns < 40; turns++) {
            String name = "a-" + turns + ".csv";
            stage.drop("acme", name, content);
            turns(turns);
            stage.connect.commitOffsets();
            stage.crash();
            stage.finish();
            assertThat(report(name).path("rows_not_in_order").asInt()).isEqualTo(31);
            assertThat(Files.readAllLines(out(name + ".rejects.csv"))).hasSize(32);
            assertThat(Files.readAllLines(out(name + ".rejects.reasons.csv"))).hasSize(32);
            assertThat(out(name + ".1.report.json")).doesNotExist();
        }
        assertThat(stage.filesIn("out/" + (dry ? "checked" : "rejected"))).hasSize(40);
        assertThat(rowsSent()).isZero();
        assertThat(stage.filesIn(".sluice/checks")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"replace", "append", "truncate", "remove"})
    void thatChangeMeanwhileAreTakenAnew(String how) throws IOException {
        define("a", "\"on_errors\": \"reject_file\",");
        stage.drop("acme", "a.csv", rows(200, 1));
        while (stage.filesIn(".sluice/checks").isEmpty()) {
            turns(1);
        }
        turns(2);
        Path file = stage.in("acme").resolve("a.csv");
        switch (how) {
            case "replace" -> stage.drop("acme", "a.csv", rows(250, 0));
            case "append" -> Files.writeString(file, rows(200, 0) + rows(50, 0).substring(5));
            case "truncate" -> Files.writeString(file, rows(20, 0));
            default -> Files.delete(file);
        }
        stage.finish();
        assertThat(stage.events(FileRejected.class)).isEmpty();
        assertThat(stage.events(ImportEnded.class))
                .extracting(ImportEnded::rowsRead)
                .isEqualTo(
                        switch (how) {
                            case "replace", "append" -> List.of(250L);
                            case "truncate" -> List.of(20L);
                            default -> List.of();
                        });
        turns(5);
        assertThat(stage.filesIn(".sluice/imports")).isEmpty();
    }

    @Test
    void mayBePackedAndDamaged() throws IOException {
        define("a", "\"max_errors\": 1, \"on_errors\": \"reject_file\",");
        stage.drop("acme", "a-1.csv.gz", packed(rows(50, 1)));
        stage.drop("acme", "a-2.csv.gz", packed(rows(50, 2)));
        byte[] whole = packed(rows(5000, 0));
        stage.drop("acme", "a-3.csv.gz", Arrays.copyOf(whole, whole.length - 9));
        stage.finish();
        assertThat(stage.events(ImportEnded.class))
                .extracting(ImportEnded::file)
                .containsExactly("a-1.csv.gz");
        assertThat(stage.events(FileRejected.class))
                .extracting(rejected -> rejected.reasons().get(0).code())
                .containsExactly(Code.TOO_MANY_ERRORS, Code.CORRUPT_FILE);
        assertThat(out("a-2.csv.gz.rejects.csv")).hasContent("id,v\n0,x\n1,1,2\n");
        assertThat(rowsSent()).isEqualTo(51);
    }

    @Test
    void ofManyErrorsNeedNoMemoryAndHoldUpNobody() throws IOException {
        define("a", "\"on_errors\": \"reject_file\",");
        define("b", "");
        stage.limits = new Limits(500, 1 << 16, 1000, 100, 50);
        stage.crash();
        stage.drop("acme", "a.csv", rows(0, 300_000));
        turns(10);
        stage.drop("acme", "b.csv", rows(50, 0));
        turns(20);
        assertThat(stage.events(ImportEnded.class))
                .extracting(ImportEnded::file)
                .containsExactly("b.csv");
        assertThat(stage.events(FileRejected.class)).isEmpty();
        long before = used();
        turns(200);
        assertThat(used() - before).as("bytes held").isLessThan(8 << 20);
        stage.finish();
        assertThat(stage.events(FileRejected.class)).hasSize(1);
        assertThat(report("a.csv").path("rows_not_in_order").asInt()).isEqualTo(300_000);
        assertThat(report("a.csv").path("violations")).hasSize(100);
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void letTheirDatasetsNextDefinitionWait() throws IOException {
        define("a", "\"on_errors\": \"reject_file\",");
        stage.drop("acme", "a.csv", rows(300, 0));
        while (stage.filesIn(".sluice/checks").isEmpty()) {
            turns(1);
        }
        stage.drop("acme", "a.dataset.json", DEFINITION.formatted("a", "\"ttl_seconds\": 9,", "a"));
        stage.finish();
        assertThat(stage.events())
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("DatasetDefined", "ImportStarted", "ImportEnded", "DatasetDefined");
        assertThat(stage.events(DatasetDefined.class))
                .extracting(DatasetDefined::version)
                .containsExactly(1, 2);
    }

    @Test
    void dryRunsLeaveNoTrace() throws IOException {
        stage.skipsDuplicates = true;
        stage.crash();
        define("a", "");
        String before = Files.readString(staging.resolve("acme/.sluice/datasets/a.json"));
        int events = stage.events().size();
        stage.drop("acme", "a.csv.check", "");
        stage.drop("acme", "a.csv", rows(10, 3));
        stage.finish();
        turns(10);
        JsonNode report = report("a.csv");
        assertThat(report.path("state").asText()).isEqualTo("checked");
        assertThat(report.path("would_be").asText()).isEqualTo("completed");
        assertThat(report.path("rows_in_order").asInt()).isEqualTo(10);
        assertThat(report.path("rows_not_in_order").asInt()).isEqualTo(3);
        assertThat(report.path("violations")).hasSize(3);
        assertThat(Files.readAllLines(out("a.csv.rejects.csv"))).hasSize(4);
        assertThat(Files.readAllLines(out("a.csv.rejects.reasons.csv"))).hasSize(4);
        assertThat(stage.filesIn("out/checked")).containsExactly("acme/a.csv");
        assertThat(stage.filesIn("in")).isEmpty();
        assertThat(stage.events()).hasSize(events);
        assertThat(stage.connect.log).allMatch(SimulatedConnect.Written::isEvent);
        assertThat(staging.resolve("acme/.sluice/datasets/a.json")).hasContent(before);
        stage.drop("acme", "a.csv", rows(10, 3));
        stage.finish();
        assertThat(stage.events(ImportEnded.class)).hasSize(1);
        assertThat(report("a.csv.1").has("duplicate_of")).isFalse();
    }

    @Test
    void dryRunsTellWhatWouldBeRefused() throws IOException {
        define("a", "\"dry_run\": true, \"max_errors\": \"10%\", \"on_errors\": \"reject_file\",");
        stage.drop("acme", "a-1.csv", rows(9, 1));
        stage.drop("acme", "a-2.csv", rows(8, 1));
        stage.drop("acme", "a-3.csv", "id,w\n1,2\n");
        stage.drop("acme", "a-4.csv.gz", "not packed");
        stage.finish();
        assertThat(report("a-1.csv").path("would_be").asText()).isEqualTo("completed");
        assertThat(report("a-2.csv").path("would_be").asText()).isEqualTo("rejected");
        assertThat(report("a-2.csv").path("reasons").get(0).path("code").asText())
                .isEqualTo("TOO_MANY_ERRORS");
        assertThat(report("a-3.csv").path("reasons")).hasSize(2);
        assertThat(report("a-4.csv.gz").path("reasons").get(0).path("code").asText())
                .isEqualTo("CORRUPT_FILE");
        assertThat(stage.filesIn("out/checked")).hasSize(4);
        assertThat(stage.events()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(CleanupPolicy.class)
    void dryRunsAreCleanedUpLikeImports(CleanupPolicy cleanup) {
        stage.cleanup = cleanup;
        stage.crash();
        stage.drop("acme", "a.dataset.json", DEFINITION.formatted("a", "", "a"));
        turns(50);
        stage.drop("acme", "a.csv.check", "");
        stage.drop("acme", "a.csv", rows(1, 1));
        turns(50);
        assertThat(stage.filesIn("out/checked")).hasSize(cleanup == CleanupPolicy.MOVE ? 1 : 0);
        assertThat(stage.filesIn("in"))
                .isEqualTo(
                        cleanup == CleanupPolicy.NONE
                                ? List.of("acme/a.csv", "acme/a.csv.check", "acme/a.dataset.json")
                                : List.of());
        stage.crash();
        turns(50);
        assertThat(rowsSent()).isZero();
        assertThat(out("a.csv.report.json")).exists();
        assertThat(out("a.csv.1.report.json")).doesNotExist();
    }

    @Test
    void aFileThatStaysIsLoadedOnceItsMarkerIsGoneAndItIsWrittenAnew() throws IOException {
        stage.cleanup = CleanupPolicy.NONE;
        stage.crash();
        stage.drop("acme", "a.dataset.json", DEFINITION.formatted("a", "", "a"));
        turns(50);
        stage.drop("acme", "a.csv.check", "");
        stage.drop("acme", "a.csv", rows(2, 0));
        turns(50);
        assertThat(rowsSent()).isZero();
        Files.delete(stage.in("acme").resolve("a.csv.check"));
        turns(50);
        assertThat(rowsSent()).isZero();
        stage.drop("acme", "a.csv", rows(2, 0));
        turns(50);
        assertThat(stage.events(ImportEnded.class)).hasSize(1);
    }

    @Test
    void aFolderMayBeCalledLikeAMarker() {
        stage.drop("acme", "a.dataset.json", DEFINITION.formatted("a.check", "", "a"));
        stage.finish();
        stage.drop("acme", "a.check/x.csv", rows(2, 0));
        stage.finish();
        assertThat(stage.events(ImportEnded.class)).hasSize(1);
    }

    @Test
    void markersAreNeverDataFilesAndLinksAreNoMarkers() throws IOException {
        define("a", "");
        stage.drop("acme", "a.csv.check", "id,v\n1,1\n");
        turns(50);
        assertThat(stage.filesIn("in")).containsExactly("acme/a.csv.check");
        Files.delete(stage.in("acme").resolve("a.csv.check"));
        Files.createSymbolicLink(stage.in("acme").resolve("a.csv.check"), staging.resolve("elsewhere"));
        stage.drop("acme", "a.csv", rows(1, 0));
        turns(60);
        assertThat(stage.events(ImportEnded.class)).hasSize(1);
    }

    @Test
    void markersGoTogetherWithThoseThatSayThatAFileIsComplete() {
        stage.marked = true;
        stage.crash();
        stage.drop("acme", "a.dataset.json", DEFINITION.formatted("a", "", "a"));
        stage.drop("acme", "a.dataset.json.done", "");
        turns(50);
        stage.drop("acme", "a.csv", rows(1, 0));
        stage.drop("acme", "a.csv.check", "");
        turns(50);
        assertThat(out("a.csv.report.json")).doesNotExist();
        stage.drop("acme", "a.csv.done", "");
        turns(50);
        assertThat(stage.filesIn("out/checked")).containsExactly("acme/a.csv");
        assertThat(stage.filesIn("in")).isEmpty();
    }
}
