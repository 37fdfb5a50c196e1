package dev.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.contract.Rejection;
import dev.sluice.contract.RowPosition;
import dev.sluice.contract.SluiceHeaders;
import dev.sluice.contract.Violation;
import dev.sluice.demo.Archive;
import dev.sluice.demo.ConnectRest;
import dev.sluice.demo.Pipeline;
import dev.sluice.demo.Staging;
import dev.sluice.demo.Tables;
import dev.sluice.demo.Telemetry;
import dev.sluice.demo.TenantFile;
import dev.sluice.stack.LocalStack;
import dev.sluice.stack.junit.StackExtension;
import dev.sluice.stack.process.Await;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.connect.data.Struct;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The transform on real workers wherever it can stand: behind our source, in a sink's chain, and behind a source that is not ours. */
@ExtendWith(StackExtension.class)
class ValidationIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String RULED = """
            {
              "name": "readings", "file_type": "csv", "key_space": "mysimbdp_coredms",
              "schema": {"type": "record", "name": "readings", "fields": [
                {"name": "id", "type": "long"},
                {"name": "taken", "type": {"type": "int", "logicalType": "date"}},
                {"name": "level", "type": "double"},
                {"name": "unit", "type": ["null", "string"], "default": null}%s]},
              "primary_key": ["id"],
              "rules": [
                {"type": "range", "column": "level", "min": 0, "max": 100},
                {"type": "one_of", "column": "unit", "values": ["C", "K"], "action": "warn"},
                {"type": "expression", "name": "kelvin is high", "expression": "unit != 'K' || level > 50.0"}%s]
            }
            """;

    /** Rows of a generated file that the source itself refuses, for their form. */
    private static final int STRUCTURAL = 4;
    /** A violation in the text of a {@code DataException}: its code and column. */
    private static final Pattern REASON = Pattern.compile("(?m)^([A-Z_]+) (\\w+) \\(");

    @Test
    void rulesOfADefinitionRefuseOrWarnAndEachImportKeepsItsVersion(LocalStack stack) throws Exception {
        try (Pipeline pipeline = new Pipeline(stack);
                Records rows = new Records(stack, "validated-input");
                Records errors = new Records(stack, "import-error")) {
            pipeline.deploy(Project.sourceConfig("rules_tenant-source", "rules_tenant", Map.of()), null);
            pipeline.awaitRunning();
            Staging staging = pipeline.staging("rules_tenant");
            staging.drop("v1.dataset.json", RULED.formatted("", ""));
            staging.drop("readings-1.csv", """
                    id,taken,level,unit
                    1,2019-08-31,20.5,C
                    2,2019-02-30,120,F
                    3,2019-08-31,40,K
                    4,2019-08-31,7,F
                    """);
            pipeline.awaitReport(staging, "readings-1.csv", PATIENCE);
            staging.drop(
                    "v2.dataset.json",
                    RULED.formatted(
                            ", {\"name\": \"probe\", \"type\": \"string\", \"default\": \"none\"}",
                            ", {\"type\": \"length\", \"column\": \"probe\", \"max\": 4}"));
            staging.drop(
                    "readings-2.csv", "id,taken,level,unit,probe\n5,2019-08-31,1,C,p5\n6,2019-08-31,1,C,too long\n");
            pipeline.awaitReport(staging, "readings-2.csv", PATIENCE);

            Map<Long, Records.Entry> accepted = rows.await(3, ofTenant("rules_tenant")).stream()
                    .collect(Collectors.toMap(entry -> value(entry).getInt64("id"), entry -> entry));
            assertThat(accepted).containsOnlyKeys(1L, 4L, 5L);
            Struct first = value(accepted.get(1L));
            assertThat(first.get("taken"))
                    .isEqualTo(java.util.Date.from(java.time.Instant.parse("2019-08-31T00:00:00Z")));
            assertThat(first.get("level")).isEqualTo(20.5);
            assertThat(first.schema().name()).isEqualTo("rules_tenant.readings");
            assertThat(first.schema().field("probe")).as("a row of version 1").isNull();
            assertThat(value(accepted.get(5L)).get("probe")).isEqualTo("p5");
            assertThat(((Struct) accepted.get(1L).key()).getInt64("id")).isEqualTo(1L);
            assertThat(accepted.get(1L).headers()).doesNotContainKey(SluiceHeaders.WARNINGS);
            assertThat(accepted.get(4L).headers().get(SluiceHeaders.WARNINGS))
                    .startsWith("1/")
                    .contains("unit");

            Map<String, List<Violation>> rejected = errors.await(3, ofTenant("rules_tenant")).stream()
                    .map(entry -> Rejection.of(value(entry)))
                    .collect(Collectors.toMap(
                            each -> each.file() + ":" + each.position().line(), Rejection::violations));
            assertThat(rejected).containsOnlyKeys("readings-1.csv:3", "readings-1.csv:4", "readings-2.csv:3");
            assertThat(rejected.get("readings-1.csv:3"))
                    .extracting(Violation::code, Violation::column)
                    .containsExactlyInAnyOrder(
                            Tuple.tuple(Violation.Code.TYPE_MISMATCH, "taken"),
                            Tuple.tuple(Violation.Code.RULE_FAILED, "level"),
                            Tuple.tuple(Violation.Code.WARNING, "unit"));
            assertThat(rejected.get("readings-1.csv:4")).singleElement().satisfies(violation -> {
                assertThat(violation.code()).isEqualTo(Violation.Code.RULE_FAILED);
                assertThat(violation.message()).contains("kelvin is high");
            });
            assertThat(rejected.get("readings-2.csv:3"))
                    .extracting(Violation::code, Violation::column)
                    .containsExactly(Tuple.tuple(Violation.Code.RULE_FAILED, "probe"));
            pipeline.rest().delete("rules_tenant-source");
        }
    }

    /** A row of every kind of mistake, first in Kafka as it is, then refused while it is loaded. */
    @Test
    void inASinksChainRefusedRowsGoToConnectsDeadLetterQueueWithEveryReason(LocalStack stack) throws Exception {
        TenantFile file = Telemetry.file(20_000, 7);
        try (Pipeline pipeline = new Pipeline(stack);
                Tables tables = new Tables(stack.cassandra(), stack.localDatacenter());
                Archive archive = new Archive(stack.hdfsUri(), "/sluice/errors");
                Records ofSource = new Records(stack, "import-error");
                Records ofSink = new Records(stack, "load-error")) {
            pipeline.deploy(Project.connectorConfig("two-stage/cassandra-sink"), null);
            pipeline.deploy(Project.connectorConfig("load-error-hdfs-sink"), null);
            pipeline.deploy(Project.connectorConfig("two-stage/client-a-source"), null);
            pipeline.awaitRunning();
            Staging staging = pipeline.staging("client_a");
            staging.drop("two-stage.dataset.json", Telemetry.definition("analytics_two_stage", "long", "string", ""));
            staging.drop("speed-tracking-data-two-stage.csv", file.content());
            pipeline.awaitReport(staging, "speed-tracking-data-two-stage.csv", PATIENCE);

            Predicate<Records.Entry> ofFile = entry ->
                    entry.headers().getOrDefault(SluiceHeaders.IMPORT, "").contains("/analytics_two_stage/");
            Map<String, Long> reasons = new HashMap<>();
            for (Records.Entry entry : ofSource.await(STRUCTURAL, ofFile)) {
                Rejection.of(value(entry))
                        .violations()
                        .forEach(each -> count(reasons, each.code() + " " + each.column()));
            }
            List<String> refused = new ArrayList<>();
            for (Records.Entry entry : ofSink.await((int) file.rejected() - STRUCTURAL, ofFile)) {
                assertThat(entry.headers()).containsEntry("__connect.errors.topic", "raw-input");
                assertThat(value(entry).getString("PROVINCECODE")).isEqualTo("HKD");
                refused.add("client_a/speed-tracking-data/"
                        + RowPosition.decode(entry.headers().get(SluiceHeaders.ROW))
                                .ordinal());
                Matcher reason = REASON.matcher(entry.headers().get("__connect.errors.exception.message"));
                while (reason.find()) {
                    count(reasons, reason.group(1) + " " + reason.group(2));
                }
            }
            Map<String, Long> expected = new HashMap<>();
            file.reasons()
                    .forEach((reason, count) -> expected.put(reason.contains(" ") ? reason : reason + " null", count));
            assertThat(reasons).isEqualTo(expected);

            Await.atMost(PATIENCE).until("all good rows to be in the table", () -> {
                long rows = tables.count(Telemetry.KEYSPACE, "analytics_two_stage");
                if (rows < file.table().size()) {
                    throw new IllegalStateException("only " + rows);
                }
                return true;
            });
            Map<String, Map<String, Object>> landed = new HashMap<>();
            tables.rows(Telemetry.KEYSPACE, "analytics_two_stage")
                    .forEach(row -> landed.put(
                            row.get("PROVINCECODE") + "|" + row.get("DEVICEID") + "|" + row.get("ONUID"), row));
            assertThat(landed).isEqualTo(file.table());
            Await.atMost(PATIENCE).until("what was not loaded to be archived", () -> {
                List<String> archived = new ArrayList<>();
                archive.forEach(record -> {
                    if (record.get("topic").toString().equals("load-error")) {
                        archived.add(record.get("tenant") + "/" + record.get("dataset") + "/" + record.get("ordinal"));
                    }
                });
                if (archived.size() < refused.size()) {
                    throw new IllegalStateException(archived.toString());
                }
                assertThat(archived).containsExactlyInAnyOrderElementsOf(refused);
                return true;
            });
            pipeline.rest().delete("load-error-hdfs-sink");
            pipeline.rest().delete("client-a-raw-source");
            pipeline.rest().delete("cassandra-validating-sink");
        }
    }

    /** Kafka's own FileStreamSource knows nothing of Sluice; neither topic nor subject are of our making. */
    @Test
    void linesOfAThirdPartySourceAreValidatedAgainstTheLatestVersionWhileItChangesAndTheRegistryGoesAway(
            LocalStack stack) throws Exception {
        createTopics(stack, "orders", "orders-errors");
        register(stack, "acme.orders", """
                {"type": "record", "name": "orders", "namespace": "acme", "sluice.primary_key": ["id"], "fields": [
                  {"name": "id", "type": "int"}, {"name": "price", "type": "double"}]}""");
        Path lines = stack.directory().resolve("orders.txt");
        Files.writeString(lines, "1,2.5\n2,cheap\nthree,dear\n");
        ConnectRest rest = new ConnectRest(stack.connectUrl());
        rest.post(thirdParty(stack, lines));
        rest.awaitRunning("lines", Duration.ofSeconds(60));
        try (Records rows = new Records(stack, "orders");
                Records errors = new Records(stack, "orders-errors")) {
            assertThat(value(rows.await(1, entry -> true).get(0)).get("price")).isEqualTo(2.5);
            assertThat(errors.await(2, entry -> true))
                    .extracting(entry -> Rejection.of(value(entry)).violations().size())
                    .containsExactlyInAnyOrder(1, 2);

            register(stack, "acme.orders", """
                    {"type": "record", "name": "orders", "namespace": "acme", "sluice.primary_key": ["id"], "fields": [
                      {"name": "id", "type": "int"}, {"name": "price", "type": "double"},
                      {"name": "note", "type": ["null", "string"], "default": null}],
                     "sluice.rules": [{"type": "range", "column": "price", "max": 100}]}""");
            stack.engine("registry").kill();
            // Longer ago than a second, the latest version counts as such: the row must wait for the Registry, not be
            // judged by an
            // old version.
            Files.writeString(lines, "4,4.5,gift\n5,500,too dear\n", StandardOpenOption.APPEND);
            stack.engine("registry").start();
            Struct gift = value(rows.await(2, entry -> true).stream()
                    .filter(entry -> value(entry).getInt32("id") == 4)
                    .findFirst()
                    .orElseThrow());
            assertThat(gift.get("note")).isEqualTo("gift");
            assertThat(errors.await(3, entry -> true))
                    .hasSize(3)
                    .anySatisfy(entry -> assertThat(Rejection.of(value(entry)).violations())
                            .extracting(Violation::code)
                            .containsExactly(Violation.Code.RULE_FAILED));
            assertThat(rows.await(2, entry -> true)).hasSize(2);
            rest.failIfFailed("lines");
        } finally {
            rest.delete("lines");
        }
    }

    private static String thirdParty(LocalStack stack, Path lines) {
        ObjectNode connector = JSON.createObjectNode().put("name", "lines");
        connector
                .putObject("config")
                .put("connector.class", "org.apache.kafka.connect.file.FileStreamSourceConnector")
                .put("tasks.max", "1")
                .put("file", lines.toString())
                .put("topic", "orders")
                .put("transforms", "validate")
                .put("transforms.validate.type", "dev.sluice.validate.SchemaValidate$Value")
                .put("transforms.validate.schema.registry.url", stack.schemaRegistryUrl())
                .put("transforms.validate.subject", "acme.orders")
                .put("transforms.validate.version", "latest")
                .put("transforms.validate.version.refresh.ms", "1000")
                .put("transforms.validate.text.format", "csv")
                .put("transforms.validate.errors.topic", "orders-errors")
                .put("errors.retry.timeout", "-1")
                .put("errors.tolerance", "none");
        return connector.toString();
    }

    private static void createTopics(LocalStack stack, String... names) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()))) {
            admin.createTopics(Arrays.stream(names)
                            .map(name -> new NewTopic(name, 2, (short) 1))
                            .toList())
                    .all()
                    .get();
        }
    }

    private static void register(LocalStack stack, String subject, String schema) throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(
                                        URI.create(stack.schemaRegistryUrl() + "/subjects/" + subject + "/versions"))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(JSON.createObjectNode()
                                        .put("schema", schema)
                                        .toString()))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private static Predicate<Records.Entry> ofTenant(String tenant) {
        return entry -> entry.headers().getOrDefault(SluiceHeaders.IMPORT, "").startsWith(tenant + "/");
    }

    private static void count(Map<String, Long> counts, String what) {
        counts.merge(what, 1L, Long::sum);
    }

    private static Struct value(Records.Entry entry) {
        return (Struct) entry.value().value();
    }
}
