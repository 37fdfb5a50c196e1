package dev.sluice.portal.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.portal.MovableClock;
import dev.sluice.portal.admit.Caller;
import dev.sluice.portal.admit.Token;
import dev.sluice.portal.admit.Tokens;
import dev.sluice.portal.stage.StagingDirectory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A portal on a real port over a real staging directory, with Cassandra and Connect in memory; and a client of it. */
final class Portal implements AutoCloseable {
    static final Token A = Token.random();
    static final Token B = Token.random();
    static final Token OPERATOR = Token.random();
    static final HttpSettings USUAL = new HttpSettings(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Optional.empty(),
            false,
            100_000,
            3_000_000,
            4,
            10_000,
            1_000);

    private static final JsonMapper MAPPER = new JsonMapper();

    final FakeStore store = new FakeStore();
    final MovableClock clock = new MovableClock();
    final Path staging;
    final PortalServer server;
    volatile Tokens tokens = Tokens.parse(List.of(
            Tokens.line(Caller.named("client_a"), A, ""),
            Tokens.line(Caller.named("client_b"), B, ""),
            Tokens.line(Caller.named("@operator"), OPERATOR, "")));
    private final HttpClient http = HttpClient.newHttpClient();

    Portal(Path staging, HttpSettings settings) throws Exception {
        this.staging = staging;
        this.server = new PortalServer(
                settings, new Services(new StagingDirectory(staging, false), store, store, store, () -> tokens, clock));
        server.start();
    }

    URI url(String path) {
        return URI.create("http://127.0.0.1:" + server.address().getPort() + path);
    }

    /** A request as somebody. */
    HttpRequest.Builder request(Token token, String path) {
        return HttpRequest.newBuilder(url(path)).header("Authorization", "Bearer " + token.reveal());
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> get(Token token, String path) throws IOException, InterruptedException {
        return send(request(token, path));
    }

    HttpResponse<String> post(Token token, String path, byte[] body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = request(token, path).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    HttpResponse<java.io.InputStream> stream(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    JsonNode json(Token token, String path) throws IOException, InterruptedException {
        return json(get(token, path));
    }

    static JsonNode json(HttpResponse<String> response) throws IOException {
        return MAPPER.readTree(response.body());
    }

    /** Sends bytes as they are, which a well-behaved client would not, and returns what comes until the connection is closed. */
    String raw(String request) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), server.address().getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            socket.getInputStream().transferTo(answer);
            return answer.toString(StandardCharsets.ISO_8859_1);
        }
    }

    Path in(String tenant) {
        return staging.resolve(tenant).resolve("in");
    }

    /** Writes a file below a tenant's folder. */
    void write(String tenant, String path, String content) throws IOException {
        Path file = staging.resolve(tenant).resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    @Override
    public void close() {
        server.close();
    }
}
