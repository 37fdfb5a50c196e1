package dev.sluice.tenant.connect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.tenant.render.Connector;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A Connect cluster, by the REST API of any of its workers. One thread at a time. */
public final class Cluster {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int NO_CONTENT = 204;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final Duration ANSWER = Duration.ofSeconds(90);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long PAUSE_MILLIS = 500;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final String url;
    private final Optional<String> authorization;

    /**
     * Asks nobody yet.
     *
     * @param login user and password, separated by a colon, for workers behind basic authentication
     */
    public Cluster(String url, Optional<String> login) {
        this.url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        this.authorization =
                login.map(text -> "Basic " + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** The connector's config as it is, without its name; empty if there is no such connector. */
    public Optional<Map<String, String>> config(String connector) throws IOException, InterruptedException {
        HttpResponse<String> answer = call("GET", "/connectors/" + encoded(connector) + "/config", null);
        return answer.statusCode() == NOT_FOUND
                ? Optional.empty()
                : Optional.of(config(JSON.readTree(expect(answer, OK))));
    }

    private static Map<String, String> config(JsonNode node) {
        Map<String, String> config = new LinkedHashMap<>();
        node.properties()
                .forEach(entry -> config.put(entry.getKey(), entry.getValue().asText()));
        config.remove("name");
        return config;
    }

    /** All that is wrong with a config, in the worker's words, a line each: {@code key: problem}. Changes nothing. */
    public List<String> problems(Connector connector) throws IOException, InterruptedException {
        Map<String, String> named = new LinkedHashMap<>(connector.config());
        named.put("name", connector.name());
        HttpResponse<String> answer = call(
                "PUT",
                "/connector-plugins/" + encoded(connector.type()) + "/config/validate",
                JSON.writeValueAsString(named));
        List<String> problems = new ArrayList<>();
        for (JsonNode config : JSON.readTree(expect(answer, OK)).path("configs")) {
            config.at("/value/errors")
                    .forEach(error -> problems.add(config.at("/value/name").asText() + ": " + error.asText()));
        }
        return problems;
    }

    /** Makes the connector, or changes it to be so. */
    public void put(Connector connector) throws IOException, InterruptedException {
        expect(
                call(
                        "PUT",
                        "/connectors/" + encoded(connector.name()) + "/config",
                        JSON.writeValueAsString(connector.config())),
                OK,
                CREATED);
    }

    /**
     * Deletes a connector.
     *
     * @return false if there was no such connector
     */
    public boolean delete(String connector) throws IOException, InterruptedException {
        HttpResponse<String> answer = call("DELETE", "/connectors/" + encoded(connector), null);
        if (answer.statusCode() != NOT_FOUND) {
            expect(answer, NO_CONTENT);
        }
        return answer.statusCode() != NOT_FOUND;
    }

    /** How a connector does; empty as long as the cluster does not know. */
    public Optional<State> state(String connector) throws IOException, InterruptedException {
        HttpResponse<String> answer = call("GET", "/connectors/" + encoded(connector) + "/status", null);
        return answer.statusCode() == NOT_FOUND
                ? Optional.empty()
                : Optional.of(State.of(JSON.readTree(expect(answer, OK))));
    }

    /** A connector that is there. */
    public record Deployed(Connector connector, State state) {}

    /** All connectors, by name. */
    public List<Deployed> connectors() throws IOException, InterruptedException {
        List<Deployed> all = new ArrayList<>();
        JsonNode answer = JSON.readTree(expect(call("GET", "/connectors?expand=info&expand=status", null), OK));
        answer.properties().stream().sorted(Map.Entry.comparingByKey()).forEach(entry -> {
            JsonNode node = entry.getValue();
            all.add(new Deployed(
                    new Connector(entry.getKey(), config(node.at("/info/config"))), State.of(node.path("status"))));
        });
        return all;
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String expect(HttpResponse<String> answer, int... expected) throws IOException {
        for (int code : expected) {
            if (answer.statusCode() == code) {
                return answer.body();
            }
        }
        String message = answer.body();
        try {
            message = JSON.readTree(message).path("message").asText(message);
        } catch (IOException e) {
            // It is shown as it is.
        }
        throw new IOException("Connect refused " + answer.request().method() + " "
                + answer.request().uri() + " (status='" + answer.statusCode() + "'): " + message);
    }

    /** A worker answers 409 while its group rebalances: it means "ask again". */
    private HttpResponse<String> call(String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(ANSWER)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        authorization.ifPresent(text -> request.header("Authorization", text));
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            HttpResponse<String> answer;
            try {
                answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            } catch (IOException e) {
                throw new IOException(
                        "Connect does not answer (url='" + url + "'): " + e + "; check --connect or SLUICE_CONNECT_URL",
                        e);
            }
            if (answer.statusCode() != CONFLICT || System.nanoTime() > end) {
                return answer;
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }
}
