package dev.sluice.source.lane;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.contract.Event.DatasetDefined;
import dev.sluice.contract.Event.DatasetRejected;
import dev.sluice.contract.Event.FileRejected;
import dev.sluice.contract.Event.ImportEnded;
import dev.sluice.contract.Event.ImportFailed;
import dev.sluice.contract.Event.ImportStarted;
import dev.sluice.contract.Rejection;
import dev.sluice.contract.SluiceHeaders;
import dev.sluice.contract.Violation;
import dev.sluice.contract.Violation.Code;
import dev.sluice.source.Scratch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What tenants see, case by case. */
class RoundsTest {
    @TempDir(factory = Scratch.class)
    Path staging;

    private Stage stage;

    @BeforeEach
    void begin() {
        stage = new Stage(staging, new Random(1), 2);
    }

    private void define(String dataset, String table, String type) {
        stage.drop("acme", dataset + ".dataset.json", Stage.DEFINITION.formatted(dataset, table, type));
    }

    private String report(String file) throws IOException {
        return Files.readString(staging.resolve("acme/out/" + file + ".report.json"));
    }

    private Code refusal(String file, String content) {
        stage.drop("acme", file, content);
        stage.finish();
        List<FileRejected> rejected = stage.events(FileRejected.class);
        FileRejected last = rejected.get(rejected.size() - 1);
        assertThat(last.file()).isEqualTo(file);
        assertThat(staging.resolve("acme/out/rejected").resolve(file)).exists();
        assertThat(staging.resolve("acme/out").resolve(file + ".report.json")).exists();
        return last.reasons().get(0).code();
    }

    @Test
    void aDefinitionThenItsFile() throws IOException {
        define("a", "t", "string");
        stage.drop("acme", "a.csv", "v,id\nx,1\n\"bad, y\",2\n3\n");
        stage.finish();
        assertThat(stage.events())
                .extracting(event -> event.type())
                .containsExactly("DatasetDefined", "ImportStarted", "ImportEnded");
        DatasetDefined defined = stage.events(DatasetDefined.class).get(0);
        assertThat(defined.version()).isEqualTo(1);
        assertThat(defined.schema()).contains("sluice.primary_key");
        ImportEnded ended = stage.events(ImportEnded.class).get(0);
        assertThat(List.of(ended.rowsRead(), ended.rowsAccepted(), ended.rowsRejected()))
                .containsExactly(3L, 1L, 2L);
        assertThat(ended.sha256()).hasSize(64);
        assertThat(report("a.csv")).contains("\"rows_accepted\" : 1").contains("\"state\" : \"completed\"");
        assertThat(report("a.dataset.json")).contains("\"state\" : \"defined\"");
        assertThat(stage.filesIn("out/done")).containsExactly("acme/a.csv", "acme/a.dataset.json");
        assertThat(stage.filesIn(".sluice")).containsExactly("acme/datasets/a.json", "acme/history/a.txt");
    }

    @Test
    void aHeaderAloneIsAnImportOfNoRows() throws IOException {
        define("a", "t", "string");
        for (String content : List.of("id,v", "id,v\n", "\uFEFFid,v\r\n\r\n")) {
            stage.drop("acme", "a.csv", content);
            stage.finish();
        }
        assertThat(stage.events(ImportEnded.class))
                .hasSize(3)
                .allSatisfy(ended -> assertThat(ended.rowsRead()).isZero());
    }

    @Test
    void aReportTellsAllThatIsKnown() throws IOException {
        define("a", "t", "string");
        stage.drop("acme", "a.csv", "v,id\nx,1\n3\n");
        stage.finish();
        JsonNode report = new JsonMapper().readTree(report("a.csv"));
        assertThat(report.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "state",
                        "tenant",
                        "dataset",
                        "file",
                        "bytes",
                        "import",
                        "table",
                        "subject",
                        "version",
                        "write_timestamp_base",
                        "started",
                        "ended",
                        "rows_read",
                        "rows_accepted",
                        "rows_rejected",
                        "rows_lost",
                        "sha256",
                        "rows_per_second",
                        "violations_by_code",
                        "violations_by_column",
                        "rejected_by_validation",
                        "violations",
                        "file_id");
        ImportEnded ended = stage.events(ImportEnded.class).get(0);
        assertThat(report.path("import").asText()).isEqualTo(ended.context().importId());
        assertThat(report.path("sha256").asText()).isEqualTo(ended.sha256());
        assertThat(report.path("bytes").asLong()).isEqualTo(11);
    }

