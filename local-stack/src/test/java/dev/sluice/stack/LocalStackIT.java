package dev.sluice.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.stack.engine.Checkout;
import dev.sluice.stack.junit.StackExtension;
import dev.sluice.stack.process.Await;
import dev.sluice.stack.process.Marker;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every engine does something real, survives a kill, and none is left in the end. */
@ExtendWith(StackExtension.class)
class LocalStackIT {
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final LocalStack stack;

    LocalStackIT(LocalStack stack) {
        this.stack = stack;
    }

    @Test
    void theBrokerHasSluicesTopics() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()))) {
            Map<String, TopicDescription> topics = admin.describeTopics(
                            List.of("validated-input", "import-error", "table-ops", "raw-input"))
                    .allTopicNames()
                    .get(30, TimeUnit.SECONDS);

            assertThat(topics.get("validated-input").partitions()).hasSize(5);
            assertThat(topics.get("import-error").partitions()).hasSize(3);
            assertThat(topics.get("table-ops").partitions()).hasSize(1);
            assertThat(topics.get("raw-input").partitions()).hasSize(5);
        }
    }

    @Test
    void aKilledBrokerComesBackOnItsPortWithItsData() throws Exception {
        EngineHandle broker = stack.engine("broker");
        long pid = broker.pid();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic("kept", 2, (short) 1)))
                    .all()
                    .get(30, TimeUnit.SECONDS);

            broker.kill();
            assertThat(broker.isAlive()).isFalse();
            broker.start();

            assertThat(broker.pid()).isNotEqualTo(pid);
            assertThat(admin.listTopics().names().get(30, TimeUnit.SECONDS)).contains("kept", "validated-input");
        }
        assertThat(StackRecord.read(stack.directory()).orElseThrow().runs())
                .allMatch(run -> run.process(stack.directory()).isPresent())
                .anyMatch(run -> run.engine().equals("broker") && run.pid() == broker.pid());
    }

    @Test
    void theRegistryRegistersSchemasAndRefusesIncompatibleOnes() throws Exception {
        String versions = stack.schemaRegistryUrl() + "/subjects/local-stack-it/versions";

        assertThat(post(versions, schema("int", "x")).statusCode()).isEqualTo(200);
        assertThat(post(versions, schema("string", "x")).statusCode()).isEqualTo(409);
    }

    @Test
    void aConnectorReadsItsSecretAndWritesAvro() throws Exception {
        Path secret = Files.writeString(
                stack.secretsDirectory().resolve("it.properties"),
                "file=" + Files.writeString(stack.stagingDirectory().resolve("it.txt"), "a line\n"));

        put(stack.connectUrl() + "/connectors/lines/config", """
                {"connector.class": "FileStreamSource", "topic": "raw-input", "file": "${file:%s:file}",
                 "transforms": "struct", "transforms.struct.type": "org.apache.kafka.connect.transforms.HoistField$Value",
                 "transforms.struct.field": "line"}
                """.formatted(secret));

        Await.atMostSeconds(30)
                .until(
                        "the schema of the first record",
                        () -> get(stack.schemaRegistryUrl() + "/subjects").contains("raw-input-"));
        assertThat(get(stack.schemaRegistryUrl() + "/subjects"))
                .contains("raw-input-io.confluent.connect.avro.ConnectDefault");
        delete(stack.connectUrl() + "/connectors/lines");
    }

    @Test
    void aSecondWorkerJoinsTheGroupAndLeavesIt() throws Exception {
        EngineHandle second = stack.startWorker("worker-2");

        assertThat(get(second.endpoint() + "/")).contains("kafka_cluster_id");
        second.stop();

        assertThat(second.isAlive()).isFalse();
    }

    @Test
    void cassandraAnswersAQuery() throws IOException {
        try (Socket socket =
                new Socket(stack.cassandra().getAddress(), stack.cassandra().getPort())) {
            Cql cql = new Cql(socket);

            cql.startup();

            assertThat(cql.query("SELECT data_center FROM system.local")).contains(stack.localDatacenter());
        }
    }

    @Test
    void hdfsMakesDirectoriesAndFiles() throws Exception {
        int http = StackRecord.read(stack.directory()).orElseThrow().ports().get("namenode.http");
        String files = "http://127.0.0.1:" + http + "/webhdfs/v1/it";

        assertThat(put(files + "?op=MKDIRS", "")).contains("true");
        assertThat(get(files + "?op=GETFILESTATUS")).contains("DIRECTORY");
    }

    @Test
    void stopsWithNoProcessLeft() throws Exception {
        LocalStack small = LocalStack.builder()
                .directory(Checkout.find().root().resolve("local-stack/target/small-stack"))
                .fromScratch()
                .without("worker-1", "cassandra", "namenode", "datanode", "registry")
                .start();
        assertThat(Marker.processesOf(small.directory())).hasSize(1);

        small.close();

        Await.atMostSeconds(5)
                .until("no process", () -> Marker.processesOf(small.directory()).isEmpty());
    }

    @Test
    void anEngineThatCannotStartSaysWhyAndTakesTheOthersWithIt() {
        LocalStackBuilder broken = LocalStack.builder()
                .directory(Checkout.find().root().resolve("local-stack/target/broken-stack"))
                .fromScratch()
                .without("cassandra", "namenode", "datanode", "registry")
                .workerSetting("offset.flush.interval.ms", "soon");

        assertThatThrownBy(broken::start)
                .isInstanceOf(StackException.class)
                .hasMessageContainingAll("engine='worker-1'", "Invalid value soon");
        assertThat(Marker.processesOf(Checkout.find().root().resolve("local-stack/target/broken-stack")))
                .isEmpty();
    }

    private static String schema(String type, String field) {
        return """
                {"schema": "{\\"type\\":\\"record\\",\\"name\\":\\"r\\",\\"fields\\":[{\\"name\\":\\"%s\\",\\"type\\":\\"%s\\"}]}"}
                """.formatted(field, type);
    }

    private String get(String url) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url)).GET()).body();
    }

    private String put(String url, String json) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url)).PUT(HttpRequest.BodyPublishers.ofString(json)))
                .body();
    }

    private void delete(String url) throws IOException, InterruptedException {
        assertThat(send(HttpRequest.newBuilder(URI.create(url)).DELETE()).statusCode())
                .isEqualTo(204);
    }

    private HttpResponse<String> post(String url, String json) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url)).POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(
                request.header("Content-Type", "application/json").build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Two requests of the native protocol v4: enough to see rows without a driver. */
    private record Cql(Socket socket) {
        void startup() throws IOException {
            // A string map of one entry: CQL_VERSION 3.0.0.
            assertThat(exchange(1, "\0\1" + text("CQL_VERSION") + text("3.0.0")))
                    .isEmpty();
        }

        /** The body of the answer, as characters: names and values stand in it in clear. */
        String query(String cql) throws IOException {
            // Long string, consistency ONE, no flags.
            return exchange(7, "\0\0\0" + (char) cql.length() + cql + "\0\1\0");
        }

        private static String text(String text) {
            return "\0" + (char) text.length() + text;
        }

        private String exchange(int opcode, String body) throws IOException {
            String frame = "\4\0\0\0" + (char) opcode + "\0\0\0" + (char) body.length() + body;
            socket.getOutputStream().write(frame.getBytes(StandardCharsets.ISO_8859_1));
            DataInputStream in = new DataInputStream(socket.getInputStream());
            in.skipNBytes(5);
            return new String(in.readNBytes(in.readInt()), StandardCharsets.ISO_8859_1);
        }
    }
}
