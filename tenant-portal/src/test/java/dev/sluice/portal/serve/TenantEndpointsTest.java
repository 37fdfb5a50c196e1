package dev.sluice.portal.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.portal.admit.Tokens;
import dev.sluice.portal.define.DefinitionStore;
import dev.sluice.portal.follow.Import;
import dev.sluice.portal.follow.State;
import dev.sluice.portal.watch.Connectors;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TenantEndpointsTest {
    private static final String REPORT = """
            {"state": "completed", "dataset": "speed", "file": "a.csv", "bytes": 100, "import": "aa",
             "version": 2, "write_timestamp_base": 17, "started": "2026-11-21T10:00:00Z", "ended": "2026-11-21T10:00:09Z",
             "rows_read": 10, "rows_accepted": 8, "rows_rejected": 2, "file_id": "x",
             "violations_by_code": {"TYPE_MISMATCH": 2},
             "violations": [{"row": 3, "line": 4, "code": "TYPE_MISMATCH", "column": "id", "value": "two", "message": "not an int"}]}
            """;

    @TempDir
    Path staging;

    private Portal portal;

    @BeforeEach
    void start() throws Exception {
        portal = new Portal(staging, Portal.USUAL);
        portal.write("client_a", "in/w.csv", "12345");
        portal.write("client_a", "out/a.csv.report.json", REPORT);
        portal.write("client_a", "out/a.csv.rejects.csv", "id\ntwo\n");
        portal.write("client_a", "out/a.csv.rejects.reasons.csv", "line,column,code,value,message\n");
        portal.store.imports.add(running(4));
    }

    @AfterEach
    void stop() {
        portal.close();
    }

    @Test
    void theOverviewTellsWhatWaitsRunsAndIsDone() throws Exception {
        JsonNode view = portal.json(Portal.A, "/tenant/client_a");
        assertThat(view.at("/waiting/count").asLong()).isEqualTo(1);
        assertThat(view.at("/waiting/files/0/file").asText()).isEqualTo("w.csv");
        assertThat(view.at("/done/0/file").asText()).isEqualTo("a.csv");
        assertThat(portal.json(Portal.B, "/tenant/client_b")
                        .at("/waiting/count")
                        .asLong())
                .isZero();
    }

    @Test
    void importsHaveProgressAndFaults() throws Exception {
        JsonNode imports = portal.json(Portal.A, "/tenant/client_a/imports").path("imports");
        assertThat(imports).hasSize(1);
        assertThat(imports.at("/0/state").asText()).isEqualTo("loading");
        assertThat(imports.at("/0/progress").asDouble()).isEqualTo(0.6);
        assertThat(imports.at("/0/rows_to_go").asLong()).isEqualTo(4);

        JsonNode detail = portal.json(Portal.A, "/tenant/client_a/imports/aa");
        assertThat(detail.at("/faults/0/code").asText()).isEqualTo("TYPE_MISMATCH");
        assertThat(detail.at("/faults/0/rows").asLong()).isEqualTo(2);
        assertThat(detail.at("/faults/0/examples/0/value").asText()).isEqualTo("two");
        assertThat(detail.path("has_rejects").asBoolean()).isTrue();
        assertThat(detail.path("has_reasons").asBoolean()).isTrue();
        assertThat(detail.at("/report/file").asText()).isEqualTo("a.csv");
        assertThat(portal.get(Portal.A, "/tenant/client_a/imports?limit=0").statusCode())
                .isEqualTo(400);
    }

    @Test
    void rejectsAreDownloads() throws Exception {
        HttpResponse<String> rows = portal.get(Portal.A, "/tenant/client_a/imports/aa/rejects");
        assertThat(rows.body()).isEqualTo("id\ntwo\n");
        assertThat(rows.headers().firstValue("Content-Disposition").orElseThrow())
                .isEqualTo("attachment; filename=\"a.csv.rejects.csv\"; filename*=UTF-8''a.csv.rejects.csv");
        assertThat(portal.get(Portal.A, "/tenant/client_a/imports/aa/rejects?part=reasons")
                        .body())
                .startsWith("line,column");
        assertThat(portal.json(Portal.A, "/tenant/client_a/imports/aa/rejects?part=report")
                        .path("import")
                        .asText())
                .isEqualTo("aa");
        assertThat(portal.get(Portal.A, "/tenant/client_a/imports/aa/rejects?part=x")
                        .statusCode())
                .isEqualTo(400);
        portal.store.isAway = true;
        assertThat(portal.get(Portal.A, "/tenant/client_a/imports/aa/rejects").statusCode())
                .isEqualTo(200);
    }

    @Test
    void datasetsHaveVersionsAndDifferences() throws Exception {
        portal.write(
                "client_a",
                ".sluice/datasets/speed.json",
                "{\"table\": \"speed_t\", \"version\": 2, \"keyspace\": \"k\", \"definition\": \"{}\"}");
        portal.store.versions.put("client_a.speed_t", List.of(stored(2, "double"), stored(1, "int")));
        assertThat(portal.json(Portal.A, "/tenant/client_a/datasets")
                        .at("/datasets/0/name")
                        .asText())
                .isEqualTo("speed");
        JsonNode dataset = portal.json(Portal.A, "/tenant/client_a/datasets/speed");
        assertThat(dataset.path("versions")).hasSize(2);
        assertThat(dataset.at("/versions/0/columns/0/type").asText()).isEqualTo("double");
        JsonNode diff = portal.json(Portal.A, "/tenant/client_a/datasets/speed/diff");
        assertThat(diff.at("/differences/0/before").asText()).isEqualTo("int");
        assertThat(portal.json(Portal.A, "/tenant/client_a/datasets/speed/diff?from=1&to=1")
                        .path("differences"))
                .isEmpty();
        assertThat(portal.get(Portal.A, "/tenant/client_a/datasets/speed/diff?from=7")
                        .statusCode())
                .isEqualTo(404);
        assertThat(portal.get(Portal.A, "/tenant/client_a/datasets/other").statusCode())
                .isEqualTo(404);
    }

    @Test
    void operatorsSeeLagAndConnectorsOneTroubleHidesNothingElse() throws Exception {
        portal.store.connectors.add(new Connectors.Connector(
                "source", "source", "RUNNING", List.of("FAILED"), Optional.of("org.apache.Trouble: why")));
        JsonNode status = portal.json(Portal.OPERATOR, "/operators/status");
        assertThat(status.at("/tenants/0/tenant").asText()).isEqualTo("client_a");
        assertThat(status.at("/tenants/0/lag/rows").asLong()).isEqualTo(4);
        assertThat(status.at("/tenants/0/lag/files_waiting").asLong()).isEqualTo(1);
        assertThat(status.at("/connectors/0/running").asBoolean()).isFalse();
        assertThat(status.at("/connectors/0/trouble").asText()).contains("why");
        portal.store.isAway = true;
        JsonNode away = portal.json(Portal.OPERATOR, "/operators/status");
        assertThat(away.path("connect_trouble").asText()).isNotEmpty();
        assertThat(away.at("/tenants/0/trouble").asText()).isNotEmpty();
    }

    @Test
    void eventsTellTheStatusAtFirstAndWhenItChangesUntilTheTokenIsTakenBack() throws Exception {
        HttpResponse<java.io.InputStream> response = portal.stream(portal.request(Portal.A, "/tenant/client_a/events"));
        assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/event-stream");
        try (BufferedReader events =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            JsonNode first = next(events);
            assertThat(first.at("/imports/0/rows_accepted").asLong()).isEqualTo(4);
            assertThat(first.at("/waiting/count").asLong()).isEqualTo(1);
            assertThat(first.at("/lag/rows").asLong()).isEqualTo(4);

            portal.store.imports.set(0, running(7));
            assertThat(next(events).at("/imports/0/rows_accepted").asLong()).isEqualTo(7);

            portal.store.isAway = true;
            assertThat(next(events).path("trouble").asText()).isNotEmpty();
            portal.store.isAway = false;
            assertThat(next(events).path("trouble").isNull()).isTrue();

            portal.tokens = Tokens.parse(List.of());
            String line;
            while ((line = events.readLine()) != null) {
                assertThat(line).doesNotStartWith("data");
            }
        }
    }

    @Test
    void onlySoManyListenAtOnceAndWhoLeavesMakesRoom() throws Exception {
        HttpResponse<?>[] open = new HttpResponse<?>[20];
        for (int i = 0; i < open.length; i++) {
            open[i] = portal.stream(portal.request(Portal.A, "/tenant/client_a/events"));
            assertThat(open[i].statusCode()).isEqualTo(200);
        }
        assertThat(portal.get(Portal.A, "/tenant/client_a/events").statusCode()).isEqualTo(429);
        for (HttpResponse<?> response : open) {
            ((java.io.InputStream) response.body()).close();
        }
        UploadEndpointTest.await(() -> {
            // A sign of life finds out who has left.
            portal.clock.advance(java.time.Duration.ofSeconds(10));
            try {
                HttpResponse<java.io.InputStream> again =
                        portal.stream(portal.request(Portal.A, "/tenant/client_a/events"));
                again.body().close();
                return again.statusCode() == 200;
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        });
    }

    private static JsonNode next(BufferedReader events) throws IOException {
        String line;
        while ((line = events.readLine()) != null) {
            if (line.startsWith("data: ")) {
                return new JsonMapper().readTree(line.substring(6));
            }
        }
        throw new IOException("the events have ended");
    }

    private static DefinitionStore.Stored stored(int version, String type) {
        return new DefinitionStore.Stored(
                version,
                Instant.EPOCH,
                "k",
                "speed_t",
                List.of("id"),
                List.of(),
                "{\"type\":\"record\",\"name\":\"speed_t\",\"fields\":[{\"name\":\"id\",\"type\":\"" + type + "\"}]}");
    }

    private static Import running(long accepted) {
        return new Import(
                "client_a",
                "aa",
                17,
                "speed",
                "speed_t",
                2,
                "a.csv",
                State.LOADING,
                Optional.of(Instant.parse("2026-11-21T10:00:00Z")),
                Optional.empty(),
                100,
                OptionalLong.of(10),
                accepted,
                2,
                0,
                10,
                100,
                Optional.empty(),
                Map.of("TYPE_MISMATCH id", 2L));
    }
}
