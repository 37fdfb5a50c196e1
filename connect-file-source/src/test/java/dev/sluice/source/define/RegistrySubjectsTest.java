package dev.sluice.source.define;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RegistrySubjectsTest {
    private final AtomicInteger latest = new AtomicInteger(1);
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/subjects/acme.orders/versions/latest", exchange -> {
            int version = latest.get();
            byte[] body = ("{\"subject\": \"acme.orders\", \"version\": " + version + ", \"id\": " + version
                            + ", \"schema\": \"{\\\"type\\\": \\\"record\\\", \\\"name\\\": \\\"orders\\\", \\\"fields\\\": []}\"}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/vnd.schemaregistry.v1+json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    private RegistrySubjects subjects() {
        return RegistrySubjects.connect(
                List.of("http://127.0.0.1:" + server.getAddress().getPort()), Map.of());
    }

    private void answer(String path, int status, String body) {
        server.createContext(path, exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/vnd.schemaregistry.v1+json");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    /** The tenant could not mend it. */
    @Test
    void aRegistryThatTakesNothingNowIsAskedAgainAndOneThatRefusesTheSchemaIsNot() throws IOException {
        Schema schema = new Schema.Parser().parse("{\"type\": \"record\", \"name\": \"orders\", \"fields\": []}");
        answer(
                "/subjects/acme.read/versions",
                422,
                "{\"error_code\": 42205, \"message\": \"Subject acme.read is in read-only mode\"}");
        answer("/subjects/acme.bad/versions", 422, "{\"error_code\": 42201, \"message\": \"no schema\"}");
        answer("/subjects/acme.new/versions", 409, "{\"error_code\": 409, \"message\": \"not compatible\"}");
        try (RegistrySubjects subjects = subjects()) {
            assertThatThrownBy(() -> subjects.register("acme.read", schema))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("acme.read is in read-only mode")
                    .hasMessageContaining("asked again");
            for (String subject : List.of("acme.bad", "acme.new")) {
                assertThat(subjects.register(subject, schema)).isInstanceOf(Subjects.Verdict.Incompatible.class);
            }
        }
    }

    @Test
    void aRegistryInAModeThatTakesNothingIsToldBeforehand() throws IOException {
        try (RegistrySubjects subjects = subjects()) {
            subjects.checkMode();
            answer("/mode", 200, "{\"mode\": \"READONLY\"}");
            assertThatThrownBy(subjects::checkMode)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("READONLY");
            server.removeContext("/mode");
            answer("/mode", 200, "{\"mode\": \"READWRITE\"}");
            subjects.checkMode();
        }
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    /** Else a definition is compared with a version that is no longer in force, and a column may be lost. */
    @Test
    void theLatestVersionIsAskedForEachTime() throws IOException {
        try (RegistrySubjects subjects = RegistrySubjects.connect(
                List.of("http://127.0.0.1:" + server.getAddress().getPort()), Map.of())) {
            assertThat(subjects.latest("acme.orders").orElseThrow().version()).isEqualTo(1);
            latest.set(2);
            assertThat(subjects.latest("acme.orders").orElseThrow().version()).isEqualTo(2);
        }
    }
}
