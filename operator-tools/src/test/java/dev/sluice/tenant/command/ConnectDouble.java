package dev.sluice.tenant.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Connect's REST API over HTTP, with connectors that do what the test says. {@code TenantIT} asks the real one. */
final class ConnectDouble implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    final Map<String, JsonNode> configs = new ConcurrentSkipListMap<>();
    final List<String> writes = new CopyOnWriteArrayList<>();
    /** Of every connector's task. */
    volatile String taskState = "RUNNING";

    /** Told of every config that is validated. */
    volatile String problem = "";

    /** The only connector that has it; empty for all. */
    volatile String problemOf = "";

    /** How many requests are answered with 409 first. */
    final AtomicInteger rebalances = new AtomicInteger();

    private final HttpServer server;

    ConnectDouble() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String method = exchange.getRequestMethod();
        byte[] body = exchange.getRequestBody().readAllBytes();
        List<String> words = new ArrayList<>(List.of(path.substring(1).split("/", -1)));
        if (rebalances.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            send(exchange, 409, "{\"message\": \"a rebalance is expected\"}");
        } else if (path.endsWith("/config/validate")) {
            send(exchange, 200, validation(JSON.readTree(body).path("name").asText()));
        } else if (words.size() == 1) {
            send(exchange, 200, all());
        } else if (method.equals("PUT")) {
            ObjectNode config = (ObjectNode) JSON.readTree(body);
            writes.add("PUT " + words.get(1));
            send(exchange, configs.put(words.get(1), config.put("name", words.get(1))) == null ? 201 : 200, "{}");
        } else if (!configs.containsKey(words.get(1))) {
            send(exchange, 404, "{\"message\": \"not found\"}");
        } else if (method.equals("DELETE")) {
            writes.add("DELETE " + words.get(1));
            configs.remove(words.get(1));
            send(exchange, 204, "");
        } else {
            send(
                    exchange,
                    200,
                    words.get(2).equals("status")
                            ? status()
                            : configs.get(words.get(1)).toString());
        }
    }

    private String validation(String name) {
        ObjectNode answer = JSON.createObjectNode();
        ObjectNode value = answer.putArray("configs").addObject().putObject("value");
        value.put("name", "staging.dir");
        if (!problem.isEmpty() && (problemOf.isEmpty() || problemOf.equals(name))) {
            value.putArray("errors").add(problem);
        }
        return answer.toString();
    }

    private String all() throws IOException {
        ObjectNode answer = JSON.createObjectNode();
        for (Map.Entry<String, JsonNode> entry : configs.entrySet()) {
            ObjectNode each = answer.putObject(entry.getKey());
            each.putObject("info").set("config", entry.getValue());
            each.set("status", JSON.readTree(status()));
        }
        return answer.toString();
    }

    private String status() {
        return "{\"connector\": {\"state\": \"RUNNING\"}, \"tasks\": [{\"id\": 0, \"state\": \"" + taskState + "\""
                + (taskState.equals("FAILED") ? ", \"trace\": \"it broke\\n\\tat somewhere\"" : "") + "}]}";
    }

    private static void send(HttpExchange exchange, int code, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(code, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