    @Test
    void rowsAreStructsOfStringsWithKeyAndHeaders() {
        define("a", "t", "string");
        stage.drop("acme", "a.csv", "v,id\nx,1\n");
        stage.finish();
        SimulatedConnect.Written row = stage.connect.log.stream()
                .filter(written -> !written.isEvent())
                .findFirst()
                .orElseThrow();
        Struct value = (Struct) row.record().value();
        assertThat(value.schema().name()).isEqualTo("acme.t.Raw");
        assertThat(value.getString("id")).isEqualTo("1");
        assertThat(value.schema().field("v").schema()).isEqualTo(Schema.OPTIONAL_STRING_SCHEMA);
        Struct key = (Struct) row.record().key();
        assertThat(key.schema().name()).isEqualTo("acme.t.Key");
        assertThat(key.getString("id")).isEqualTo("1");
        assertThat(row.record().kafkaPartition()).isNull();
        assertThat(SluiceHeaders.text(row.record().headers(), SluiceHeaders.RAW))
                .contains("x,1");
        assertThat(SluiceHeaders.text(row.record().headers(), SluiceHeaders.FILE))
                .contains("a.csv");
        assertThat(row.row().encode()).isEqualTo("1/2/5/3");
    }

    @Test
    void aRowsTextStaysBehindIfNobodyIsToHaveItButARejectionsDoesNot() {
        stage.carriesText = false;
        stage.crash();
        define("a", "t", "string");
        stage.drop("acme", "a.csv", "v,id\nx,1\né,2\nx\n\"é,3\n");
        stage.finish();
        List<SimulatedConnect.Written> all =
                stage.connect.log.stream().filter(written -> !written.isEvent()).toList();
        assertThat(all).hasSize(4);
        List<String> rejected = new ArrayList<>();
        for (SimulatedConnect.Written written : all) {
            boolean isRejection = written.partition().topic().equals("errors");
            assertThat(SluiceHeaders.text(written.record().headers(), SluiceHeaders.RAW))
                    .isEmpty();
            if (isRejection) {
                rejected.add(Rejection.of((Struct) written.record().value()).raw());
            } else {
                assertThat(SluiceHeaders.text(written.record().headers(), SluiceHeaders.FILE))
                        .contains("a.csv");
            }
        }
        assertThat(rejected).containsExactly("x", "\"é,3");
    }

    @Test
    void aRowThatDoesNotParseIsARejection() {
        define("a", "t", "string");
        stage.drop("acme", "a.csv", "v,id\nx\n");
        stage.finish();
        Rejection rejection = stage.connect.log.stream()
                .filter(written -> written.partition().topic().equals("errors"))
                .map(written -> Rejection.of((Struct) written.record().value()))
                .findFirst()
                .orElseThrow();
        assertThat(rejection.stage()).isEqualTo(Rejection.PARSE);
        assertThat(rejection.raw()).isEqualTo("x");
        assertThat(rejection.violations()).extracting(Violation::code).containsExactly(Code.COLUMN_COUNT);
    }

    @Test
    void filesThatCannotBeTaken() {
        assertThat(refusal("nobody.csv", "a\n")).isEqualTo(Code.NO_DATASET);
        define("a", "t", "string");
        stage.finish();
        assertThat(refusal("a-empty.csv", "")).isEqualTo(Code.MISSING_COLUMN);
        assertThat(refusal("a-unknown.csv", "id,v,x\n")).isEqualTo(Code.UNKNOWN_COLUMN);
        assertThat(refusal("a-twice.csv", "id,v,v\n")).isEqualTo(Code.DUPLICATE_COLUMN);
        assertThat(refusal("a-missing.csv", "v\n1\n")).isEqualTo(Code.MISSING_COLUMN);
        assertThat(refusal("a-large.csv", "x".repeat((1 << 20) + 1))).isEqualTo(Code.FILE_TOO_LARGE);
        assertThat(refusal("a.csv.gz", "x")).isEqualTo(Code.CORRUPT_FILE);
        assertThat(refusal("other/a.csv", "id,v\n")).isEqualTo(Code.NO_DATASET);
        define("ab", "t2", "string");
        stage.finish();
        assertThat(refusal("ab.csv", "id,v\n")).isEqualTo(Code.AMBIGUOUS_DATASET);
        assertThat(stage.events(ImportStarted.class)).isEmpty();
    }

    @Test
    void aLinkIsPutAwayUnopened() throws IOException {
        Path secret = Files.writeString(staging.resolve("secret"), "s");
        Files.createDirectories(stage.in("acme"));
        Files.createSymbolicLink(stage.in("acme").resolve("a.csv"), secret);
        stage.finish();
        assertThat(stage.events(FileRejected.class).get(0).reasons())
                .extracting(Violation::code)
                .containsExactly(Code.UNSAFE_FILE);
        assertThat(secret).exists();
    }

    @Test
    void aFileInAFolderIsItsDatasets() {
        define("a", "t", "string");
        stage.drop("acme", "a/whatever.txt", "id,v\n1,x\n");
        stage.finish();
        assertThat(stage.events(ImportEnded.class))
                .singleElement()
                .satisfies(ended -> assertThat(ended.file()).isEqualTo("a/whatever.txt"));
        assertThat(stage.filesIn("out/done")).contains("acme/a/whatever.txt");
    }

