package dev.sluice.it.secured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.servererrors.UnauthorizedException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.demo.Archive;
import dev.sluice.demo.ConnectRest;
import dev.sluice.demo.PortalClient;
import dev.sluice.demo.Staging;
import dev.sluice.it.Project;
import dev.sluice.stack.TenantPortal;
import dev.sluice.stack.process.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The shipped connectors, each under a name of its own, with the ACLs, grants and settings of {@code docs/security.md} and nothing
 * else: everything works, and what is taken away is missed loudly. One story, told in order.
 */
@ExtendWith(SecuredStack.Extension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SecuredPipelineIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String SOURCE = "client-a-source";
    private static final String SINK = "cassandra-sink";
    private static final List<String> CONNECTORS = List.of(SOURCE, SINK, "error-hdfs-sink", "load-error-hdfs-sink");
    private static final String FOREIGN = "product_insights";
    private static final String DEFINITION = """
            {"name": "%1$s", "file_type": "csv", "key_space": "%2$s", "primary_key": ["id"],
             "schema": {"type": "record", "name": "%1$s", "fields": [
               {"name": "id", "type": "int"}, {"name": "level", "type": "double"}]}}
            """;
    private static final int ROWS = 500;

    private final HttpClient http = HttpClient.newHttpClient();
    private SecuredStack secured;
    private CqlSession superuser;
    private ConnectRest rest;
    private Staging staging;

    @BeforeAll
    void furnish(SecuredStack stack) throws Exception {
        secured = stack;
        superuser = stack.furnishCassandra();
        superuser.execute("CREATE KEYSPACE IF NOT EXISTS " + FOREIGN
                + " WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
        stack.furnishKafka(List.of(acl(SOURCE, "import-error", AclOperation.WRITE)));
        stack.stack().startWorker("worker-1");
        rest = new ConnectRest(stack.stack().connectUrl());
        staging = new Staging(stack.stack().stagingDirectory(), "client_a");
    }

    @AfterAll
    void close() {
        if (rest != null) {
            // Nobody else needs it, and its sink would meet what other tests take away from its role.
            secured.stack().engine("worker-1").stop();
        }
        if (superuser != null) {
            superuser.close();
        }
    }

    private AclBinding acl(String principal, String resource, AclOperation operation) {
        return secured.guide().acls().stream()
                .filter(acl -> acl.entry().principal().equals("User:" + principal)
                        && acl.pattern().name().equals(resource)
                        && acl.entry().operation() == operation)
                .findFirst()
                .orElseThrow();
    }

    private void allow(AclBinding acl) throws Exception {
        try (Admin admin = secured.admin()) {
            admin.createAcls(List.of(acl)).all().get();
        }
    }

    private void forbid(AclBinding acl) throws Exception {
        try (Admin admin = secured.admin()) {
            assertThat(admin.deleteAcls(List.of(acl.toFilter())).all().get()).hasSize(1);
        }
    }

    /** As it is shipped, with the guide's settings. */
    private String connector(String name) throws IOException {
        ObjectNode connector = (ObjectNode) JSON.readTree(Project.connectorConfig(name));
        ObjectNode config = (ObjectNode) connector.path("config");
        secured.settings(name).forEach(config::put);
        if (name.equals(SOURCE)) {
            config.put("keyspaces", config.path("keyspaces").asText() + "," + FOREIGN);
        }
        return connector.toString();
    }

    private String awaitFailure(String connector) throws InterruptedException {
        return Await.atMost(PATIENCE).get(connector + " to fail", () -> {
            for (JsonNode task :
                    rest.get("/connectors/" + connector + "/status").path("tasks")) {
                if (task.path("state").asText().equals("FAILED")) {
                    return Optional.of(task.path("trace").asText());
                }
            }
            return Optional.empty();
        });
    }

    /** Asks again as long as a task is seen to have failed: one may have failed a moment ago, unknown to who was asked first. */
    private void restart(String connector) throws Exception {
        Await.atMost(PATIENCE).until(connector + " to run again", () -> {
            List<String> states =
                    rest.get("/connectors/" + connector + "/status").findValuesAsText("state");
            if (states.contains("FAILED")) {
                HttpResponse<String> answer = http.send(
                        HttpRequest.newBuilder(URI.create(secured.stack().connectUrl() + "/connectors/" + connector
                                        + "/restart?includeTasks=true&onlyFailed=true"))
                                .POST(HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
            }
            return states.stream().allMatch("RUNNING"::equals);
        });
    }

    private static String file(int rows) {
        return IntStream.rangeClosed(1, rows)
                .mapToObj(id -> id % 100 == 0 ? id + ",much" : id + "," + id)
                .collect(Collectors.joining("\n", "id,level\n", "\n"));
    }

    private JsonNode awaitReport(String file) throws InterruptedException {
        return Await.atMost(PATIENCE).get("report of " + file, () -> staging.report(file));
    }

    private void awaitImport(String file, long accepted, long rejected) throws InterruptedException {
        Await.atMost(PATIENCE)
                .until(
                        file + " to be completed",
                        () -> imports(file).equals(List.of("COMPLETED " + accepted + " " + rejected)));
    }

    /** State, accepted and rejected rows of each import of a file. */
    private List<String> imports(String file) {
        return superuser
                .execute(
                        "SELECT file, state, rows_accepted, rows_rejected FROM sluice.imports WHERE tenant = 'client_a'")
                .all()
                .stream()
                .filter(row -> file.equals(row.getString(0)))
                .map(row -> row.getString(1) + " " + row.getLong(2) + " " + row.getLong(3))
                .toList();
    }

    /** Archived records of a dataset, by kind. */
    private Map<String, Long> archived(String dataset) throws IOException {
        Map<String, Long> kinds = new HashMap<>();
        try (Archive archive = new Archive(secured.stack().hdfsUri(), "/sluice/errors")) {
            archive.forEach(record -> {
                if (dataset.equals(String.valueOf(record.get("dataset")))) {
                    kinds.merge(record.get("kind").toString(), 1L, Long::sum);
                }
            });
        }
        return kinds;
    }

    @Test
    @Order(1)
    void aMissingRightOfASourceIsFoundWhenItIsPosted() throws Exception {
        String source = connector(SOURCE);
        assertThatThrownBy(() -> rest.post(source))
                .hasMessageContaining("400")
                .hasMessageContaining("cannot be asked: topic (where='import-error'): Topic authorization failed.");
        allow(acl(SOURCE, "import-error", AclOperation.WRITE));
        for (String name : CONNECTORS) {
            rest.post(connector(name));
        }
        for (String name : CONNECTORS) {
            rest.awaitRunning(name, PATIENCE);
        }
    }

    @Test
    @Order(2)
    void aRightThatIsTakenAwayStopsTheTaskAndLosesNothing() throws Exception {
        AclBinding write = acl(SOURCE, "import-error", AclOperation.WRITE);
        forbid(write);
        staging.drop("levels.dataset.json", DEFINITION.formatted("levels", "mysimbdp_coredms"));
        assertThat(awaitReport("levels.dataset.json").path("state").asText()).isEqualTo("defined");
        staging.drop("levels-1.csv", file(ROWS));
        assertThat(awaitFailure(SOURCE)).contains("Not authorized to access topics: [import-error]");
        assertThat(staging.in().resolve("levels-1.csv")).exists();
        assertThat(staging.report("levels-1.csv")).isEmpty();

        allow(write);
        restart(SOURCE);
        JsonNode report = awaitReport("levels-1.csv");
        assertThat(report.path("rows_accepted").asLong()).isEqualTo(ROWS - 5);
        assertThat(report.path("rows_rejected").asLong()).isEqualTo(5);
        awaitImport("levels-1.csv", ROWS - 5, 5);
        Map<Integer, Double> landed = new HashMap<>();
        superuser
                .execute("SELECT id, level FROM mysimbdp_coredms.levels")
                .forEach(row -> landed.put(row.getInt(0), row.getDouble(1)));
        assertThat(landed)
                .isEqualTo(IntStream.rangeClosed(1, ROWS)
                        .filter(id -> id % 100 != 0)
                        .boxed()
                        .collect(Collectors.toMap(id -> id, Integer::doubleValue)));
        Await.atMost(PATIENCE)
                .until("rejections on HDFS", () -> archived("levels").equals(Map.of("REJECTION", 5L)));
    }

    @Test
    @Order(3)
    void whatTheSinksRoleMayNotWriteIsADeadLetterAndWithoutTheRightToWriteThoseTheSinkStops() throws Exception {
        staging.drop("foreign.dataset.json", DEFINITION.formatted("foreign", FOREIGN));
        staging.drop("foreign-1.csv", "id,level\n1,1\n2,2\n");
        awaitReport("foreign-1.csv");
        awaitImport("foreign-1.csv", 0, 2);
        Await.atMost(PATIENCE)
                .until("dead letters on HDFS", () -> archived("foreign").getOrDefault("DEAD_LETTER", 0L) >= 2);

        AclBinding write = acl(SINK, "load-error", AclOperation.WRITE);
        forbid(write);
        staging.drop("foreign-2.csv", "id,level\n3,3\n4,4\n5,5\n");
        awaitReport("foreign-2.csv");
        // Whoever asks for the report's end first, the sink or Connect before it commits offsets, fails the task over
        // it.
        assertThat(awaitFailure(SINK)).contains("Not authorized to access topics: [load-error]");
        assertThat(imports("foreign-2.csv"))
                .as("nothing is counted that could not be reported")
                .noneMatch(told -> told.startsWith("COMPLETED"));
        allow(write);
        restart(SINK);
        awaitImport("foreign-2.csv", 0, 3);
    }

    @Test
    @Order(4)
    void noPrincipalCanDoWhatIsAnothersBusiness() {
        assertThat(refusal(SINK, "validated-input")).isInstanceOf(TopicAuthorizationException.class);
        assertThat(refusal("error-hdfs-sink", "import-error"))
                .as("who may write no topic at all gets no producer id")
                .isInstanceOf(ClusterAuthorizationException.class);
        assertThat(refusal(SOURCE, "load-error")).isInstanceOf(TopicAuthorizationException.class);
        assertThat(refusal(SOURCE, "sluice-connect-config")).isInstanceOf(TopicAuthorizationException.class);
        Map<String, Object> settings = new HashMap<>(secured.kafka(SOURCE));
        settings.put("transactional.id", "sluice-connect-client-b-source-0");
        assertThat(refusal(settings, KafkaProducer::initTransactions))
                .isInstanceOf(TransactionalIdAuthorizationException.class);
    }

    private AuthorizationException refusal(String principal, String topic) {
        return refusal(
                secured.kafka(principal),
                producer -> producer.send(new ProducerRecord<>(topic, new byte[] {1}))
                        .get(30, TimeUnit.SECONDS));
    }

    /**
     * What the broker says to {@code use}. A call made after the refusal of an earlier one is answered with a
     * KafkaException whose cause is that refusal, so which exception carries it is a matter of timing.
     */
    private static AuthorizationException refusal(Map<String, Object> principal, Use use) {
        Map<String, Object> settings = new HashMap<>(principal);
        settings.put("max.block.ms", "30000");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            Throwable thrown = catchThrowable(() -> use.of(producer));
            while (thrown != null && !(thrown instanceof AuthorizationException)) {
                thrown = thrown.getCause();
            }
            return (AuthorizationException) thrown;
        }
    }

    private interface Use {
        void of(KafkaProducer<byte[], byte[]> producer) throws Exception;
    }

    @Test
    @Order(5)
    void thePortalOnlyLooksOn() throws Exception {
        TenantPortal portal = secured.stack().startPortal(secured.portalEnvironment());
        try (CqlSession session =
                secured.session(SecuredStack.PORTAL_ROLE, secured.password(SecuredStack.PORTAL_ROLE))) {
            PortalClient tenant = new PortalClient(portal.url(), portal.token("client_a"));
            assertThat(tenant.imports("client_a"))
                    .containsEntry("levels-1.csv", "completed " + (ROWS - 5) + " 5")
                    .containsEntry("foreign-2.csv", "completed 0 3");
            assertThatThrownBy(() -> session.execute("DELETE FROM sluice.imports WHERE tenant = 'client_a'"))
                    .isInstanceOf(UnauthorizedException.class);
            assertThatThrownBy(() -> session.execute("SELECT * FROM mysimbdp_coredms.levels"))
                    .isInstanceOf(UnauthorizedException.class);
        } finally {
            portal.stop();
        }
    }

    @Test
    @Order(6)
    void noPasswordIsInALogOrInWhatConnectTells() throws Exception {
        StringBuilder said = new StringBuilder();
        for (String engine : List.of("worker-1", "broker", "cassandra", "portal")) {
            said.append(Files.readString(secured.stack().engine(engine).logFile(), StandardCharsets.UTF_8));
        }
        for (String name : CONNECTORS) {
            said.append(rest.get("/connectors/" + name));
            said.append(rest.get("/connectors/" + name + "/tasks"));
        }
        assertThat(said.toString()).contains("sluice_sink", "${file:");
        assertThat(secured.secrets())
                .hasSizeGreaterThan(4)
                .allSatisfy(secret -> assertThat(said.indexOf(secret))
                        .as("a password's place in logs and answers")
                        .isEqualTo(-1));
    }
}
