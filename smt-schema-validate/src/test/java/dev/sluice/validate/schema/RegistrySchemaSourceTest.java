package dev.sluice.validate.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.check.schema.SubjectVersion;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Confluent's client as we set it up, against a real HTTP server that answers as a Registry does. */
class RegistrySchemaSourceTest {
    private static final String FOUND = """
            {"subject": "a.t", "version": 1, "id": 7, "schema": "{\\"type\\": \\"record\\", \\"name\\": \\"t\\", \\"namespace\\": \\"a\\",
            \\"sluice.primary_key\\": [\\"c\\"], \\"fields\\": [{\\"name\\": \\"c\\", \\"type\\": \\"int\\"}]}"}""".replace("\n", " ");
    private static final SubjectVersion WANTED = new SubjectVersion("a.t", 1);

    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private HttpServer server;
    private volatile int status = 200;
    private volatile String body = FOUND;
    private SchemaSource source;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        source = connect(url());
    }

    @AfterEach
    void stop() {
        source.close();
        server.stop(0);
    }

    @Test
    void aVersionIsReadWithItsProperties() throws IOException {
        SchemaSource.Lookup lookup = source.find(WANTED);

        assertThat(lookup).isInstanceOf(SchemaSource.Found.class);
        assertThat(((SchemaSource.Found) lookup).schema().getObjectProp("sluice.primary_key"))
                .isEqualTo(List.of("c"));
        assertThat(requests).hasSize(1);
        assertThat(requests.get(0))
                .startsWith("GET /subjects/a.t/versions/1?deleted=true")
                .contains("authorization=Basic dXNlcjpzZWNyZXQ=")
                .contains("x-team=ingest");
    }

    @Test
    void onlyARegistrySaysThatAVersionDoesNotExist() throws IOException {
        status = 404;
        for (int code : new int[] {40401, 40402, 40403}) {
            body = "{\"error_code\": " + code + ", \"message\": \"not found\"}";
            assertThat(source.find(WANTED)).isInstanceOf(SchemaSource.NotFound.class);
        }
        body = "<html>no such page</html>";
        assertThatThrownBy(() -> source.find(WANTED))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("404");
    }

    @Test
    void anythingElseIsNoAnswer() {
        body = "{\"error_code\": 401, \"message\": \"Unauthorized\"}";
        for (int refused : new int[] {401, 403, 500, 503}) {
            status = refused;
            assertThatThrownBy(() -> source.find(WANTED))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(String.valueOf(refused));
        }
    }

    @Test
    void theSecondUrlServesWhereTheFirstIsAway() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        try (SchemaSource two = connect("http://127.0.0.1:" + free, url())) {
            assertThat(two.find(WANTED)).isInstanceOf(SchemaSource.Found.class);
        }
        try (SchemaSource none = connect("http://127.0.0.1:" + free)) {
            assertThatThrownBy(() -> none.find(WANTED)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void whatIsNotAvroIsSaidToBe() throws IOException {
        body = "{\"subject\": \"a.t\", \"version\": 1, \"id\": 7, \"schemaType\": \"JSON\", \"schema\": \"{}\"}";
        assertThat(source.find(WANTED)).isEqualTo(new SchemaSource.NotAvro("its type is JSON, not AVRO"));
        body = "{\"subject\": \"a.t\", \"version\": 2, \"id\": 8, \"schema\": \"{\\\"type\\\": \\\"nonsense\\\"}\"}";
        assertThat(source.find(new SubjectVersion("a.t", 2))).isInstanceOf(SchemaSource.NotAvro.class);
    }

    @Test
    void noRowIsPinnedToTheLatestVersion() throws IOException {
        assertThat(source.find(new SubjectVersion("a.t", -1))).isInstanceOf(SchemaSource.NotAvro.class);
        assertThat(requests).isEmpty();
    }

    private static SchemaSource connect(String... urls) {
        return RegistrySchemaSource.connect(
                List.of(urls),
                10,
                Map.of(
                        "schema.registry.basic.auth.credentials.source", "USER_INFO",
                        "schema.registry.basic.auth.user.info", "user:secret",
                        "schema.registry.max.retries", "0"),
                Map.of("X-Team", "ingest"));
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " authorization="
                + exchange.getRequestHeaders().getFirst("Authorization") + " x-team="
                + exchange.getRequestHeaders().getFirst("X-Team"));
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/vnd.schemaregistry.v1+json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