    @Test
    void aRefusedDefinitionChangesNothing() throws IOException {
        define("a", "t", "int");
        stage.finish();
        define("a", "t", "string");
        stage.drop("acme", "a.csv", "id,v\n1,2\n");
        stage.finish();
        DatasetRejected rejected = stage.events(DatasetRejected.class).get(0);
        assertThat(rejected.reasons()).singleElement().satisfies(reason -> {
            assertThat(reason.code()).isEqualTo(Code.INCOMPATIBLE_CHANGE);
            assertThat(reason.message())
                    .contains("'v'")
                    .contains("from int to string")
                    .contains("t_v2");
        });
        assertThat(report("a.dataset.json.1")).contains("INCOMPATIBLE_CHANGE");
        assertThat(stage.events(ImportEnded.class).get(0).context().version()).isEqualTo(1);
    }

    @Test
    void aNewTableNameIsTheWayOut() {
        define("a", "t", "int");
        stage.drop("acme", "a.csv", "id,v\n1,2\n");
        stage.finish();
        define("a", "t_v2", "string");
        stage.drop("acme", "a.csv", "id,v\n1,x\n");
        stage.finish();
        assertThat(stage.events(ImportEnded.class))
                .extracting(ended -> ended.context().table())
                .containsExactly("t", "t_v2");
        assertThat(stage.filesIn("out/done")).contains("acme/a.csv", "acme/a.csv.1");
    }

    @Test
    void anUnreadableDefinitionIsRejectedWithoutADataset() {
        stage.drop("acme", "x.dataset.json", "{");
        stage.finish();
        assertThat(stage.events(DatasetRejected.class))
                .singleElement()
                .satisfies(rejected -> assertThat(rejected.dataset()).isNull());
    }

    @Test
    void rowsThatAreDroppedFailTheImportLoudly() throws IOException {
        define("a", "t", "string");
        stage.finish();
        stage.connect.loseRows(0.5);
        stage.drop("acme", "a.csv", "id,v\n" + "1,x\n".repeat(40));
        stage.finish();
        ImportFailed failed = stage.events(ImportFailed.class).get(0);
        assertThat(failed.rowsLost()).isPositive();
        assertThat(failed.rowsRead()).isEqualTo(failed.rowsAccepted() + failed.rowsRejected() + failed.rowsLost());
        assertThat(failed.reasons()).extracting(Violation::code).containsExactly(Code.ROWS_LOST);
        assertThat(stage.filesIn("out/rejected")).containsExactly("acme/a.csv");
        assertThat(report("a.csv")).contains("\"state\" : \"failed\"");
        assertThat(stage.events(ImportEnded.class)).isEmpty();
    }

    @Test
    void aFileThatIsReplacedBeforeTheRestartIsAnotherImport() {
        define("a", "t", "string");
        stage.drop("acme", "a.csv", "id,v\n" + "1,x\n".repeat(100));
        stage.readSome();
        stage.connect.commitOffsets();
        stage.crash();
        stage.drop("acme", "a.csv", "id,v\n" + "2,y\n".repeat(50));
        stage.finish();
        ImportFailed failed = stage.events(ImportFailed.class).get(0);
        assertThat(failed.reasons()).extracting(Violation::code).containsExactly(Code.FILE_CHANGED);
        ImportEnded ended = stage.events(ImportEnded.class).get(0);
        assertThat(ended.rowsRead()).isEqualTo(50);
        assertThat(ended.context().importId()).isNotEqualTo(failed.context().importId());
        assertThat(ended.context().writeTimestampBase())
                .isGreaterThan(failed.context().writeTimestampBase());
    }

    @Test
    void aTenantsTroubleIsItsOwn() throws IOException {
        Files.createDirectories(staging.resolve("broken"));
        Files.write(staging.resolve("broken").resolve("in"), "not a folder".getBytes(StandardCharsets.UTF_8));
        define("a", "t", "string");
        stage.drop("acme", "a.csv", "id,v\n1,x\n");
        for (int i = 0; i < 400; i++) {
            stage.poll(i % stage.tasks());
            stage.connect.acknowledge(10);
            stage.clock.advance(5);
        }
        assertThat(stage.events(ImportEnded.class)).hasSize(1);
    }

    @Test
    void aRegistryThatIsAwayHoldsUpItsDefinitionOnly() {
        define("a", "t", "string");
        stage.finish();
        stage.registryIsAway = true;
        define("b", "t2", "string");
        stage.drop("acme", "b.csv", "id,v\n1,x\n");
        stage.drop("acme", "a.csv", "id,v\n1,x\n");
        for (int i = 0; i < 400; i++) {
            stage.poll(i % stage.tasks());
            stage.connect.acknowledge(10);
            stage.clock.advance(5);
        }
        assertThat(stage.events(ImportEnded.class)).hasSize(1);
        assertThat(stage.filesIn("in")).containsExactly("acme/b.csv", "acme/b.dataset.json");
        stage.finish();
        assertThat(stage.events(ImportEnded.class)).hasSize(2);
    }
}
