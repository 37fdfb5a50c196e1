package dev.sluice.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.agreement.Schedule;
import dev.sluice.contract.SluiceVersion;
import dev.sluice.contract.Tenant;
import dev.sluice.source.agree.Terms;
import dev.sluice.source.lane.Limits;
import dev.sluice.source.settle.CleanupPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSourceConnectorTest {
    @TempDir
    Path staging;

    private final FileSourceConnector connector = new FileSourceConnector();

    private Map<String, String> props(String... more) {
        Map<String, String> props = new HashMap<>(Map.of(
                "tenant", "acme",
                "staging.dir", staging.toString(),
                "schema.registry.url", "http://a:1,http://b:2",
                "kafka.bootstrap.servers", "localhost:9092",
                "preflight.services", "false"));
        for (int i = 0; i < more.length; i += 2) {
            props.put(more[i], more[i + 1]);
        }
        return props;
    }

    private Map<String, List<String>> problems(Map<String, String> props) {
        return connector.validate(props).configValues().stream()
                .filter(value -> !value.errorMessages().isEmpty())
                .collect(Collectors.toMap(ConfigValue::name, ConfigValue::errorMessages));
    }

    @Test
    void isFoundByConnect() {
        assertThat(ServiceLoader.load(SourceConnector.class))
                .anySatisfy(found -> assertThat(found).isInstanceOf(FileSourceConnector.class));
        assertThat(connector.version()).isEqualTo(SluiceVersion.get());
        assertThat(new FileSourceTask().version()).isEqualTo(SluiceVersion.get());
        assertThat(connector.exactlyOnceSupport(props())).isEqualTo(ExactlyOnceSupport.SUPPORTED);
    }

    @Test
    void defaults() {
        FileSourceConfig config = new FileSourceConfig(props());
        assertThat(TopicKeys.topics(config).rows()).isEqualTo("validated-input");
        assertThat(TopicKeys.topics(config).errors()).isEqualTo("import-error");
        assertThat(TopicKeys.topics(config).events()).isEqualTo("table-ops");
        assertThat(StagingKeys.completeness(config, Clock.systemUTC()).settleMillis())
                .isEqualTo(2000);
        assertThat(StagingKeys.scanMillis(config)).isEqualTo(1000);
        assertThat(ReadingKeys.limits(config)).isEqualTo(new Limits(2000, 1 << 20, 500, 1 << 19, 16_384));
        assertThat(StagingKeys.tenants(config)).containsExactly(new Tenant("acme"));
        Terms terms = OperationsKeys.terms(config, EncryptionKeys.encryption(config))
                .of(new Tenant("acme"))
                .orElseThrow();
        assertThat((Predicate<String>) terms::allows).accepts("acme", "acme_x").rejects("other", "acmex");
        assertThat(terms.schedule()).isEqualTo(Schedule.CONTINUOUS);
        assertThat(terms.rowsPerSecond()).isZero();
        assertThat(terms.retentionDays()).isZero();
        assertThat(OperationsKeys.cleanup(config)).isEqualTo(CleanupPolicy.MOVE);
        assertThat(StagingKeys.completeness(config, Clock.systemUTC()).isMarked())
                .isFalse();
        assertThat(StagingKeys.skipsDuplicates(config)).isFalse();
        assertThat(ReadingKeys.carriesText(config)).isTrue();
        assertThat(ReadingKeys.splitMinBytes(config)).isZero();
        assertThat(ReadingKeys.messageBytes(config)).isEqualTo(1_000_000);
        assertThat(ReadingKeys.messageBytes(
                        new FileSourceConfig(props("producer.override.max.request.size", "5000000"))))
                .isEqualTo(5_000_000);
        assertThat(terms.encryption().required()).isFalse();
        assertThat(terms.encryption().recipients()).isEmpty();
        assertThat(FileSourceConfig.CONFIG_DEF.names()).hasSize(37);
    }

    @Test
    void everyKeyIsHeard() {
        FileSourceConfig config = new FileSourceConfig(props(
                "tenant", "",
                "tenants", "b,c",
                "topic", "r-${tenant}",
                "errors.topic", "e-${dataset}",
                "events.topic", "v",
                "keyspaces", "k*,${tenant}",
                "file.settle.ms", "1",
                "scan.interval.ms", "2",
                "batch.max.rows", "3",
                "batch.max.bytes", "4",
                "batch.max.ms", "9",
                "max.record.bytes", "5",
                "raw.max.chars", "6",
                "schedule", "0 1 * * *",
                "schedule.timezone", "Europe/Berlin",
                "max.rows.per.second", "7",
                "retention.days", "8",
                "cleanup.policy", "none",
                "file.complete", "marker",
                "duplicates", "skip",
                "rows.carry.text", "false",
                "split.min.bytes", "5000000000",
                "max.message.bytes", "30000",
                "schema.registry.basic.auth.user.info", "u:p",
                "kafka.security.protocol", "SSL"));
        assertThat(StagingKeys.tenants(config)).extracting(Tenant::name).containsExactly("b", "c");
        assertThat(TopicKeys.topics(config).resolved("b", "d").rows()).isEqualTo("r-b");
        assertThat(TopicKeys.topics(config).resolved("b", "d").errors()).isEqualTo("e-d");
        Terms terms = OperationsKeys.terms(config, EncryptionKeys.encryption(config))
                .of(new Tenant("b"))
                .orElseThrow();
        assertThat((Predicate<String>) terms::allows).accepts("k1", "b").rejects("c");
        assertThat(terms.schedule()).isEqualTo(Schedule.parse("0 1 * * *", ZoneId.of("Europe/Berlin")));
        assertThat(terms.rowsPerSecond()).isEqualTo(7);
        assertThat(terms.retentionDays()).isEqualTo(8);
        assertThat(OperationsKeys.cleanup(config)).isEqualTo(CleanupPolicy.NONE);
        assertThat(StagingKeys.scanMillis(config)).isEqualTo(2);
        FileSourceConfig settling = new FileSourceConfig(props("file.settle.ms", "1"));
        assertThat(StagingKeys.completeness(settling, Clock.systemUTC()).settleMillis())
                .isEqualTo(1);
        assertThat(ReadingKeys.limits(config)).isEqualTo(new Limits(3, 4, 9, 5, 6));
        assertThat(StagingKeys.completeness(config, Clock.systemUTC()).isMarked())
                .isTrue();
        assertThat(StagingKeys.skipsDuplicates(config)).isTrue();
        assertThat(ReadingKeys.carriesText(config)).isFalse();
        assertThat(ReadingKeys.splitMinBytes(config)).isEqualTo(5_000_000_000L);
        assertThat(ReadingKeys.messageBytes(config)).isEqualTo(30_000);
        assertThat(problems(props("max.message.bytes", "16383"))).containsOnlyKeys("max.message.bytes");
        assertThat(TopicKeys.schemaRegistryUrls(config)).containsExactly("http://a:1", "http://b:2");
        assertThat(TopicKeys.schemaRegistrySettings(config))
                .containsEntry("schema.registry.basic.auth.user.info", "u:p");
        assertThat(TopicKeys.kafkaSettings(config))
                .containsEntry("bootstrap.servers", "localhost:9092")
                .containsEntry("security.protocol", "SSL");
        assertThat(config.summary()).doesNotContain("u:p");
        assertThat(StagingKeys.tenants(new FileSourceConfig(props("tenant", "", "tenants", "*"))))
                .isEmpty();
    }

    @Test
    void aGoodConfigurationHasNoProblems() {
        assertThat(problems(props())).isEmpty();
        assertThat(problems(props("tenant", "", "tenants", "*"))).isEmpty();
    }

    @Test
    void allProblemsAreToldAtOnce() {
        assertThat(problems(Map.of(
                        "tenants", "Acme",
                        "staging.dir", staging.resolve("none").toString(),
                        "topic", "x",
                        "errors.topic", "x",
                        "events.topic", "a b",
                        "file.complete", "soon",
                        "batch.max.rows", "0")))
                .containsOnlyKeys(
                        "tenants",
                        "staging.dir",
                        "errors.topic",
                        "events.topic",
                        "batch.max.rows",
                        "file.complete",
                        "schema.registry.url",
                        "kafka.bootstrap.servers");
        assertThat(problems(props("tenants", "b"))).containsOnlyKeys("tenant");
        assertThat(problems(props("tenant", ""))).containsOnlyKeys("tenant");
    }

    @Test
    void taskConfigurationsAreConstant() {
        connector.start(props());
        assertThat(connector.taskConfigs(3)).isEqualTo(connector.taskConfigs(3)).hasSize(3);
        assertThat(connector.taskConfigs(3).get(2))
                .containsEntry("sluice.task", "2")
                .containsEntry("sluice.tasks", "3")
                .containsEntry("tenant", "acme");
    }

    @Test
    void foreignOffsetsAreRefused() {
        Map<Map<String, ?>, Map<String, ?>> reset = new HashMap<>();
        reset.put(Map.of("dataset", "acme/a"), null);
        assertThat(connector.alterOffsets(props(), reset)).isTrue();
        assertThatThrownBy(() -> connector.alterOffsets(props(), Map.of(Map.of("file", "a"), Map.of("x", 1))))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("source partition");
    }

    @Test
    void agreementsAreOutOfTenantsReach() throws IOException {
        Path inside = Files.createDirectory(staging.resolve("agreements"));
        assertThat(problems(props("agreements.dir", inside.toString())).get("agreements.dir"))
                .singleElement()
                .satisfies(problem -> assertThat(problem).contains("lies in staging.dir"));
        assertThat(problems(props("agreements.dir", "nowhere"))).containsOnlyKeys("agreements.dir");
        assertThat(problems(props(
                        "agreements.dir", staging.resolve("..").toRealPath().toString())))
                .isEmpty();
    }

    @Test
    void aTenantsFolderThatIsALinkIsTold() throws IOException {
        Files.createSymbolicLink(staging.resolve("acme"), staging.resolve("other"));
        assertThat(problems(props())).containsOnlyKeys("staging.dir");
    }

    @Test
    void badOperationsSettingsAreTold() {
        assertThat(problems(props(
                        "schedule", "hourly",
                        "schedule.timezone", "Mars/Olympus",
                        "cleanup.policy", "burn",
                        "retention.days", "-1",
                        "max.rows.per.second", "-1")))
                .containsOnlyKeys(
                        "schedule", "schedule.timezone", "cleanup.policy", "retention.days", "max.rows.per.second");
    }

    @Test
    void valuesAreRecommended() throws IOException {
        Files.createDirectory(staging.resolve("zeta"));
        Files.createDirectory(staging.resolve("Not-a-tenant"));
        Map<String, List<Object>> recommended = connector.validate(props()).configValues().stream()
                .collect(Collectors.toMap(ConfigValue::name, ConfigValue::recommendedValues));
        assertThat(recommended.get("tenant")).containsExactly("zeta");
        assertThat(recommended.get("tenants")).containsExactly("*", "zeta");
        assertThat(recommended.get("cleanup.policy")).containsExactly("move", "delete", "none");
        assertThat(recommended.get("schedule.timezone")).contains("Europe/Berlin");
        assertThat(recommended.get("schedule")).contains("continuous");
        assertThat(recommended.get("import.atomicity")).containsExactly("events", "file");
    }
}
