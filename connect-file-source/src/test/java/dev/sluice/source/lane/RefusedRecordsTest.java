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
import dev.sluice.contract.RecordSize;
import dev.sluice.contract.Rejection;
import dev.sluice.contract.SluiceHeaders;
import dev.sluice.contract.Violation;
import dev.sluice.contract.Violation.Code;
import dev.sluice.source.Scratch;
import dev.sluice.source.check.RecordLimit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records that would be too large for Kafka are not sent; what Connect drops all the same is never passed over. */
class RefusedRecordsTest {
    private static final int MOST = RecordSize.LEAST_LIMIT;
    private static final String LARGE = "y".repeat(20_000);

    @TempDir(factory = Scratch.class)
    Path staging;

    private Stage stage;

    @BeforeEach
    void begin() {
        stage = new Stage(staging, new Random(1), 1);
        stage.limits = new Limits(7, 1 << 16, 1000, 1 << 19, 40_000);
        stage.recordLimit = new RecordLimit(MOST, true, 0);
        stage.start();
    }

    private void define(String more) {
        stage.drop(
                "acme",
                "a.dataset.json",
                Stage.DEFINITION.formatted("a", "t", "string").replace("\"key_space\"", more + "\"key_space\""));
        stage.finish();
    }

    /** Of 20 rows the third and every seventh from there is too large. */
    private static String file() {
        return "id,v\n"
                + IntStream.range(0, 20)
                        .mapToObj(i -> i + "," + (i % 7 == 2 ? LARGE : "x") + "\n")
                        .collect(Collectors.joining());
    }

    private JsonNode report(String file) throws IOException {
        return new JsonMapper()
                .readTree(staging.resolve("acme/out/" + file + ".report.json").toFile());
    }

    private List<Rejection> rejections() {
        return stage.connect.log.stream()
                .filter(written -> written.partition().topic().equals(Stage.TOPICS.errors()))
                .map(written -> Rejection.of((Struct) written.record().value()))
                .toList();
    }

    private static long size(SourceRecord record) {
        return RecordSize.of((Struct) record.key(), (Struct) record.value(), record.headers());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void rowsThatAreTooLargeAreRejectedAmongTheOthers(boolean isTyped) throws IOException {
        stage.recordLimit = new RecordLimit(MOST, isTyped, 0);
        stage.carriesText = isTyped;
        stage.start();
        define("");
        stage.drop("acme", "a.csv", file());
        stage.finish();

        assertThat(rejections())
                .allSatisfy(rejection -> {
                    assertThat(rejection.stage()).isEqualTo(Rejection.PARSE);
                    assertThat(rejection.raw())
                            .startsWith((rejection.position().ordinal() - 1) + ",yyy")
                            .endsWith("…");
                    assertThat(rejection.violations()).singleElement().satisfies(violation -> {
                        assertThat(violation.code()).isEqualTo(Code.RECORD_TOO_LARGE);
                        assertThat(violation.message()).contains("max.message.bytes=" + MOST, violation.value());
                    });
                })
                .extracting(rejection -> rejection.position().line())
                .containsExactly(4L, 11L, 18L);
        assertThat(stage.connect.log).allSatisfy(written -> {
            if (!written.partition().topic().equals(Stage.TOPICS.rows()) || written.isEvent()) {
                assertThat(size(written.record())).isLessThanOrEqualTo(MOST);
            }
        });
        ImportEnded ended = stage.events(ImportEnded.class).get(0);
        assertThat(ended.rowsAccepted()).isEqualTo(17);
        assertThat(ended.rowsRejected()).isEqualTo(3);
        assertThat(report("a.csv").path("violations_by_code").toString()).isEqualTo("{\"RECORD_TOO_LARGE\":3}");
        assertThat(report("a.csv").path("violations").get(0).path("message").asText())
                .isEqualTo(rejections().get(0).violations().get(0).message());
        assertThat(stage.filesIn("out")).contains("acme/a.csv.rejects.csv");
    }

    @Test
    void rowsThatAreTooLargeCountWhereAllRowsAreCheckedFirst() throws IOException {
        define("\"max_errors\": 2, \"on_errors\": \"reject_file\", ");
        stage.drop("acme", "a.csv", file());
        stage.finish();
        assertThat(stage.events(FileRejected.class))
                .singleElement()
                .satisfies(refused ->
                        assertThat(refused.reasons().get(0).message()).contains("RECORD_TOO_LARGE 3"));
        assertThat(rejections()).isEmpty();
    }

    @Test
    void aDefinitionThatCannotBeAnnouncedIsRefused() throws IOException {
        define("\"rules\": [{\"type\": \"length\", \"column\": \"v\", \"max\": 9, \"message\": \"" + LARGE + "\"}], ");
        assertThat(stage.events(DatasetDefined.class)).isEmpty();
        assertThat(stage.events(DatasetRejected.class))
                .singleElement()
                .satisfies(refused ->
                        assertThat(refused.reasons().get(0).message()).contains("max.message.bytes"));
        define("");
        assertThat(stage.events(DatasetDefined.class)).hasSize(1);
    }

    @Test
    void reasonsThatAreTooLongToBeAnnouncedAreCutThereAndToldInTheReport() throws IOException {
        define("");
        stage.drop("acme", "a.csv", "id,v," + "u,".repeat(9_000) + "w\n1,x\n");
        stage.finish();
        assertThat(stage.events(FileRejected.class))
                .singleElement()
                .satisfies(refused -> assertThat(refused.size()).isLessThanOrEqualTo(MOST));
        assertThat(report("a.csv").path("reasons").toString()).contains("DUPLICATE_COLUMN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DatasetDefined", "ImportStarted", "ImportEnded"})
    void anEventThatIsDroppedIsAnnouncedAgainUntilItArrives(String type) {
        Invariants invariants = new Invariants(stage, false);
        AtomicInteger drops = new AtomicInteger(5);
        stage.connect.refuse(record -> SluiceHeaders.text(record.headers(), SluiceHeaders.EVENT)
                        .filter(type::equals)
                        .isPresent()
                && drops.getAndDecrement() > 0);
        define("");
        stage.drop("acme", "a.csv", "id,v\n1,x\n2,x\n");
        stage.finish();
        assertThat(drops).hasNegativeValue();
        assertThat(stage.events(DatasetDefined.class)).isNotEmpty();
        assertThat(stage.events(ImportStarted.class)).isNotEmpty();
        assertThat(stage.events(ImportEnded.class))
                .isNotEmpty()
                .allSatisfy(ended -> assertThat(ended.rowsAccepted()).isEqualTo(2));
        assertThat(stage.filesIn("out/done")).containsExactly("acme/a.csv", "acme/a.dataset.json");
        invariants.check();
    }

    @Test
    void aRejectionThatIsDroppedFailsTheImportToo() {
        define("");
        stage.connect.refuse(record -> record.topic().equals(Stage.TOPICS.errors()));
        stage.drop("acme", "a.csv", file());
        stage.finish();
        ImportFailed failed = stage.events(ImportFailed.class).get(0);
        assertThat(failed.rowsLost()).isEqualTo(1);
        assertThat(failed.reasons()).extracting(Violation::code).containsExactly(Code.ROWS_LOST);
    }
}
