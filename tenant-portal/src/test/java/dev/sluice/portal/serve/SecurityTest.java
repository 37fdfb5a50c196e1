package dev.sluice.portal.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.portal.admit.Caller;
import dev.sluice.portal.admit.Token;
import dev.sluice.portal.admit.Tokens;
import dev.sluice.portal.follow.Import;
import dev.sluice.portal.follow.State;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody tries who means harm. */
class SecurityTest {
    private static final String REPORT = """
            {"state": "completed", "dataset": "speed", "file": "secret.csv", "bytes": 12, "import": "%s",
             "version": 2, "write_timestamp_base": 17, "started": "2026-11-21T10:00:00Z", "ended": "2026-11-21T10:00:09Z",
             "rows_read": 10, "rows_accepted": 8, "rows_rejected": 2, "file_id": "x"}
            """;

    @TempDir
    Path staging;

    private Portal portal;

    @BeforeEach
    void start() throws Exception {
        portal = new Portal(staging.resolve("staging"), Portal.USUAL);
        Files.createDirectories(portal.staging);
        for (String tenant : List.of("client_a", "client_b")) {
            String id = tenant.equals("client_a") ? "aa" : "bb";
            portal.write(tenant, "in/secret-of-" + tenant + ".csv", "1");
            portal.write(tenant, "out/secret.csv.report.json", REPORT.formatted(id));
            portal.write(tenant, "out/secret.csv.rejects.csv", "secret of " + tenant);
            portal.write(
                    tenant,
                    ".sluice/datasets/speed.json",
                    "{\"table\": \"speed\", \"version\": 1, \"keyspace\": \"k\", \"definition\": \"secret of " + tenant
                            + "\"}");
            portal.store.imports.add(new Import(
                    tenant,
                    id,
                    17,
                    "speed",
                    "speed",
                    2,
                    "secret-of-" + tenant,
                    State.COMPLETED,
                    Optional.empty(),
                    Optional.empty(),
                    12,
                    OptionalLong.of(10),
                    8,
                    2,
                    0,
                    10,
                    12,
                    Optional.empty(),
                    Map.of()));
        }
    }

    @AfterEach
    void stop() {
        portal.close();
    }

