package dev.sluice.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** A tenant, or an operator, that has a token of the portal and no browser. */
public final class PortalClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI portal;
    private final String token;

    public PortalClient(URI portal, String token) {
        this.portal = portal;
        this.token = token;
    }

    /** Uploads a file, and returns when it lies in the tenant's directory. */
    void upload(String tenant, String file, byte[] content) throws IOException, InterruptedException {
        ask(request("/upload-file/" + tenant + "?name=" + file).POST(HttpRequest.BodyPublishers.ofByteArray(content)));
    }

    /** The tenant's imports as its page shows them, by file: state, accepted and rejected rows. */
    public Map<String, String> imports(String tenant) throws IOException, InterruptedException {
        Map<String, String> imports = new TreeMap<>();
        for (JsonNode each :
                ask(request("/tenant/" + tenant + "/imports").GET()).path("imports")) {
            imports.put(
                    each.path("file").asText(),
                    each.path("state").asText() + " " + each.path("rows_accepted") + " " + each.path("rows_rejected"));
        }
        return imports;
    }

    /** All tenants, as the operators' page shows them. */
    JsonNode tenants() throws IOException, InterruptedException {
        return ask(request("/operators/status").GET()).path("tenants");
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(portal.resolve(path))
                .header("Authorization", "Bearer " + token)
                .timeout(PATIENCE);
    }

    private JsonNode ask(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpRequest asked = request.build();
        HttpResponse<String> answer = http.send(asked, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(
                    asked.method() + " " + asked.uri() + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return JSON.readTree(answer.body());
    }
}
