package dev.sluice.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import dev.sluice.cassandra.bind.PlainTopic;
import dev.sluice.cassandra.define.Naming;
import dev.sluice.cassandra.define.RecordsAs;
import dev.sluice.cassandra.define.TableName;
import dev.sluice.cassandra.define.TableStyle;
import dev.sluice.cassandra.plan.WritePlan;
import dev.sluice.cassandra.progress.ImportBook;
import dev.sluice.cassandra.session.CassandraLink;
import dev.sluice.cassandra.session.HostAndPort;
import dev.sluice.cassandra.session.SessionSettings;
import dev.sluice.cassandra.session.Tls;
import dev.sluice.cassandra.write.Pressure;
import dev.sluice.contract.SluiceVersion;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.ServiceLoader;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.sink.SinkConnector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CassandraSinkConfigTest {
    private static final Map<String, String> REQUIRED =
            Map.of("name", "load", "cassandra.contact.points", "c1:9043, c2", "cassandra.local.datacenter", "dc1");

    private static Map<String, String> with(Map<String, String> more) {
        Map<String, String> props = new HashMap<>(REQUIRED);
        props.putAll(more);
        return props;
    }

    @Test
    void everyDefault() {
        CassandraSinkConfig config = new CassandraSinkConfig(REQUIRED);
        assertThat(config.session())
                .isEqualTo(new SessionSettings(
                        List.of(new HostAndPort("c1", 9043), new HostAndPort("c2", 9042)),
                        "dc1",
                        null,
                        null,
                        null,
                        null,
                        DefaultConsistencyLevel.LOCAL_QUORUM,
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(30),
                        "load-connector"));
        assertThat(config.keyspacePolicy().allows("any")).isTrue();
        assertThat(config.keyspacePolicy().style()).isEqualTo(new TableStyle(Naming.EXACT, RecordsAs.JSON));
        assertThat(config.ownKeyspace().create()).isEmpty();
        assertThat(config.ownKeyspace().name()).isEqualTo("sluice");
        assertThat(config.writePlan()).isEqualTo(new WritePlan(50, 65_536));
        assertThat(config.pressure()).isEqualTo(new Pressure(512, 2_000));
        assertThat(config.waits()).isEqualTo(new Loader.Waits(30_000, 4_000));
        assertThat(config.definitionWaitMillis()).isEqualTo(30_000);
        assertThat(config.errorTopics()).containsExactly("import-error");
        assertThat(config.importChoices()).isEqualTo(new ImportBook.Choices(100, Duration.ofSeconds(60)));
        assertThat(config.ownKeyspace())
                .isEqualTo(new CassandraLink.OwnKeyspace("sluice", Optional.empty(), Duration.ofDays(180)));
    }

    @Test
    void everyKeyIsHeeded() {
        CassandraSinkConfig config = new CassandraSinkConfig(with(Map.ofEntries(
                Map.entry("sluice.task", "3"),
                Map.entry("cassandra.username", "u"),
                Map.entry("cassandra.password", "secret0"),
                Map.entry("cassandra.consistency.level", "ONE"),
                Map.entry("cassandra.secure.connect.bundle", "/b.zip"),
                Map.entry("cassandra.tls", "true"),
                Map.entry("cassandra.tls.truststore.location", "/t.p12"),
                Map.entry("cassandra.tls.truststore.password", "secret1"),
                Map.entry("cassandra.tls.keystore.location", "/k.p12"),
                Map.entry("cassandra.tls.keystore.password", "secret2"),
                Map.entry("cassandra.tls.hostname.verification", "false"),
                Map.entry("keyspaces", "a*, b"),
                Map.entry("keyspace.auto.create", "true"),
                Map.entry("keyspace.replication", "{'class': 'NetworkTopologyStrategy', 'dc1': 2}"),
                Map.entry("sluice.keyspace", "own"),
                Map.entry("identifier.case", "lower"),
                Map.entry("records.as", "udt"),
                Map.entry("max.in.flight", "7"),
                Map.entry("max.latency.p99.ms", "8"),
                Map.entry("batch.max.rows", "1"),
                Map.entry("batch.max.bytes", "2048"),
                Map.entry("request.timeout.ms", "200"),
                Map.entry("ddl.timeout.ms", "300"),
                Map.entry("put.timeout.ms", "400"),
                Map.entry("definition.wait.ms", "0"),
                Map.entry("errors.topics", "e1, e2"),
                Map.entry("import.errors.max", "3"),
                Map.entry("import.grace.ms", "4"),
                Map.entry("import.retention.days", "0"))));
        SessionSettings session = config.session();
        assertThat(session.username()).isEqualTo("u");
        assertThat(session.password()).isEqualTo("secret0");
        assertThat(session.consistency()).isEqualTo(DefaultConsistencyLevel.ONE);
        assertThat(session.cloudBundle()).isEqualTo(Path.of("/b.zip"));
        assertThat(session.tls())
                .isEqualTo(new Tls(new Tls.Store("/t.p12", "secret1"), new Tls.Store("/k.p12", "secret2"), false));
        assertThat(config.summary()).contains("/t.p12").doesNotContain("secret");
        assertThat(session.requestTimeout()).hasMillis(200);
        assertThat(session.ddlTimeout()).hasMillis(300);
        assertThat(session.applicationName()).isEqualTo("load-3");
        assertThat(config.keyspacePolicy().allows("ab")).isTrue();
        assertThat(config.keyspacePolicy().allows("bb")).isFalse();
        assertThat(config.keyspacePolicy().style()).isEqualTo(new TableStyle(Naming.LOWER, RecordsAs.UDT));
        assertThat(config.ownKeyspace().create())
                .contains("CREATE KEYSPACE IF NOT EXISTS \"own\" WITH replication = "
                        + "{'class': 'NetworkTopologyStrategy', 'dc1': '2'}");
        assertThat(config.writePlan()).isEqualTo(new WritePlan(1, 2_048));
        assertThat(config.pressure()).isEqualTo(new Pressure(7, 8));
        assertThat(config.waits()).isEqualTo(new Loader.Waits(400, 400));
        assertThat(config.definitionWaitMillis()).isZero();
        assertThat(config.errorTopics()).containsExactly("e1", "e2");
        assertThat(config.importChoices()).isEqualTo(new ImportBook.Choices(3, Duration.ofMillis(4)));
        assertThat(config.ownKeyspace().importRetention()).isZero();
        assertThat(config.summary()).doesNotContain("password");
    }

    @Test
    void allProblemsAreToldAtOnce() {
        Map<String, String> props = Map.of(
                "cassandra.contact.points", "c1:port",
                "cassandra.username", "u",
                "cassandra.consistency.level", "SOMETIMES",
                "keyspaces", "a;b",
                "keyspace.replication", "{'class': 'x'} AND y",
                "sluice.keyspace", "a.b",
                "max.in.flight", "0");
        assertThat(new CassandraSinkConnector().validate(props).configValues())
                .filteredOn(value -> !value.errorMessages().isEmpty())
                .extracting(ConfigValue::name)
                .containsExactlyInAnyOrder(
                        "cassandra.contact.points",
                        "cassandra.local.datacenter",
                        "cassandra.password",
                        "cassandra.consistency.level",
                        "keyspaces",
                        "keyspace.replication",
                        "sluice.keyspace",
                        "max.in.flight");
        assertThat(new CassandraSinkConnector().validate(REQUIRED).configValues())
                .allSatisfy(value -> assertThat(value.errorMessages()).isEmpty());
    }

    @Test
    void encryptionAndTheWayToTheClusterMustFitTogether() {
        Map<String, String> props = with(Map.of(
                "cassandra.secure.connect.bundle",
                "/no/such.zip",
                "cassandra.tls.truststore.location",
                "/no/such.p12"));
        assertThat(new CassandraSinkConnector().validate(props).configValues())
                .filteredOn(value -> !value.errorMessages().isEmpty())
                .extracting(ConfigValue::name)
                .containsExactlyInAnyOrder(
                        "cassandra.contact.points",
                        "cassandra.local.datacenter",
                        "cassandra.secure.connect.bundle",
                        "cassandra.tls.truststore.location");
    }

    @Test
    void plainTopicsAreReadAndTheirMistakesAreAllTold() {
        CassandraSinkConfig config = new CassandraSinkConfig(with(Map.of(
                "topic.a.b.table", "ks.Tab",
                "topic.a.b.mapping", "k = key, v=value.x.y",
                "topic.a.b.deletes", "false",
                "topic.a.b.timestamp", "offset",
                "topic.a.b.ttl.seconds", "9")));
        assertThat(config.plainTopics())
                .isEqualTo(Map.of(
                        "a.b",
                        new PlainTopic(
                                new TableName("ks", "Tab"),
                                Map.of("k", "key", "v", "value.x.y"),
                                false,
                                PlainTopic.WriteClock.OFFSET,
                                OptionalInt.of(9))));
        assertThat(new CassandraSinkConnector()
                        .validate(with(Map.of(
                                "topic.a.table", "tab",
                                "topic.b.mapping", "k=key",
                                "topic.c.nonsense", "x",
                                "topic.d.table", "ks.d",
                                "topic.d.mapping", "k=somewhere")))
                        .configValues())
                .filteredOn(value -> !value.errorMessages().isEmpty())
                .singleElement()
                .satisfies(value -> assertThat(value.errorMessages().toString())
                        .contains("where='a'", "where='b'", "topic.c.nonsense", "where='d'", "somewhere"));
    }

    @Test
    void aDeadLetterQueueThatTheConnectorReadsIsRefused() {
        Map<String, String> props = with(
                Map.of("topics", "validated-input, import-error", "errors.deadletterqueue.topic.name", "import-error"));
        assertThat(new CassandraSinkConnector().validate(props).configValues())
                .filteredOn(value -> !value.errorMessages().isEmpty())
                .extracting(ConfigValue::name)
                .containsExactly("errors.deadletterqueue.topic.name");
        props.put("errors.deadletterqueue.topic.name", "load-error");
        assertThat(new CassandraSinkConnector().validate(props).configValues())
                .allSatisfy(value -> assertThat(value.errorMessages()).isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"c1, true", "c1:1, true", "10.0.0.1:9042, true", "[::1]:9042, true", "c1:0, false", "c1:65536, false"})
    void contactPointsAreHostAndPort(String point, boolean valid) {
        Map<String, String> props = with(Map.of("cassandra.contact.points", point));
        if (valid) {
            assertThat(new CassandraSinkConfig(props).session().contactPoints()).hasSize(1);
        } else {
            assertThatThrownBy(() -> new CassandraSinkConfig(props)).isInstanceOf(ConfigException.class);
        }
    }

    @Test
    void connectFindsTheConnectorWithItsVersionAndTellsTasksApart() {
        SinkConnector connector = ServiceLoader.load(SinkConnector.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(CassandraSinkConnector.class::isInstance)
                .findFirst()
                .orElseThrow();
        assertThat(connector.version()).isEqualTo(SluiceVersion.get());
        connector.start(REQUIRED);
        assertThat(connector.taskConfigs(2))
                .extracting(config -> config.get("sluice.task"))
                .containsExactly("0", "1");
    }
}