    @Test
    void aTenantSeesNothingOfAnotherByAnyRoute() throws Exception {
        int tried = 0;
        for (String route : portal.server.describeRoutes()) {
            String[] parts = route.split(" ", 2);
            if (!parts[1].contains("{tenant}")) {
                continue;
            }
            String path = parts[1].replace("{tenant}", "client_b")
                            .replace("{id}", "bb")
                            .replace("{dataset}", "speed")
                    + (parts[1].startsWith("/upload") ? "?name=intruder.csv" : "");
            HttpRequest.Builder request = portal.request(Portal.A, path);
            HttpResponse<String> response = portal.send(
                    parts[0].equals("GET")
                            ? request
                            : request.POST(HttpRequest.BodyPublishers.ofString("{\"name\": \"intruder\"}")));
            HttpResponse<String> nowhere = portal.get(Portal.A, "/tenant/nobody");
            assertThat(response.statusCode()).as(route).isEqualTo(404);
            assertThat(response.body()).as(route).isEqualTo(nowhere.body());
            tried++;
        }
        assertThat(tried).isEqualTo(10);
        assertThat(portal.in("client_b")).isDirectoryContaining("glob:**secret-of-client_b.csv");
        try (var files = Files.list(portal.in("client_b"))) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void anothersImportIsNotFoundByItsIdEither() throws Exception {
        assertThat(portal.get(Portal.A, "/tenant/client_a/imports/aa").statusCode())
                .isEqualTo(200);
        assertThat(portal.get(Portal.A, "/tenant/client_a/imports/aa/rejects").body())
                .isEqualTo("secret of client_a");
        assertThat(portal.get(Portal.A, "/tenant/client_a/imports/bb").statusCode())
                .isEqualTo(404);
        assertThat(portal.get(Portal.A, "/tenant/client_a/imports/bb/rejects").statusCode())
                .isEqualTo(404);
        for (String path : List.of("", "/imports", "/datasets", "/datasets/speed")) {
            assertThat(portal.get(Portal.A, "/tenant/client_a" + path).body()).doesNotContain("client_b");
        }
        assertThat(portal.get(Portal.A, "/operators/status").statusCode()).isEqualTo(404);
        assertThat(portal.get(Portal.OPERATOR, "/operators/status").body()).contains("client_a", "client_b");
        assertThat(portal.get(Portal.OPERATOR, "/tenant/client_b").statusCode()).isEqualTo(200);
    }

    @Test
    void withoutATokenThereAreOnlyThePages() throws Exception {
        for (String route : portal.server.describeRoutes()) {
            String[] parts = route.split(" ", 2);
            String path = parts[1].replace("{tenant}", "client_a")
                    .replace("{id}", "aa")
                    .replace("{dataset}", "speed")
                    .replace("{name}", "portal.css");
            boolean isPage = List.of("/", "/operators", "/openapi.json", "/assets/portal.css", "/health")
                    .contains(path);
            HttpRequest.Builder request = HttpRequest.newBuilder(portal.url(path));
            HttpResponse<String> response = portal.send(
                    parts[0].equals("GET") ? request : request.POST(HttpRequest.BodyPublishers.ofString("x")));
            assertThat(response.statusCode()).as(route).isEqualTo(isPage ? 200 : 401);
            // Guesses are counted; this test makes more than one may.
            portal.clock.advance(Duration.ofMinutes(1));
        }
    }

    @Test
    void guessingTokensIsSlow() throws Exception {
        for (int i = 0; i < 10; i++) {
            assertThat(portal.get(Token.random(), "/me").statusCode()).isEqualTo(401);
        }
        HttpResponse<String> eleventh = portal.get(Token.random(), "/me");
        assertThat(eleventh.statusCode()).isEqualTo(429);
        assertThat(eleventh.headers().firstValue("Retry-After")).contains("6");
        portal.clock.advance(Duration.ofSeconds(7));
        assertThat(portal.get(Portal.A, "/me").statusCode()).isEqualTo(200);
    }

    @Test
    void askingTooOftenIsTheAskersTroubleOnly() throws Exception {
        try (Portal slow = new Portal(
                staging.resolve("staging"),
                new HttpSettings(Portal.USUAL.listen(), Optional.empty(), false, 10, 100, 1, 2, 1))) {
            for (int i = 0; i < 10; i++) {
                assertThat(slow.get(Portal.A, "/me").statusCode()).isEqualTo(200);
            }
            assertThat(slow.get(Portal.A, "/me").statusCode()).isEqualTo(429);
            assertThat(slow.get(Portal.B, "/me").statusCode()).isEqualTo(200);
            slow.clock.advance(Duration.ofSeconds(5));
            assertThat(slow.post(Portal.A, "/upload-file/client_a?name=1.csv", new byte[1])
                            .statusCode())
                    .isEqualTo(201);
            assertThat(slow.post(Portal.A, "/upload-file/client_a?name=2.csv", new byte[1])
                            .statusCode())
                    .isEqualTo(201);
            assertThat(slow.post(Portal.A, "/upload-file/client_a?name=3.csv", new byte[1])
                            .statusCode())
                    .isEqualTo(429);
        }
    }

    @Test
    void noPathLeadsOut() throws Exception {
        Files.writeString(staging.resolve("outside"), "outside");
        String authorization =
                "\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer " + Portal.A.reveal() + "\r\n\r\n";
        for (String path : List.of(
                "/tenant/client_a/../client_b",
                "/tenant/client_a/%2e%2e/client_b",
                "/tenant/client_a/%2e%2e%2fclient_b",
                "/tenant/client_a%2f..%2fclient_b",
                "/tenant/client_a/..;/client_b",
                "/tenant/client_a;x=/../client_b",
                "/tenant//client_b",
                "/tenant/client_b%00",
                "/tenant/%63lient_b",
                "//tenant/client_b",
                "/./tenant/client_b",
                "/tenant/client_a\\..\\client_b",
                "/assets/../index.html/../../outside",
                "/assets/..%2f..%2foutside",
                "/assets/%2e%2e/outside",
                "/tenant/client_a/datasets/..%2f..%2f..%2fclient_b%2f.sluice%2fdatasets%2fspeed",
                "/tenant/client_a/datasets/../../client_b/datasets/speed",
                "/tenant/client_a/imports/..%2f..%2foutside/rejects",
                "/tenant/client_a/imports/bb%00aa/rejects")) {
            String answer = portal.raw("GET " + path + " HTTP/1.1" + authorization);
            assertThat(answer).as(path).matches("(?s)HTTP/1.1 (400|404) .*");
            assertThat(answer).as(path).doesNotContain("secret", "outside\r\n");
        }
    }

    @Test
    void noNameBecomesAHeader() throws Exception {
        assertThat(ContentDisposition.attachment("a\r\nSet-Cookie: x=\"1\"\\ü%.csv"))
                .isEqualTo("attachment; filename=\"a__Set-Cookie: x=_1____.csv\"; filename*=UTF-8''"
                        + "a%0D%0ASet-Cookie%3A%20x%3D%221%22%5C%C3%BC%25.csv");
        portal.write(
                "client_a",
                "out/x\r\nSet-Cookie: a=b.csv.report.json",
                REPORT.formatted("cc").replace("secret", "x"));
        portal.write("client_a", "out/x\r\nSet-Cookie: a=b.csv.rejects.csv", "rows");
        HttpResponse<String> response = portal.get(Portal.A, "/tenant/client_a/imports/cc/rejects");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("rows");
        assertThat(response.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(response.headers().firstValue("Content-Disposition").orElseThrow())
                .startsWith("attachment;")
                .contains("filename*=UTF-8''x%0D%0ASet-Cookie");
        String injected = portal.raw("POST /upload-file/client_a?name=x%0d%0aSet-Cookie:%20a=b HTTP/1.1\r\nHost: x\r\n"
                + "Authorization: Bearer " + Portal.A.reveal() + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        assertThat(injected).startsWith("HTTP/1.1 400").doesNotContain("Set-Cookie");
    }

    @Test
    void smuggledAndBrokenRequestsAreRefused() throws IOException {
        String head =
                "POST /upload-file/client_a?name=x.csv HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer "
                        + Portal.A.reveal() + "\r\n";
        for (String rest : List.of(
                "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n",
                "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc",
                "Content-Length: -1\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
                "X: " + "y".repeat(20_000) + "\r\n\r\n",
                "Bad Header : x\r\n\r\n")) {
            assertThat(portal.raw(head + rest)).as(rest).matches("(?s)HTTP/1.1 4\\d\\d .*");
        }
        assertThat(portal.in("client_a").resolve("x.csv")).doesNotExist();
    }

    @Test
    void everyAnswerHasTheSecurityHeaders() throws Exception {
        for (HttpResponse<String> response : List.of(
                portal.send(HttpRequest.newBuilder(portal.url("/"))),
                portal.send(HttpRequest.newBuilder(portal.url("/assets/tenant.js"))),
                portal.send(HttpRequest.newBuilder(portal.url("/nowhere"))),
                portal.send(HttpRequest.newBuilder(portal.url("/me"))),
                portal.get(Portal.A, "/tenant/client_a"),
                portal.send(portal.request(Portal.A, "/me").DELETE()))) {
            Map<String, List<String>> headers = response.headers().map();
            assertThat(headers.get("content-security-policy").get(0))
                    .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe", "*", "http:");
            assertThat(headers)
                    .containsEntry("x-content-type-options", List.of("nosniff"))
                    .containsEntry("referrer-policy", List.of("no-referrer"))
                    .containsKey("permissions-policy")
                    .containsEntry("cross-origin-resource-policy", List.of("same-origin"))
                    .doesNotContainKeys("server", "x-powered-by", "set-cookie", "access-control-allow-origin");
            assertThat(headers.get("cache-control")).isIn(List.of("no-store"), List.of("no-cache"));
        }
        HttpResponse<String> wrong = portal.send(portal.request(Portal.A, "/me").DELETE());
        assertThat(wrong.statusCode()).isEqualTo(405);
        assertThat(wrong.headers().firstValue("Allow")).contains("GET");
    }

    @Test
    void whatGoesWrongInsideIsNotTold() throws Exception {
        portal.close();
        portal.tokens = Tokens.parse(List.of(Tokens.line(Caller.named("client_a"), Portal.A, "")));
        try (Portal broken = new Portal(staging.resolve("staging"), Portal.USUAL)) {
            broken.store.isAway = true;
            HttpResponse<String> response = broken.get(Portal.A, "/tenant/client_a/imports");
            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(response.body()).doesNotContain("Exception", "away", "dev.sluice");
            assertThat(broken.get(Portal.A, "/tenant/client_a").statusCode()).isEqualTo(200);
            assertThat(broken.post(Portal.A, "/upload-file/client_a?name=y.csv", "x".getBytes(StandardCharsets.UTF_8))
                            .statusCode())
                    .isEqualTo(201);
        }
    }
}
