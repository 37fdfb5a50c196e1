package dev.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.contract.Rejection;
import dev.sluice.contract.SluiceHeaders;
import dev.sluice.contract.Violation;
import dev.sluice.contract.Violation.Code;
import dev.sluice.demo.ConnectRest;
import dev.sluice.demo.Staging;
import dev.sluice.demo.TopicReader;
import dev.sluice.demo.WireFormat;
import dev.sluice.stack.LocalStack;
import dev.sluice.stack.junit.StackExtension;
import dev.sluice.stack.process.Await;
import io.confluent.connect.avro.AvroConverter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Brokers and Registry that refuse what they are given: a connector whose topics take too little is not accepted, rows that are too large
 * are rejected and not tried, a definition that the Registry refuses is refused. No task dies of any of it. The workers of the stack write
 * in transactions, in which one record that is too large would end the task, and the next one, and so on.
 */
@ExtendWith(StackExtension.class)
class RefusalsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int ROWS = 3_000;
    private static final int LARGE_EVERY = 100;
    private static final int MOST = 20_000;
    private static final String DEFINITION = """
            {"name": "%s", "file_type": "csv", "key_space": "mysimbdp_coredms", "primary_key": ["id"],
             "schema": {"type": "record", "name": "%s", "fields": [
               {"name": "id", "type": "long"},
               {"name": "kind", "type": {"type": "enum", "name": "Kind", "symbols": [%s]}},
               {"name": "text", "type": "string"}]}}
            """;

    @Test
    void rowsThatTheBrokerWouldRefuseAreRejected(LocalStack stack) throws Exception {
        ConnectRest rest = new ConnectRest(stack.connectUrl());
        createTopics(stack, "large", Map.of("max.message.bytes", Integer.toString(MOST)));
        Map<String, String> settings = topics("large");
        assertThatThrownBy(() -> rest.post(Project.sourceConfig("large", "large", settings)))
                .isInstanceOf(ConnectRest.RestException.class)
                .hasMessageContaining("large-rows")
                .hasMessageContaining("takes messages of " + MOST + " bytes at most")
                .hasMessageContaining("max.message.bytes");
        settings.put("max.message.bytes", Integer.toString(MOST));
        settings.put("transforms.validate.max.message.bytes", Integer.toString(MOST));
        settings.put("producer.override.batch.size", Integer.toString(MOST));
        rest.post(Project.sourceConfig("large", "large", settings));
        rest.awaitRunning("large", Duration.ofMinutes(1));
        Staging staging = new Staging(stack.stagingDirectory(), "large");
        staging.drop("t.dataset.json", DEFINITION.formatted("t", "large_t", "\"A\""));
        StringBuilder file = new StringBuilder("id,kind,text\n");
        for (int row = 1; row <= ROWS; row++) {
            // One of two large rows is not in order either; its rejection, by the transform, must fit as well.
            file.append(row)
                    .append(row % (2 * LARGE_EVERY) == 0 ? ",Z," : ",A,")
                    .append(row % LARGE_EVERY == 0 ? "é".repeat(MOST) : "short")
                    .append('\n');
        }
        staging.drop("t.csv", file.toString());

        JsonNode report = await(staging, "t.csv");
        rest.failIfFailed("large");
        int large = ROWS / LARGE_EVERY;
        assertThat(report.path("state").asText()).as(report.toString()).isEqualTo("completed");
        assertThat(report.path("rows_accepted").asInt()).isEqualTo(ROWS - large);
        assertThat(report.path("rows_rejected").asInt()).isEqualTo(large);
        assertThat(report.path("violations_by_code").path("RECORD_TOO_LARGE").asInt())
                .as(report.toString())
                .isEqualTo(large / 2);
        assertThat(report.path("violations_by_code").path("NOT_A_SYMBOL").asInt())
                .isEqualTo(large / 2);
        assertThat(rows(stack, "large-rows")).hasSize(ROWS - large).doesNotContain((long) LARGE_EVERY);
        assertThat(rejections(stack, "large-errors")).hasSize(large).allSatisfy(rejection -> {
            long ordinal = rejection.position().ordinal();
            assertThat(ordinal % LARGE_EVERY).isZero();
            assertThat(rejection.position().line()).isEqualTo(ordinal + 1);
            assertThat(rejection.raw()).startsWith(ordinal + ",");
            assertThat(rejection.violations())
                    .extracting(Violation::code)
                    .containsExactly(ordinal % (2 * LARGE_EVERY) == 0 ? Code.NOT_A_SYMBOL : Code.RECORD_TOO_LARGE);
        });
        // The task that has lived through it takes the next file.
        staging.drop("t-2.csv", "id,kind,text\n1,A,again\n");
        assertThat(await(staging, "t-2.csv").path("rows_accepted").asInt()).isEqualTo(1);
        rest.failIfFailed("large");
        rest.delete("large");
    }

    @Test
    void aDefinitionThatTheRegistryRefusesIsRefusedUntilItDoesNot(LocalStack stack) throws Exception {
        ConnectRest rest = new ConnectRest(stack.connectUrl());
        createTopics(stack, "strict", Map.of());
        rest.post(Project.sourceConfig("strict", "strict", topics("strict")));
        rest.awaitRunning("strict", Duration.ofMinutes(1));
        Staging staging = new Staging(stack.stagingDirectory(), "strict");
        staging.drop("t.dataset.json", DEFINITION.formatted("t", "strict_t", "\"A\""));
        assertThat(await(staging, "t.dataset.json").path("state").asText()).isEqualTo("defined");

        // Old readers do not know a new symbol, and FULL asks them.
        compatibility(stack, "strict.strict_t", "FULL");
        staging.drop("t-2.dataset.json", DEFINITION.formatted("t", "strict_t", "\"A\", \"B\""));
        JsonNode refused = await(staging, "t-2.dataset.json");
        assertThat(refused.path("state").asText()).as(refused.toString()).isEqualTo("rejected");
        assertThat(refused.path("reasons").get(0).path("code").asText()).isEqualTo("INCOMPATIBLE_CHANGE");
        assertThat(refused.path("reasons").get(0).path("message").asText())
                .contains("the Schema Registry does not accept the change");
        staging.drop("t.csv", "id,kind,text\n1,A,x\n2,B,x\n");
        assertThat(await(staging, "t.csv").path("rows_accepted").asInt())
                .as("by the definition that is in force")
                .isEqualTo(1);

        compatibility(stack, "strict.strict_t", "BACKWARD");
        staging.drop("t-3.dataset.json", DEFINITION.formatted("t", "strict_t", "\"A\", \"B\""));
        assertThat(await(staging, "t-3.dataset.json").path("state").asText()).isEqualTo("defined");
        staging.drop("t-2.csv", "id,kind,text\n2,B,x\n");
        assertThat(await(staging, "t-2.csv").path("rows_accepted").asInt()).isEqualTo(1);
        rest.failIfFailed("strict");
        rest.delete("strict");
    }

    private static void createTopics(LocalStack stack, String name, Map<String, String> configs) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()))) {
            admin.createTopics(List.of("rows", "errors", "events").stream()
                            .map(what -> new NewTopic(name + "-" + what, 2, (short) 1).configs(configs))
                            .toList())
                    .all()
                    .get();
        }
    }

    private static Map<String, String> topics(String name) {
        return new HashMap<>(Map.of(
                "topic", name + "-rows",
                "errors.topic", name + "-errors",
                "events.topic", name + "-events",
                "transforms.validate.errors.topic", name + "-errors"));
    }

    private static JsonNode await(Staging staging, String file) throws InterruptedException {
        return Await.atMost(PATIENCE).get("the report of " + file, () -> staging.report(file));
    }

    private static void compatibility(LocalStack stack, String subject, String level) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(stack.schemaRegistryUrl() + "/config/" + subject))
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .PUT(HttpRequest.BodyPublishers.ofString("{\"compatibility\": \"" + level + "\"}"))
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }

    /** The ids that have come, each once. */
    private static Set<Long> rows(LocalStack stack, String topic) {
        Set<Long> ids = new HashSet<>();
        AvroConverter values = WireFormat.converter(stack.schemaRegistryUrl(), false);
        for (ConsumerRecord<byte[], byte[]> record : all(stack, topic)) {
            if (record.headers().lastHeader(SluiceHeaders.EVENT) == null) {
                Struct row =
                        (Struct) values.toConnectData(topic, record.value()).value();
                assertThat(ids.add(row.getInt64("id"))).as("once").isTrue();
            }
        }
        return ids;
    }

    private static List<Rejection> rejections(LocalStack stack, String topic) {
        AvroConverter values = WireFormat.converter(stack.schemaRegistryUrl(), false);
        return all(stack, topic).stream()
                .map(record -> Rejection.of(
                        (Struct) values.toConnectData(topic, record.value()).value()))
                .toList();
    }

    private static List<ConsumerRecord<byte[], byte[]>> all(LocalStack stack, String topic) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (TopicReader reader = new TopicReader(stack.bootstrapServers(), topic)) {
            var ends = reader.ends();
            while (!reader.hasReached(ends)) {
                reader.poll(Duration.ofSeconds(1)).forEach(records::add);
            }
        }
        return records;
    }
}
