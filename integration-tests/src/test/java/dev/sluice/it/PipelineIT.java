package dev.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.contract.Event;
import dev.sluice.contract.Rejection;
import dev.sluice.contract.Violation;
import dev.sluice.demo.Archive;
import dev.sluice.demo.ImportBoard;
import dev.sluice.demo.Pipeline;
import dev.sluice.demo.Reviews;
import dev.sluice.demo.Staging;
import dev.sluice.demo.Tables;
import dev.sluice.demo.Telemetry;
import dev.sluice.demo.TenantFile;
import dev.sluice.stack.LocalStack;
import dev.sluice.stack.junit.StackExtension;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The story of two tenants who share the pipeline, told once, in order: each test is its next chapter. client_a is the reference
 * data as it really is; client_b's reviews are generated in its shape.
 */
@ExtendWith(StackExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PipelineIT {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String DEFINITION = "tenants/client_a/speed-tracking-data.dataset.json";
    private static final String FILE = "onu/ONUData-sample.csv.gz";
    private static final String TABLE = "analytics";
    private static final String NEW_TABLE = "analytics_v2";

    private LocalStack stack;
    private Pipeline pipeline;
    private Tables tables;
    private Staging clientA;
    private Staging clientB;
    private final List<Rejection> rejections = new ArrayList<>();
    private final TenantFile reviews = Reviews.file(3000, 42);

    @BeforeAll
    void deploy(LocalStack localStack) throws Exception {
        stack = localStack;
        pipeline = new Pipeline(stack);
        pipeline.follower().onRejection(rejections::add);
        pipeline.deploy(Project.connectorConfig("cassandra-sink"), "validated-input");
        pipeline.deploy(Project.connectorConfig("error-hdfs-sink"), "import-error");
        pipeline.deploy(Project.connectorConfig("client-a-source"), null);
        pipeline.deploy(Project.connectorConfig("client-b-source"), null);
        pipeline.awaitRunning();
        tables = new Tables(stack.cassandra(), stack.localDatacenter());
        clientA = pipeline.staging("client_a");
        clientB = pipeline.staging("client_b");
    }

    @AfterAll
    void close() throws InterruptedException {
        if (pipeline != null) {
            for (String connector :
                    List.of("client-a-source", "client-b-source", "cassandra-sink", "error-hdfs-sink")) {
                pipeline.rest().delete(connector);
            }
            pipeline.close();
        }
        if (tables != null) {
            tables.close();
        }
    }

    @Test
    @Order(1)
    void everyRowOfClientAsFileIsRefusedForBothColumnsThatCannotHoldIt() throws Exception {
        byte[] file = Project.data(FILE);
        clientA.drop("speed-tracking-data.dataset.json", Project.data(DEFINITION));
        clientB.drop("amazon-product-review-data.dataset.json", Reviews.definition());
        pipeline.awaitReports(
                Map.of(
                        clientA,
                        List.of("speed-tracking-data.dataset.json"),
                        clientB,
                        List.of("amazon-product-review-data.dataset.json")),
                PATIENCE,
                () -> {});
        clientA.drop("speed-tracking-data.csv", file);
        clientB.drop("amazon-product-review-data.csv", reviews.content());
        JsonNode report = pipeline.awaitReport(clientA, "speed-tracking-data.csv", PATIENCE);
        pipeline.awaitReport(clientB, "amazon-product-review-data.csv", PATIENCE);
        pipeline.awaitSinks(PATIENCE, () -> {});

        TelemetryRows expected = new TelemetryRows(file);
        assertThat(expected.rows()).hasSize(100_000);
        assertThat(report.path("rows_read").asLong()).isEqualTo(100_000);
        assertThat(report.path("rows_accepted").asLong()).isZero();
        assertThat(report.path("rows_rejected").asLong()).isEqualTo(100_000);
        List<Rejection> ofClientA = rejectionsOf("speed-tracking-data.csv");
        assertThat(ofClientA.size()).isEqualTo(100_000);
        Map<Long, TelemetryRows.Row> byOrdinal =
                expected.rows().stream().collect(Collectors.toMap(TelemetryRows.Row::ordinal, Function.identity()));
        for (Rejection rejection : ofClientA) {
            TelemetryRows.Row row = byOrdinal.remove(rejection.position().ordinal());
            assertThat(row).as("a row that is rejected once").isNotNull();
            assertThat(rejection.position().line()).isEqualTo(row.line());
            assertThat(rejection.position().byteStart()).isEqualTo(row.byteStart());
            assertThat(rejection.position().byteLength()).isEqualTo(row.byteLength());
            assertThat(rejection.raw()).isEqualTo(row.raw());
            assertThat(rejection.file()).isEqualTo("speed-tracking-data.csv");
            assertThat(rejection.violations())
                    .extracting(Violation::code, Violation::column)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple(Violation.Code.OUT_OF_RANGE, "IFINDEX"),
                            org.assertj.core.groups.Tuple.tuple(Violation.Code.OUT_OF_RANGE, "ONUID"));
        }
        assertThat(byOrdinal).isEmpty();
        assertThat(tables.count(Telemetry.KEYSPACE, TABLE)).isZero();
    }

    @Test
    @Order(2)
    void quotedTextOfClientBSurvivesUnchangedOverTheSameTopics() {
        ImportBoard.Line line = line("amazon-product-review-data.csv");
        assertThat(line.accepted()).isEqualTo(reviews.accepted());
        assertThat(line.rejected()).isEqualTo(reviews.rejected());
        Map<String, Map<String, Object>> landed = new HashMap<>();
        tables.rows(Reviews.KEYSPACE, Reviews.TABLE)
                .forEach(row -> landed.put(
                        row.get("product_id") + "|" + row.get("review_id") + "|" + row.get("customer_id"), row));
        assertThat(landed).isEqualTo(reviews.table());
    }

    @Test
    @Order(3)
    void theTypeOfALivingTablesKeyCannotBeChanged() throws Exception {
        String versions = registry("/subjects/client_a." + TABLE + "/versions");
        Map<String, String> columns = tables.columns(Telemetry.KEYSPACE, TABLE);
        String definition = new String(Project.data(DEFINITION), StandardCharsets.UTF_8)
                .replace("\"ONUID\", \"type\": \"int\"", "\"ONUID\", \"type\": \"string\"");
        clientA.drop("changed.dataset.json", definition);
        pipeline.awaitReport(clientA, "changed.dataset.json", PATIENCE);
        pipeline.awaitSinks(PATIENCE, () -> {});

        List<Event.DatasetRejected> refused = pipeline.board().events().stream()
                .filter(Event.DatasetRejected.class::isInstance)
                .map(Event.DatasetRejected.class::cast)
                // Other tests' tenants are refused things on the same topics.
                .filter(each -> each.file().equals("changed.dataset.json"))
                .toList();
        assertThat(refused).hasSize(1);
        Event.DatasetRejected event = refused.get(0);
        assertThat(event.dataset()).isEqualTo("speed-tracking-data");
        assertThat(event.reasons()).singleElement().satisfies(reason -> {
            assertThat(reason.code()).isEqualTo(Violation.Code.INCOMPATIBLE_CHANGE);
            assertThat(reason.column()).isEqualTo("ONUID");
            assertThat(reason.message()).contains("int", "string", "new name");
        });
        assertThat(registry("/subjects/client_a." + TABLE + "/versions")).isEqualTo(versions);
        assertThat(tables.columns(Telemetry.KEYSPACE, TABLE)).isEqualTo(columns).containsEntry("ONUID", "int");
        assertThat(clientA.in().toFile().list()).isEmpty();
        assertThat(clientA.out().resolve("rejected/changed.dataset.json")).exists();
    }

    @Test
    @Order(4)
    void aCorrectedDefinitionUnderANewTableNameTakesEveryRowAndTheLastOfEachKeyWins() throws Exception {
        byte[] file = Project.data(FILE);
        clientA.drop("corrected.dataset.json", Telemetry.definition(NEW_TABLE, "long", "string", ""));
        pipeline.awaitReport(clientA, "corrected.dataset.json", PATIENCE);
        long dropped = System.nanoTime();
        clientA.drop("speed-tracking-data-2.csv", file);
        JsonNode report = pipeline.awaitReport(clientA, "speed-tracking-data-2.csv", PATIENCE);
        pipeline.awaitSinks(PATIENCE, () -> {});
        double seconds = (System.nanoTime() - dropped) / 1e9;
        System.out.printf(
                "100,000 rows from file drop to committed in Cassandra: %.1f s, %.0f rows/s; emitted at %s%n",
                seconds, 100_000 / seconds, report.path("rows_per_second"));

        assertThat(report.path("rows_accepted").asLong()).isEqualTo(100_000);
        assertThat(report.path("rows_rejected").asLong()).isZero();
        assertTableIsTheFile(file);
        assertThat(clientA.out().resolve("done/speed-tracking-data-2.csv")).hasBinaryContent(file);
        assertThat(clientA.in().toFile().list()).isEmpty();
    }

    @Test
    @Order(5)
    void everyRejectionIsOnHdfsExactlyOnce() throws Exception {
        Map<String, Rejection> expected = new HashMap<>();
        rejectionsOf("speed-tracking-data.csv").forEach(rejection -> expected.put(name(rejection), rejection));
        rejectionsOf("amazon-product-review-data.csv").forEach(rejection -> expected.put(name(rejection), rejection));
        assertThat(expected.size()).isEqualTo(100_000 + (int) reviews.rejected());
        Set<String> imports =
                expected.values().stream().map(r -> r.context().importId()).collect(Collectors.toSet());
        Set<String> offsets = new HashSet<>();
        try (Archive archive = new Archive(stack.hdfsUri(), "/sluice/errors")) {
            archive.forEach(record -> {
                assertThat(offsets.add(
                                record.get("topic") + "-" + record.get("partition") + "@" + record.get("offset")))
                        .isTrue();
                if (imports.contains(text(record, "import"))) {
                    Rejection rejection = expected.remove(record.get("import") + "/" + record.get("ordinal"));
                    assertThat(rejection)
                            .as("a rejection that is archived once")
                            .isNotNull();
                    assertSame(record, rejection);
                }
            });
            assertThat(archive.files())
                    .allMatch(
                            file -> file.path()
                                    .matches(
                                            "/sluice/errors/tenant=[^/]+/dataset=[^/]+/dt=\\d{4}-\\d\\d-\\d\\d/(import|load)-error\\+.*\\.avro"));
        }
        assertThat(expected).isEmpty();
    }

    @Test
    @Order(6)
    void theSameFileAgainChangesNothing() throws Exception {
        byte[] file = Project.data(FILE);
        clientA.drop("speed-tracking-data-3.csv", file);
        pipeline.awaitReport(clientA, "speed-tracking-data-3.csv", PATIENCE);
        pipeline.awaitSinks(PATIENCE, () -> {});
        assertThat(line("speed-tracking-data-3.csv").accepted()).isEqualTo(100_000);
        assertTableIsTheFile(file);
    }

    @Test
    @Order(7)
    void aRowWithAnAddedColumnLandsInTheAlteredTable() throws Exception {
        long before = tables.count(Telemetry.KEYSPACE, NEW_TABLE);
        clientA.drop(
                "firmware.dataset.json", Telemetry.definition(NEW_TABLE, "long", "string", Telemetry.FIRMWARE_FIELD));
        pipeline.awaitReport(clientA, "firmware.dataset.json", PATIENCE);
        clientA.drop("speed-tracking-data-4.csv", """
                PROVINCECODE,DEVICEID,IFINDEX,FRAME,SLOT,PORT,ONUINDEX,ONUID,TIME,SPEEDIN,SPEEDOUT,FIRMWARE
                new,1,2,3,4,5,6,7,t,8,9,v10
                """);
        pipeline.awaitReport(clientA, "speed-tracking-data-4.csv", PATIENCE);
        pipeline.awaitSinks(PATIENCE, () -> {});
        assertThat(tables.columns(Telemetry.KEYSPACE, NEW_TABLE)).containsEntry("FIRMWARE", "text");
        Map<Boolean, List<Map<String, Object>>> rows = tables.rows(Telemetry.KEYSPACE, NEW_TABLE).stream()
                .collect(Collectors.partitioningBy(row -> "new".equals(row.get("PROVINCECODE"))));
        assertThat(rows.get(true))
                .singleElement()
                .satisfies(
                        row -> assertThat(row).containsEntry("FIRMWARE", "v10").containsEntry("SPEEDOUT", 9.0));
        assertThat(rows.get(false))
                .hasSize((int) before)
                .allSatisfy(row -> assertThat(row).containsEntry("FIRMWARE", null));
    }

    private void assertTableIsTheFile(byte[] file) {
        Map<List<Object>, Map<String, Object>> expected = new TelemetryRows(file).lastOfEachKey();
        assertThat(expected).hasSize(73_296);
        Map<List<Object>, Map<String, Object>> actual = new HashMap<>();
        tables.rows(Telemetry.KEYSPACE, NEW_TABLE).forEach(row -> actual.put(TelemetryRows.key(row), row));
        assertThat(actual.equals(expected))
                .as("table equals the last row of each key")
                .isTrue();
    }

    private static void assertSame(GenericRecord archived, Rejection rejection) {
        assertThat(text(archived, "tenant"))
                .isEqualTo(rejection.context().dataset().tenant().name());
        assertThat(text(archived, "dataset"))
                .isEqualTo(rejection.context().dataset().name());
        assertThat(text(archived, "file")).isEqualTo(rejection.file());
        assertThat(archived.get("line")).isEqualTo(rejection.position().line());
        assertThat(archived.get("byte_start")).isEqualTo(rejection.position().byteStart());
        assertThat(archived.get("byte_length")).isEqualTo(rejection.position().byteLength());
        assertThat(text(archived, "raw")).isEqualTo(rejection.raw());
        List<?> violations = (List<?>) archived.get("violations");
        assertThat(violations).hasSameSizeAs(rejection.violations());
        for (int i = 0; i < violations.size(); i++) {
            GenericRecord violation = (GenericRecord) violations.get(i);
            Violation expected = rejection.violations().get(i);
            assertThat(text(violation, "code")).isEqualTo(expected.code().name());
            assertThat(text(violation, "column")).isEqualTo(expected.column());
            assertThat(text(violation, "value")).isEqualTo(expected.value());
            assertThat(text(violation, "message")).isEqualTo(expected.message());
        }
    }

    private static String text(GenericRecord record, String field) {
        Object value = record.get(field);
        return value == null ? null : value.toString();
    }

    private static String name(Rejection rejection) {
        return rejection.context().importId() + "/" + rejection.position().ordinal();
    }

    private List<Rejection> rejectionsOf(String file) {
        return rejections.stream()
                .filter(rejection -> rejection.file().equals(file))
                .toList();
    }

    private ImportBoard.Line line(String file) {
        return pipeline.board().lines().stream()
                .filter(line -> line.file().equals(file))
                .findFirst()
                .orElseThrow();
    }

    private String registry(String path) throws Exception {
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(stack.schemaRegistryUrl() + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(200);
        return response.body();
    }
}
