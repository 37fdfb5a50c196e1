package dev.sluice.portal.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadEndpointTest {
    private static final String FORM = "multipart/form-data; boundary=----bound";

    @TempDir
    Path staging;

    private Portal portal;

    @BeforeEach
    void start() throws Exception {
        portal = new Portal(staging, Portal.USUAL);
    }

    @AfterEach
    void stop() {
        portal.close();
    }

    @Test
    void aFileAsTheBody() throws Exception {
        byte[] content = "id,level\n1,2\n".getBytes(StandardCharsets.UTF_8);
        HttpResponse<String> response = portal.post(
                Portal.A, "/upload-file/client_a?name=gr%C3%B6%C3%9Fe%201.csv", content, "Content-Type", "text/csv");
        assertThat(response.statusCode()).isEqualTo(201);
        JsonNode file = Portal.json(response).at("/files/0");
        assertThat(file.path("file").asText()).isEqualTo("größe 1.csv");
        assertThat(file.path("bytes").asLong()).isEqualTo(content.length);
        assertThat(file.path("sha256").asText())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
        assertThat(portal.in("client_a").resolve("größe 1.csv")).hasBinaryContent(content);
        assertThat(names("client_a")).containsExactly("größe 1.csv");
    }

    @Test
    void aFormWithSeveralFilesOfEveryContent() throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("seed=" + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 30; round++) {
            StringBuilder body = new StringBuilder();
            String[] contents = new String[1 + random.nextInt(3)];
            for (int i = 0; i < contents.length; i++) {
                contents[i] = treacherous(random);
                body.append("------bound\r\nContent-Disposition: form-data; name=\"f\"; filename=\"r" + round + "-" + i
                        + ".csv\"\r\nContent-Type: text/csv\r\n\r\n" + contents[i] + "\r\n");
            }
            body.append("------bound--\r\n");
            byte[] bytes = body.toString().getBytes(StandardCharsets.ISO_8859_1);
            HttpResponse<String> response = portal.send(portal.request(Portal.A, "/upload-file/client_a")
                    .header("Content-Type", FORM)
                    .POST(HttpRequest.BodyPublishers.ofInputStream(() -> inPieces(bytes, random))));
            assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
            for (int i = 0; i < contents.length; i++) {
                assertThat(portal.in("client_a").resolve("r" + round + "-" + i + ".csv"))
                        .hasBinaryContent(contents[i].getBytes(StandardCharsets.ISO_8859_1));
            }
        }
    }

    @Test
    void namesInFormsAreReadAsBrowsersWriteThem() throws Exception {
        assertThat(form("größe.csv").statusCode()).isEqualTo(201);
        assertThat(form("speed/x.csv").statusCode()).isEqualTo(201);
        assertThat(names("client_a")).containsExactlyInAnyOrder("größe.csv", "speed/x.csv");
        for (String bad : List.of("../x.csv", "..%0D%0Ax.csv", "C:\\x.csv", "", "x.part")) {
            HttpResponse<String> response = form(bad);
            assertThat(response.statusCode()).as(bad).isEqualTo(400);
            assertThat(response.body()).contains("Nothing was stored");
        }
        assertThat(names("client_a")).hasSize(2);
    }

    @Test
    void aFormThatIsNotWholeLeavesNothing() throws Exception {
        String part = "------bound\r\nContent-Disposition: form-data; name=\"f\"; filename=\"x.csv\"\r\n\r\nabc";
        for (String body : List.of(
                "",
                "nonsense",
                part,
                part + "\r\n------bound\r\n",
                "------bound\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\nabc\r\n------bound--\r\n",
                part + "\r\n" + part + "\r\n------bound--\r\n")) {
            HttpResponse<String> response = portal.post(
                    Portal.A, "/upload-file/client_a", body.getBytes(StandardCharsets.UTF_8), "Content-Type", FORM);
            assertThat(response.statusCode()).as(body).isEqualTo(400);
        }
        assertThat(portal.post(Portal.A, "/upload-file/client_a", new byte[1], "Content-Type", "multipart/form-data")
                        .statusCode())
                .isEqualTo(400);
        assertThat(names("client_a")).isEmpty();
    }

    @Test
    void bytesThatAreNotThoseThatWereSentAreRefused() throws Exception {
        byte[] content = "abc".getBytes(StandardCharsets.UTF_8);
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
        String good = "sha-256=:" + Base64.getEncoder().encodeToString(digest) + ":";
        String path = "/upload-file/client_a?name=x.csv";
        assertThat(portal.post(Portal.A, path, "abd".getBytes(StandardCharsets.UTF_8), "Content-Digest", good)
                        .statusCode())
                .isEqualTo(422);
        assertThat(portal.post(Portal.A, path, content, "Content-Digest", "md5=:x:")
                        .statusCode())
                .isEqualTo(400);
        assertThat(portal.post(Portal.A, path, content, "X-Checksum-SHA256", "0".repeat(64))
                        .statusCode())
                .isEqualTo(422);
        assertThat(names("client_a")).isEmpty();
        assertThat(portal.post(Portal.A, path, content, "Content-Digest", good).statusCode())
                .isEqualTo(201);
        String body =
                "------bound\r\nContent-Disposition: form-data; name=\"f\"; filename=\"y.csv\"\r\nContent-Digest: "
                        + good + "\r\n\r\nabX\r\n------bound--\r\n";
        assertThat(portal.post(
                                Portal.A,
                                "/upload-file/client_a",
                                body.getBytes(StandardCharsets.UTF_8),
                                "Content-Type",
                                FORM)
                        .statusCode())
                .isEqualTo(422);
        assertThat(names("client_a")).containsExactly("x.csv");
    }

    @Test
    void aFileThatWaitsIsNotReplaced() throws Exception {
        String path = "/upload-file/client_a?name=x.csv";
        assertThat(portal.post(Portal.A, path, new byte[] {1}).statusCode()).isEqualTo(201);
        HttpResponse<String> second = portal.post(Portal.A, path, new byte[] {2});
        assertThat(second.statusCode()).isEqualTo(409);
        assertThat(second.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(portal.in("client_a").resolve("x.csv")).hasBinaryContent(new byte[] {1});
        assertThat(names("client_a")).containsExactly("x.csv");
    }

    @Test
    void moreThanTheLimitIsRefusedWhetherItIsSaidOrNot() throws Exception {
        byte[] large = new byte[100_001];
        HttpResponse<String> unsaid = portal.send(portal.request(Portal.A, "/upload-file/client_a?name=x.csv")
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large))));
        assertThat(unsaid.statusCode()).isEqualTo(413);
        String said = portal.raw("POST /upload-file/client_a?name=x.csv HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                + Portal.A.reveal() + "\r\nContent-Length: 99999999999\r\nConnection: close\r\n\r\n");
        assertThat(said).startsWith("HTTP/1.1 413");
        assertThat(portal.post(Portal.A, "/upload-file/client_a?name=x.csv", new byte[100_000])
                        .statusCode())
                .isEqualTo(201);
        assertThat(names("client_a")).containsExactly("x.csv");
    }

    @Test
    void onlySoManyBytesMayWait() throws Exception {
        portal.write("client_a", "in/large.csv", "x".repeat(2_999_990));
        HttpResponse<String> refused = portal.post(Portal.A, "/upload-file/client_a?name=x.csv", new byte[11]);
        assertThat(refused.statusCode()).isEqualTo(507);
        assertThat(portal.post(Portal.B, "/upload-file/client_b?name=x.csv", new byte[11])
                        .statusCode())
                .isEqualTo(201);
        assertThat(portal.post(Portal.A, "/upload-file/client_a?name=x.csv", new byte[10])
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    void whoHangsUpLeavesNothing() throws Exception {
        try (Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), portal.server.address().getPort())) {
            socket.getOutputStream()
                    .write(("POST /upload-file/client_a?name=x.csv HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                                    + Portal.A.reveal() + "\r\nContent-Length: 1000\r\n\r\nabc")
                            .getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            await(() ->
                    Files.exists(portal.in("client_a")) && !names("client_a").isEmpty());
            assertThat(names("client_a")).allMatch(name -> name.startsWith(".upload-"));
        }
        await(() -> names("client_a").isEmpty());
    }

    @Test
    void aTenantHasSoManyUploadsAtOnce() throws Exception {
        Socket[] sockets = new Socket[4];
        try {
            for (int i = 0; i < sockets.length; i++) {
                sockets[i] = new Socket(
                        InetAddress.getLoopbackAddress(),
                        portal.server.address().getPort());
                sockets[i]
                        .getOutputStream()
                        .write(("POST /upload-file/client_a?name=x" + i
                                        + ".csv HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + Portal.A.reveal()
                                        + "\r\nContent-Length: 10\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
            }
            await(() -> Files.exists(portal.in("client_a")) && names("client_a").size() == 4);
            HttpResponse<String> fifth = portal.post(Portal.A, "/upload-file/client_a?name=y.csv", new byte[1]);
            assertThat(fifth.statusCode()).isEqualTo(429);
            assertThat(fifth.headers().firstValue("Retry-After")).isPresent();
            assertThat(portal.post(Portal.B, "/upload-file/client_b?name=y.csv", new byte[1])
                            .statusCode())
                    .isEqualTo(201);
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
        await(() -> names("client_a").isEmpty());
        assertThat(portal.post(Portal.A, "/upload-file/client_a?name=y.csv", new byte[1])
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    void aFileToBeCheckedHasAMarker() throws Exception {
        portal.post(Portal.A, "/upload-file/client_a?name=x.csv&check=true", new byte[] {1});
        assertThat(names("client_a")).containsExactlyInAnyOrder("x.csv", "x.csv.check");
    }

    @Test
    void aDefinitionIsDroppedUnderItsOwnName() throws Exception {
        byte[] definition = "{\"name\": \"speed-1\", \"anything\": true}".getBytes(StandardCharsets.UTF_8);
        HttpResponse<String> response = portal.post(Portal.A, "/tenant/client_a/datasets", definition);
        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(names("client_a")).containsExactly("speed-1.dataset.json");
        assertThat(portal.post(
                                Portal.A,
                                "/tenant/client_a/datasets",
                                "{\"name\": \"../x\"}".getBytes(StandardCharsets.UTF_8))
                        .statusCode())
                .isEqualTo(400);
        assertThat(portal.post(Portal.A, "/tenant/client_a/datasets", new byte[(1 << 20) + 1])
                        .statusCode())
                .isIn(400, 413);
    }

    private HttpResponse<String> form(String name) throws IOException, InterruptedException {
        String body = "------bound\r\nContent-Disposition: form-data; name=\"f\"; filename=\"" + name
                + "\"\r\n\r\nabc\r\n------bound--\r\n";
        return portal.post(
                Portal.A, "/upload-file/client_a", body.getBytes(StandardCharsets.UTF_8), "Content-Type", FORM);
    }

    /** Content that is nearly a boundary, again and again. */
    private static String treacherous(Random random) {
        String[] pieces = {
            "\r\n", "\r", "\n", "-", "--", "------boun", "\r\n------boun", "\r\n----", "a", "\0", "ÿ", "x".repeat(9000)
        };
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(20); i >= 0; i--) {
            text.append(pieces[random.nextInt(pieces.length)]);
        }
        return text.toString().contains("\r\n------bound") ? "harmless" : text.toString();
    }

    private static InputStream inPieces(byte[] bytes, Random random) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] buffer, int offset, int length) {
                return super.read(buffer, offset, Math.min(length, 1 + random.nextInt(50)));
            }
        };
    }

    interface Condition {
        boolean isMet() throws IOException;
    }

    /** The other side of a socket is a thread of the server's: there is nothing to be told by. */
    static void await(Condition condition) throws Exception {
        long until = System.nanoTime() + 20_000_000_000L;
        while (!condition.isMet()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(until);
            Thread.onSpinWait();
        }
    }

    private List<String> names(String tenant) throws IOException {
        Path in = portal.in(tenant);
        if (!Files.exists(in)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(in)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> in.relativize(file).toString())
                    .toList();
        } catch (java.io.UncheckedIOException vanished) {
            return List.of(".upload-vanishing");
        }
    }
}
