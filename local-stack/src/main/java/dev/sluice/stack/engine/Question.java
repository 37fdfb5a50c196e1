package dev.sluice.stack.engine;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** The ways to ask an engine: over HTTP, or in the first bytes of its own protocol. */
final class Question {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    private Question() {}

    /** The body of an answer with status 200. */
    static String get(String url) throws IOException, InterruptedException {
        return body(HttpRequest.newBuilder(URI.create(url)));
    }

    static String putJson(String url, String json) throws IOException, InterruptedException {
        return body(HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(json)));
    }

    private static String body(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpRequest asked = request.timeout(PATIENCE).build();
        HttpResponse<String> answer = HTTP.send(asked, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(
                    asked.method() + " " + asked.uri() + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return answer.body();
    }

    /** Throws unless somebody listens. */
    static void connect(int port) throws IOException {
        try (Socket socket = open(port)) {
            socket.getRemoteSocketAddress();
        }
    }

    /** The opcode with which a server of the CQL native protocol (v4) answers OPTIONS. */
    static int cqlOptions(int port) throws IOException {
        try (Socket socket = open(port)) {
            OutputStream out = socket.getOutputStream();
            out.write(new byte[] {4, 0, 0, 0, 5, 0, 0, 0, 0});
            out.flush();
            byte[] header = new byte[9];
            new DataInputStream(socket.getInputStream()).readFully(header);
            return header[4];
        }
    }

    private static Socket open(int port) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) PATIENCE.toMillis());
            return socket;
        } catch (IOException refused) {
            socket.close();
            throw refused;
        }
    }
}
