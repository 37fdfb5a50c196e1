package dev.sluice.tenant.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.kubernetes.client.openapi.models.V1CronJob;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.strimzi.api.kafka.model.connector.KafkaConnector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is printed, read as Kubernetes' own API description and Strimzi's own model have it: a key that they do not know fails. */
class ManifestsTest {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final ObjectMapper STRICT = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .setAnnotationIntrospector(new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1L;

                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                    return false;
                }
            });

    private static JsonNode program(String agreement) throws IOException {
        return YAML.readTree(new IngestProgram(
                        "registry.example/ingest:1.2", Optional.of("ingest"), "sluice-staging", "/data", 1000, 2000)
                .render(Agreements.of(agreement), ZoneOffset.UTC));
    }

    private static JsonElement gson(JsonNode node) {
        return JsonParser.parseString(node.toString());
    }

    @Test
    void aScheduleIsACronJob() throws IOException {
        JsonNode job = program(Agreements.BATCH);
        assertThatCode(() -> V1CronJob.validateJsonElement(gson(job))).doesNotThrowAnyException();
        assertThat(job.path("apiVersion").asText()).isEqualTo("batch/v1");
        assertThat(job.path("kind").asText()).isEqualTo("CronJob");
        assertThat(job.at("/metadata/name").asText()).isEqualTo("client-a-ingest");
        assertThat(job.at("/metadata/namespace").asText()).isEqualTo("ingest");
        assertThat(job.at("/spec/schedule").asText()).isEqualTo("0 * * * *");
        assertThat(job.at("/spec/timeZone").asText()).isEqualTo("Etc/UTC");
        assertThat(job.at("/spec/concurrencyPolicy").asText()).isEqualTo("Forbid");
        JsonNode pod = job.at("/spec/jobTemplate/spec/template/spec");
        assertThat(pod.path("restartPolicy").asText()).isEqualTo("Never");
        JsonNode container = pod.at("/containers/0");
        assertThat(container.path("image").asText()).isEqualTo("registry.example/ingest:1.2");
        assertThat(container.path("env"))
                .extracting(each ->
                        each.path("name").asText() + "=" + each.path("value").asText())
                .containsExactly("CLIENT_ID=client_a", "SOURCE_PATH=/data");
        assertThat(container.path("resources"))
                .hasToString(
                        "{\"requests\":{\"cpu\":\"250m\",\"memory\":\"64Mi\"},\"limits\":{\"cpu\":\"500m\",\"memory\":\"128Mi\"}}");
    }

    @Test
    void noScheduleIsADeploymentOfOne() throws IOException {
        JsonNode deployment = program(Agreements.CONTINUOUS);
        assertThatCode(() -> V1Deployment.validateJsonElement(gson(deployment))).doesNotThrowAnyException();
        assertThat(deployment.path("kind").asText()).isEqualTo("Deployment");
        assertThat(deployment.at("/spec/replicas").asInt()).isEqualTo(1);
        assertThat(deployment.at("/spec/strategy/type").asText()).isEqualTo("Recreate");
        assertThat(deployment.at("/spec/template/metadata/labels"))
                .isEqualTo(deployment.at("/spec/selector/matchLabels"));
        assertThat(deployment.at("/spec/template/spec/containers/0").has("resources"))
                .isFalse();
    }

    /** It is a tenant's code. */
    @Test
    void aTenantsProgramSeesItsOwnDirectoryOnlyAndIsNobody() throws IOException {
        JsonNode pod = program(Agreements.BATCH).at("/spec/jobTemplate/spec/template/spec");
        assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
        assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(pod.at("/securityContext/runAsUser").asLong()).isEqualTo(1000);
        assertThat(pod.at("/securityContext/runAsGroup").asLong()).isEqualTo(2000);
        JsonNode container = pod.at("/containers/0");
        assertThat(container.at("/securityContext/allowPrivilegeEscalation").asBoolean(true))
                .isFalse();
        assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean())
                .isTrue();
        assertThat(container.at("/volumeMounts/0/mountPath").asText()).isEqualTo("/data/client_a");
        assertThat(container.at("/volumeMounts/0/subPath").asText()).isEqualTo("client_a");
        assertThat(pod.at("/volumes/0/persistentVolumeClaim/claimName").asText())
                .isEqualTo("sluice-staging");
    }

    /** So that a green test means something. */
    @Test
    void kubernetesOwnDescriptionFindsWhatIsMisspelt() throws IOException {
        ObjectNode job = (ObjectNode) program(Agreements.BATCH);
        ((ObjectNode) job.at("/spec/jobTemplate/spec/template/spec/containers/0")).put("imag", "x");
        assertThatThrownBy(() -> V1CronJob.validateJsonElement(gson(job))).hasMessageContaining("imag");
        ObjectNode other = (ObjectNode) program(Agreements.BATCH);
        ((ObjectNode) other.path("spec")).remove("schedule");
        assertThatThrownBy(() -> V1CronJob.validateJsonElement(gson(other))).hasMessageContaining("schedule");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 0 * * 7", "0 0 * * 5-7", "0 0 * * 1,7", "0 0 * * 7,1"})
    void sundayAs7IsNothingForKubernetes(String schedule) {
        assertThat(IngestProgram.problem(Agreements.of("{\"client\": \"a\", \"schedule\": \"" + schedule + "\"}")))
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"7 7 7 7 0", "7 17 27 7 *", "*/7 * * * 1-5", "0 0 * * 0,6"})
    void otherSevensAreFine(String schedule) {
        assertThat(IngestProgram.problem(Agreements.of("{\"client\": \"a\", \"schedule\": \"" + schedule + "\"}")))
                .isEmpty();
    }

    private static JsonNode strimzi(String agreement) throws IOException {
        Path template =
                Path.of(System.getProperty("sluice.root")).resolve("connector-configs/templates/tenant-source.json");
        Connector connector = Template.parse(Files.readAllBytes(template))
                .render(Agreements.of(agreement), ZoneId.of("Europe/Berlin"));
        return YAML.readTree(
                new StrimziConnector("my-connect", Optional.empty()).render(connector, Agreements.of(agreement)));
    }

    @Test
    void strimzisOwnModelTakesTheConnector() throws IOException {
        JsonNode resource = strimzi(Agreements.BATCH);
        KafkaConnector connector = STRICT.treeToValue(resource, KafkaConnector.class);
        assertThat(connector.getApiVersion()).isEqualTo("kafka.strimzi.io/v1beta2");
        assertThat(connector.getMetadata().getName()).isEqualTo("client-a-source");
        assertThat(connector.getMetadata().getLabels()).containsEntry("strimzi.io/cluster", "my-connect");
        assertThat(connector.getMetadata().getAnnotations())
                .containsEntry("sluice.dev/tenant", "client_a")
                .containsEntry("sluice.dev/limits.memory", "128Mi");
        assertThat(connector.getSpec().getClassName()).isEqualTo("dev.sluice.source.FileSourceConnector");
        assertThat(connector.getSpec().getTasksMax()).isEqualTo(1);
        assertThat(connector.getSpec().getAutoRestart().isEnabled()).isTrue();
        assertThat(connector.getSpec().getConfig())
                .containsEntry("schedule", "0 * * * *")
                .containsEntry("schedule.timezone", "Europe/Berlin")
                .containsEntry("tenant", "client_a")
                .doesNotContainKeys("connector.class", "tasks.max", "name");
    }

    @Test
    void strimzisOwnModelFindsWhatIsMisspelt() throws IOException {
        ObjectNode resource = (ObjectNode) strimzi(Agreements.CONTINUOUS);
        ((ObjectNode) resource.path("spec")).put("taskMax", 1);
        assertThatThrownBy(() -> STRICT.treeToValue(resource, KafkaConnector.class))
                .hasMessageContaining("taskMax");
    }
}
