package dev.sluice.portal.session;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.portal.watch.Connectors;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Asks a Connect worker for the states of all connectors, in one request. Any thread. */
public final class ConnectRest implements Connectors {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final int OK = 200;

    private final URI url;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    public ConnectRest(URI url) {
        this.url = url.resolve("/connectors?expand=status&expand=info");
    }

    @Override
    public List<Connector> states() {
        HttpRequest request = HttpRequest.newBuilder(url).timeout(PATIENCE).build();
        try {
            HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() != OK) {
                throw new UnreachableException("Connect answers " + response.statusCode()
                        + " when it is asked for its connectors. Look at the worker's log.");
            }
            List<Connector> connectors = new ArrayList<>();
            MAPPER.readTree(response.body())
                    .properties()
                    .forEach(each -> connectors.add(connector(each.getKey(), each.getValue())));
            connectors.sort(Comparator.comparing(Connector::name));
            return connectors;
        } catch (IOException e) {
            throw new UnreachableException("Connect does not answer at " + url.getAuthority() + ": "
                    + e.getClass().getSimpleName() + ". Look whether a worker runs.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnreachableException("The portal is being stopped.");
        }
    }

    private static Connector connector(String name, JsonNode json) {
        JsonNode status = json.path("status");
        List<String> tasks = new ArrayList<>();
        Optional<String> trouble = trouble(status.path("connector"));
        for (JsonNode task : status.path("tasks")) {
            tasks.add(task.path("state").asText());
            trouble = trouble.isPresent() ? trouble : trouble(task);
        }
        return new Connector(
                name,
                status.path("type").asText(json.path("info").path("type").asText()),
                status.path("connector").path("state").asText("UNKNOWN"),
                List.copyOf(tasks),
                trouble);
    }

    private static Optional<String> trouble(JsonNode part) {
        return part.path("trace").asText().lines().findFirst();
    }
}
