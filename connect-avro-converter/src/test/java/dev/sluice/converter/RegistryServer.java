package dev.sluice.converter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Confluent's in-memory Registry behind HTTP, as far as converters ask. It answers one request after the other. */
final class RegistryServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    static {
        // Else each answer waits 40 ms for the client's delayed acknowledgement of its headers.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<Headers> headers = new CopyOnWriteArrayList<>();
    private volatile MockSchemaRegistryClient registry = new MockSchemaRegistryClient();
    private volatile boolean away;

    RegistryServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Method and path of every request that was answered. */
    List<String> requests() {
        return requests;
    }

    List<Headers> headers() {
        return headers;
    }

    /** From now on every connection is cut, or none is. */
    void away(boolean isAway) {
        away = isAway;
    }

    void deleteEverything() {
        registry = new MockSchemaRegistryClient();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (away) {
                return;
            }
            String[] path = exchange.getRequestURI().getPath().split("/");
            requests.add(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
            headers.add(exchange.getRequestHeaders());
            try {
                send(
                        exchange,
                        200,
                        path[1].equals("schemas") ? byId(Integer.parseInt(path[3])) : subject(exchange, path));
            } catch (RestClientException refused) {
                send(exchange, 404, Map.of("error_code", 40403, "message", "Schema not found"));
            }
        }
    }

    private Map<String, ?> byId(int id) throws IOException, RestClientException {
        return Map.of("schema", registry.getSchemaById(id).canonicalString());
    }

    private Map<String, ?> subject(HttpExchange exchange, String[] path) throws IOException, RestClientException {
        JsonNode body = JSON.readTree(exchange.getRequestBody());
        AvroSchema schema = new AvroSchema(body.path("schema").asText());
        if (path.length == 4) {
            return Map.of("id", registry.register(path[2], schema));
        }
        return Map.of(
                "subject", path[2],
                "id", registry.getId(path[2], schema),
                "version", registry.getVersion(path[2], schema),
                "schema", schema.canonicalString());
    }

    private static void send(HttpExchange exchange, int status, Map<String, ?> answer) throws IOException {
        byte[] body = JSON.writeValueAsString(answer).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/vnd.schemaregistry.v1+json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
