package dev.sluice.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.stack.process.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** Connect's REST API, as an operator uses it with curl. Not thread-safe. */
public final class ConnectRest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CONFLICT = 409;
    private static final int OK = 200;
    private static final int MULTIPLE_CHOICES = 300;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final URI url;

    public ConnectRest(String url) {
        this.url = URI.create(url);
    }

    /**
     * POSTs <code>{"name": …, "config": …}</code>.
     *
     * @return the connector's name
     */
    public String post(String body) throws InterruptedException {
        return call("POST", "/connectors", body).path("name").asText();
    }

    public void delete(String connector) throws InterruptedException {
        call("DELETE", "/connectors/" + connector, null);
    }

    public JsonNode get(String path) throws InterruptedException {
        return call("GET", path, null);
    }

    public JsonNode put(String path, JsonNode body) throws InterruptedException {
        return call("PUT", path, body.toString());
    }

    /**
     * Waits until a connector and at least one task of it run.
     *
     * @throws Await.GaveUp with the trace if it failed
     */
    public void awaitRunning(String connector, Duration timeout) throws InterruptedException {
        Await.atMost(timeout).until("connector " + connector + " to run", () -> {
            JsonNode status = tryStatus(connector);
            failIfFailed(connector, status);
            return isRunning(status.path("connector")) && !status.path("tasks").isEmpty() && all(status.path("tasks"));
        });
    }

    /** Throws {@link Await.GaveUp} with the trace if the connector or one of its tasks has failed. */
    public void failIfFailed(String connector) throws InterruptedException {
        failIfFailed(connector, tryStatus(connector));
    }

    private static void failIfFailed(String connector, JsonNode status) {
        failIfFailed(connector, "connector", status.path("connector"));
        for (JsonNode task : status.path("tasks")) {
            failIfFailed(connector, "task " + task.path("id").asText(), task);
        }
    }

    private static void failIfFailed(String connector, String what, JsonNode part) {
        if (part.path("state").asText().equals("FAILED")) {
            throw new Await.GaveUp(
                    what + " of " + connector + " failed: " + part.path("trace").asText());
        }
    }

    private JsonNode tryStatus(String connector) throws InterruptedException {
        try {
            return get("/connectors/" + connector + "/status");
        } catch (RestException e) {
            // The status comes a moment after the connector itself.
            return JSON.createObjectNode();
        }
    }

    private static boolean isRunning(JsonNode part) {
        return part.path("state").asText().equals("RUNNING");
    }

    private static boolean all(JsonNode tasks) {
        for (JsonNode task : tasks) {
            if (!isRunning(task)) {
                return false;
            }
        }
        return true;
    }

    /** A worker answers 409 while its group rebalances: it means "ask again". */
    private JsonNode call(String method, String path, String body) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(url.resolve(path))
                .timeout(Duration.ofSeconds(90))
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = Await.atMostSeconds(60).get(method + " " + path, () -> {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            boolean askAgain = answer.statusCode() == CONFLICT && answer.body().contains("rebalance");
            return askAgain ? Optional.empty() : Optional.of(answer);
        });
        if (response.statusCode() < OK || response.statusCode() >= MULTIPLE_CHOICES) {
            throw new RestException(method + " " + path + ": " + response.statusCode() + " " + response.body());
        }
        return response.body().isEmpty() ? JSON.nullNode() : parse(response.body());
    }

    private static JsonNode parse(String body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new RestException("not JSON: " + body);
        }
    }

    /** An answer that is not a success, with its body. */
    public static final class RestException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RestException(String message) {
            super(message);
        }
    }
}
