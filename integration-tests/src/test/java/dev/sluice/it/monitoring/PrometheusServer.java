package dev.sluice.it.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.stack.process.Await;
import dev.sluice.stack.process.FreePorts;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A real Prometheus with {@code monitoring/prometheus.yml}, but for the target and how often it looks. */
final class PrometheusServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int OK = 200;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Instant started = Instant.now();
    private final Process process;
    private final String url;

    PrometheusServer(Path directory, String target) throws IOException, InterruptedException {
        Path program = PrometheusTools.find("prometheus");
        Files.createDirectories(directory);
        String config = Files.readString(MonitoringFiles.FOLDER.resolve("prometheus.yml"))
                .replace("connect:9404", target)
                .replace("15s", "1s");
        Files.writeString(directory.resolve("prometheus.yml"), config);
        Files.copy(MonitoringFiles.FOLDER.resolve("alerts.yml"), directory.resolve("alerts.yml"));
        int port = new FreePorts(Map.of(), new SecureRandom()).claim("prometheus");
        url = "http://127.0.0.1:" + port;
        process = new ProcessBuilder(
                        program.toString(),
                        "--config.file=" + directory.resolve("prometheus.yml"),
                        "--storage.tsdb.path=" + directory.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("prometheus.log").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        Await.atMostSeconds(60)
                .until("Prometheus to be ready", () -> call("/-/ready").statusCode() == OK);
    }

    private HttpResponse<String> call(String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(url + path))
                        .timeout(Duration.ofSeconds(30))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** {@code data} of the answer. */
    JsonNode get(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = call(path);
        if (answer.statusCode() != OK) {
            throw new IOException(path + ": " + answer.body());
        }
        return JSON.readTree(answer.body()).path("data");
    }

    /** Series that an expression gives now. */
    JsonNode query(String expression) throws IOException, InterruptedException {
        return get("/api/v1/query?query=" + encoded(expression)).path("result");
    }

    /** Series that an expression has given since the server runs, as a panel draws them. */
    JsonNode draw(String expression) throws IOException, InterruptedException {
        return get("/api/v1/query_range?step=1&start=" + started.getEpochSecond() + "&end="
                        + Instant.now().getEpochSecond() + "&query=" + encoded(expression))
                .path("result");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
