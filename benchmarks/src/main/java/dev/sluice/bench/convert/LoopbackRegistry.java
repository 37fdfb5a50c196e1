package dev.sluice.bench.convert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A Registry of one schema, which has id and version 1: what converters that are measured ask once. */
final class LoopbackRegistry implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private String schema;

    LoopbackRegistry() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode question = JSON.readTree(exchange.getRequestBody());
            if (question.has("schema")) {
                schema = question.path("schema").asText();
            }
            String path = exchange.getRequestURI().getPath();
            Map<String, ?> answer = path.startsWith("/schemas/")
                    ? Map.of("schema", schema)
                    : path.endsWith("/versions")
                            ? Map.of("id", 1)
                            : Map.of(
                                    "subject",
                                    path.substring("/subjects/".length()),
                                    "id",
                                    1,
                                    "version",
                                    1,
                                    "schema",
                                    schema);
            byte[] body = JSON.writeValueAsString(answer).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
