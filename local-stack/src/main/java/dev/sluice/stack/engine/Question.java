package dev.sluice.stack.engine;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLContext;

/** The ways to ask an engine: over HTTP, or in the first bytes of its own protocol. */
final class Question {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int CQL_HEADER = 9;
    private static final int CQL_STARTUP = 0x01;
    private static final int CQL_AUTHENTICATE = 0x03;
    private static final int CQL_AUTH_RESPONSE = 0x0F;
    private static final int CQL_AUTH_SUCCESS = 0x10;
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

    /**
     * Logs in by the CQL native protocol (v4), over TLS.
     *
     * @throws IOException also if the server does not let this user in, as long as it does not know it
     */
    static void cqlLogin(int port, SSLContext tls, String user, String password) throws IOException {
        try (Socket plain = open(port);
                Socket socket = tls.getSocketFactory().createSocket(plain, "127.0.0.1", port, true)) {
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            DataInputStream in = new DataInputStream(socket.getInputStream());
            ByteArrayOutputStream startup = new ByteArrayOutputStream();
            DataOutputStream map = new DataOutputStream(startup);
            map.writeShort(1);
            // A CQL string is its length and its bytes, as Java writes it.
            map.writeUTF("CQL_VERSION");
            map.writeUTF("3.0.0");
            int opcode = cqlAnswer(out, in, CQL_STARTUP, startup.toByteArray());
            if (opcode != CQL_AUTHENTICATE) {
                throw new IOException("Cassandra answered STARTUP with opcode " + opcode);
            }
            byte[] login = ("\0" + user + "\0" + password).getBytes(StandardCharsets.UTF_8);
            ByteBuffer response = ByteBuffer.allocate(Integer.BYTES + login.length);
            opcode = cqlAnswer(
                    out,
                    in,
                    CQL_AUTH_RESPONSE,
                    response.putInt(login.length).put(login).array());
            if (opcode != CQL_AUTH_SUCCESS) {
                throw new IOException("Cassandra answered AUTH_RESPONSE with opcode " + opcode);
            }
        }
    }

    /** The opcode of the answer; its body is read and forgotten. */
    private static int cqlAnswer(DataOutputStream out, DataInputStream in, int opcode, byte[] body) throws IOException {
        out.write(new byte[] {4, 0, 0, 0, (byte) opcode});
        out.writeInt(body.length);
        out.write(body);
        out.flush();
        byte[] header = in.readNBytes(CQL_HEADER);
        if (header.length < CQL_HEADER) {
            throw new EOFException("Cassandra closed the connection");
        }
        in.readNBytes(ByteBuffer.wrap(header, CQL_HEADER - Integer.BYTES, Integer.BYTES)
                .getInt());
        return header[4];
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
