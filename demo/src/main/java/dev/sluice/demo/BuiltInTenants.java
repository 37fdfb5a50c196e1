package dev.sluice.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.stack.process.Await;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The two built-in tenants: what they drop, and what must have become of it. For one thread. */
final class BuiltInTenants {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String TABLE = "analytics";
    private static final long SEED = 20_261_120;

    private final Pipeline pipeline;
    private final Staging clientA;
    private final Staging clientB;
    private final PortalClient portal;
    private final TenantFile firstTelemetry;
    private final TenantFile laterTelemetry;
    private final TenantFile reviews;
    private final List<String> problems = new ArrayList<>();

    /** @param portal client_a's door */
    BuiltInTenants(Pipeline pipeline, PortalClient portal, int rows) {
        this.pipeline = pipeline;
        this.portal = portal;
        this.clientA = pipeline.staging("client_a");
        this.clientB = pipeline.staging("client_b");
        this.firstTelemetry = Telemetry.file(rows, SEED);
        this.laterTelemetry = Telemetry.fileWithFirmware(Math.max(1, rows / 5), SEED + 1);
        this.reviews = Reviews.file(Math.max(1, rows / 5), SEED + 2);
    }

    /** Both tenants work at the same time; client_a then changes its mind, once wrongly, once rightly. */
    void play(PrintStream out, Runnable tick) throws IOException, InterruptedException {
        out.println("client_a and client_b drop their definitions and files, both at once:");
        clientA.drop("speed-tracking-data.dataset.json", Telemetry.definition(TABLE, "long", "string", ""));
        clientB.drop("amazon-product-review-data.dataset.json", Reviews.definition());
        pipeline.awaitReports(
                Map.of(
                        clientA,
                        List.of("speed-tracking-data.dataset.json"),
                        clientB,
                        List.of("amazon-product-review-data.dataset.json")),
                PATIENCE,
                tick);
        clientA.drop("speed-tracking-data-1.csv", firstTelemetry.content());
        clientB.drop("amazon-product-review-data-1.csv", reviews.content());
        clientA.drop("wrong.dataset.json", Telemetry.definition(TABLE, "long", "int", ""));
        clientA.drop("firmware.dataset.json", Telemetry.definition(TABLE, "long", "string", Telemetry.FIRMWARE_FIELD));
        pipeline.awaitReports(
                Map.of(
                        clientA,
                        List.of("speed-tracking-data-1.csv", "wrong.dataset.json", "firmware.dataset.json"),
                        clientB,
                        List.of("amazon-product-review-data-1.csv")),
                PATIENCE,
                tick);
        portal.upload("client_a", "speed-tracking-data-2.csv", laterTelemetry.content());
        pipeline.awaitReports(Map.of(clientA, List.of("speed-tracking-data-2.csv")), PATIENCE, tick);
        pipeline.awaitSinks(PATIENCE, tick);
    }

    /** The refused definition's reason, as the tenant reads it. */
    String refusal() {
        return clientA.report("wrong.dataset.json")
                .orElseThrow()
                .at("/reasons/0/message")
                .asText();
    }

    /** Compares everything that landed with what must have; empty means that all is right. */
    List<String> check(Tables tables, Archive archive) throws InterruptedException {
        checkReport(clientA, "speed-tracking-data-1.csv", firstTelemetry);
        checkReport(clientA, "speed-tracking-data-2.csv", laterTelemetry);
        checkReport(clientB, "amazon-product-review-data-1.csv", reviews);
        if (!refusal().contains("ONUID")) {
            problems.add("wrong.dataset.json was not refused for ONUID: " + refusal());
        }
        Map<String, Map<String, Object>> telemetry = new TreeMap<>(firstTelemetry.table());
        telemetry.putAll(laterTelemetry.table());
        telemetry.replaceAll((key, row) -> withNull(row, "FIRMWARE"));
        checkTable(tables, Telemetry.KEYSPACE, TABLE, List.of("PROVINCECODE", "DEVICEID", "ONUID"), telemetry);
        checkTable(
                tables,
                Reviews.KEYSPACE,
                Reviews.TABLE,
                List.of("product_id", "review_id", "customer_id"),
                reviews.table());
        checkEqual("archived reasons of client_a", firstTelemetry.reasons(), archive.countsByCodeAndColumn("client_a"));
        checkEqual("archived reasons of client_b", reviews.reasons(), archive.countsByCodeAndColumn("client_b"));
        checkPortal(Map.of("speed-tracking-data-1.csv", firstTelemetry, "speed-tracking-data-2.csv", laterTelemetry));
        return problems;
    }

    /** What client_a sees on its page; the sinks say that an import is complete a moment after its last row. */
    private void checkPortal(Map<String, TenantFile> files) throws InterruptedException {
        Map<String, String> expected = new TreeMap<>();
        files.forEach((name, file) -> expected.put(name, "completed " + file.accepted() + " " + file.rejected()));
        Map<String, String> seen = new TreeMap<>();
        try {
            Await.atMost(PATIENCE).until("the portal to show completed imports", () -> {
                seen.clear();
                seen.putAll(portal.imports("client_a"));
                return seen.equals(expected);
            });
        } catch (Await.TimedOut e) {
            checkEqual("client_a's imports at the portal", expected, seen);
        }
    }

    private void checkReport(Staging staging, String name, TenantFile file) {
        JsonNode report = staging.report(name).orElseThrow();
        checkEqual(
                name + ": rows read",
                file.accepted() + file.rejected(),
                report.path("rows_read").asLong());
        checkEqual(
                name + ": rows accepted",
                file.accepted(),
                report.path("rows_accepted").asLong());
        checkEqual(
                name + ": rows rejected",
                file.rejected(),
                report.path("rows_rejected").asLong());
    }

    private void checkTable(
            Tables tables, String keyspace, String table, List<String> key, Map<String, Map<String, Object>> expected) {
        Map<String, Map<String, Object>> actual = new HashMap<>();
        for (Map<String, Object> row : tables.rows(keyspace, table)) {
            List<String> parts =
                    key.stream().map(column -> String.valueOf(row.get(column))).toList();
            actual.put(String.join("|", parts), row);
        }
        checkEqual(keyspace + "." + table + ": number of rows", expected.size(), actual.size());
        long different = expected.entrySet().stream()
                .filter(entry -> !Objects.equals(entry.getValue(), actual.get(entry.getKey())))
                .count();
        checkEqual(keyspace + "." + table + ": rows that differ from the files", 0L, different);
    }

    private void checkEqual(String what, Object expected, Object actual) {
        if (!expected.equals(actual)) {
            problems.add(what + ": must be " + expected + ", is " + actual);
        }
    }

    private static Map<String, Object> withNull(Map<String, Object> row, String column) {
        if (row.containsKey(column)) {
            return row;
        }
        Map<String, Object> more = new HashMap<>(row);
        more.put(column, null);
        return more;
    }
}
