package dev.sluice.tenant.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
    private static final String GOOD = """
            {"client": "client_a", "data_retention_period_days": "7", "schedule": "0 * * * *",
             "resources": {"limits": {"memory": "128Mi", "cpu": "500m"}}}""";

    @TempDir
    Path directory;

    private Path staging;
    private Path agreement;
    private ConnectDouble connect;
    private String out;
    private String err;

    @BeforeEach
    void start() throws IOException {
        connect = new ConnectDouble();
        staging = Files.createDirectory(directory.resolve("staging"));
        agreement = Files.writeString(directory.resolve("service-agreement.json"), GOOD);
    }

    @AfterEach
    void stop() {
        connect.close();
    }

    private int run(String... words) {
        StringWriter toOut = new StringWriter();
        StringWriter toErr = new StringWriter();
        int code = Main.run(new PrintWriter(toOut, true), new PrintWriter(toErr, true), words);
        out = toOut.toString();
        err = toErr.toString();
        return code;
    }

    /** With where things are. */
    private int here(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--connect", connect.url(), "--staging", staging.toString()));
        return run(all.toArray(String[]::new));
    }

    private int add(String... more) {
        List<String> words = new ArrayList<>(List.of("add", agreement.toString()));
        words.addAll(List.of(more));
        return here(words.toArray(String[]::new));
    }

    @Test
    void addMakesDirectoriesAndConnectorOnce() {
        assertThat(add()).isZero();
        assertThat(out).contains("made " + staging.resolve("client_a/in"), "made connector client-a-source", "RUNNING");
        assertThat(connect.configs.get("client-a-source").path("schedule").asText())
                .isEqualTo("0 * * * *");
        assertThat(add()).isZero();
        assertThat(out)
                .endsWith("connector client-a-source is as it should be\nconnector client-a-source: RUNNING,"
                        + " tasks RUNNING\n");
        assertThat(connect.writes).containsExactly("PUT client-a-source");
    }

    @Test
    void aChangedAgreementChangesTheConnectorAndTellsWhat() throws IOException {
        add();
        Files.writeString(agreement, "{\"client\": \"client_a\", \"schedule\": \"5 * * * *\"}");
        assertThat(add()).isZero();
        assertThat(out)
                .contains("changed connector client-a-source", "schedule: 5 * * * * (was 0 * * * *)")
                .contains("retention.days is taken out")
                .doesNotContain("tenant:");
        assertThat(connect.writes).containsExactly("PUT client-a-source", "PUT client-a-source");
    }

    @Test
    void aBadAgreementChangesNothingAndAllOfItIsTold() throws IOException {
        Files.writeString(
                agreement,
                GOOD.replace("0 * * * *", "hourly").replace("500m", "1Gi").replace("\"7\"", "-1"));
        assertThat(add()).isOne();
        assertThat(err).contains("nothing was done", "hourly", "1Gi", "-1");
        assertThat(err.lines()).hasSize(4);
        assertThat(connect.writes).isEmpty();
        assertThat(staging).isEmptyDirectory();
        assertThat(run("check", agreement.toString())).isOne();
        Files.writeString(agreement, GOOD);
        assertThat(run("check", agreement.toString())).isZero();
    }

    @Test
    void dryRunPrintsWhatWouldBePostedAndAsksNobody() throws IOException {
        assertThat(run("add", agreement.toString(), "--dry-run")).isZero();
        assertThat(new ObjectMapper().readTree(out).at("/config/tenant").asText())
                .isEqualTo("client_a");
        assertThat(run("add", agreement.toString(), "--strimzi", "--cluster", "c"))
                .isZero();
        assertThat(out).contains("kind: \"KafkaConnector\"", "strimzi.io/cluster: \"c\"");
        assertThat(run("add", agreement.toString(), "--kubernetes", "--image", "i:1"))
                .isZero();
        assertThat(out).contains("kind: \"CronJob\"", "image: \"i:1\"");
        assertThat(run("add", agreement.toString(), "--kubernetes")).isOne();
        assertThat(err).contains("--image");
        assertThat(run("add", agreement.toString(), "--kubernetes", "--image", "i:1", "--run-as", "0:0"))
                .isOne();
        assertThat(run("add", agreement.toString(), "--kubernetes", "--strimzi"))
                .isEqualTo(2);
        assertThat(connect.writes).isEmpty();
        assertThat(staging).isEmptyDirectory();
    }

    @Test
    void whatConnectWouldNotTakeIsNotPut() {
        connect.problem = "cannot be seen from here";
        assertThat(add()).isOne();
        assertThat(err).contains("staging.dir: cannot be seen from here");
        assertThat(connect.writes).isEmpty();
    }

    @Test
    void aConnectorThatFailsIsToldWithItsReason() {
        connect.taskState = "FAILED";
        assertThat(add()).isOne();
        assertThat(err).contains("does not run", "it broke").doesNotContain("somewhere");
    }

    @Test
    void aRebalanceIsWaitedFor() {
        connect.rebalances.set(2);
        assertThat(add()).isZero();
    }

    @Test
    void showAndListTellHowATenantIsServed() throws IOException {
        add();
        Files.writeString(staging.resolve("client_a/in/a.csv"), "id\n");
        Files.createDirectory(staging.resolve("client_b"));
        assertThat(here("show", "client_a")).isZero();
        assertThat(out).contains("client-a-source: RUNNING", "schedule: 0 * * * *", "retention.days: 7", "1 waiting");
        assertThat(here("list")).isZero();
        assertThat(out.lines().map(line -> line.replaceAll(" +", " ")))
                .contains("client_a client-a-source RUNNING 0 * * * * 1", "client_b - - - 0");
        assertThat(here("show", "client_b")).isOne();
        assertThat(err).contains("no connector serves tenant 'client_b', though it has a directory");
        assertThat(here("show", "../x")).isEqualTo(2);
    }

    @Test
    void removeLeavesDataAndSaysWhich() throws IOException {
        add();
        Files.writeString(staging.resolve("client_a/in/a.csv"), "id\n");
        assertThat(here("remove", "client_a", "--delete-staging")).isOne();
        assertThat(err).contains("1 files wait");
        assertThat(connect.configs).containsKey("client-a-source");
        assertThat(here("remove", "client_a")).isZero();
        assertThat(out)
                .contains(
                        "deleted connector client-a-source",
                        "1 waiting",
                        "Cassandra",
                        "client_a.*",
                        "tenant=client_a/");
        assertThat(staging.resolve("client_a/in/a.csv")).exists();
        assertThat(connect.configs).isEmpty();
        Files.delete(staging.resolve("client_a/in/a.csv"));
        assertThat(here("remove", "client_a", "--delete-staging")).isZero();
        assertThat(out).contains("no connector serves", "deleted " + staging.resolve("client_a"));
        assertThat(staging).isEmptyDirectory();
    }

    /** Nobody else's files stop because one tenant leaves. */
    @Test
    void aConnectorOfSeveralTenantsIsNotDeleted() throws IOException {
        connect.configs.put(
                "all",
                new ObjectMapper()
                        .readTree(
                                "{\"connector.class\": \"dev.sluice.source.FileSourceConnector\", \"tenants\": \"client_a,client_b\"}"));
        connect.configs.put(
                "sink", new ObjectMapper().readTree("{\"connector.class\": \"x.Sink\", \"tenants\": \"client_a\"}"));
        assertThat(here("remove", "client_a")).isOne();
        assertThat(err).contains("[all]", "nothing was done");
        assertThat(connect.writes).isEmpty();
    }

    private void sink(String name, String keyspaces) throws IOException {
        connect.configs.put(
                name,
                new ObjectMapper()
                        .readTree("{\"connector.class\": \"dev.sluice.cassandra.CassandraSinkConnector\", \"topics\":"
                                + " \"validated-input,import-error\", \"keyspaces\": \"" + keyspaces + "\"}"));
    }

    @Test
    void theSinkIsToldOfTheTenantsKeyspacesOnce() throws IOException {
        assertThat(add()).isZero();
        assertThat(out).contains("no Cassandra sink of this cluster reads what client-a-source writes");
        connect.writes.clear();
        sink("cassandra-sink", "product_insights");
        sink("wide", "client_*,client_?");
        connect.configs.put(
                "elsewhere",
                new ObjectMapper()
                        .readTree(
                                "{\"connector.class\": \"CassandraSink\", \"topics\": \"raw-input\", \"keyspaces\": \"k\"}"));
        assertThat(add("--dry-run")).isZero();
        assertThat(err).isEqualTo("would allow keyspaces client_a_*,client_a in connector cassandra-sink\n");
        assertThat(add("--leave-sink")).isZero();
        assertThat(connect.writes).isEmpty();
        assertThat(add()).isZero();
        assertThat(out).contains("allowed keyspaces client_a_*,client_a in connector cassandra-sink");
        assertThat(connect.configs.get("cassandra-sink").path("keyspaces").asText())
                .isEqualTo("product_insights,client_a_*,client_a");
        assertThat(add()).isZero();
        assertThat(here("remove", "client_a")).isZero();
        assertThat(connect.writes).containsExactly("PUT cassandra-sink", "DELETE client-a-source");
        assertThat(connect.configs.get("cassandra-sink").path("keyspaces").asText())
                .endsWith("client_a");
    }

    @Test
    void nothingIsMadeIfTheSinkMayNotBeChanged() throws IOException {
        sink("cassandra-sink", "product_insights");
        connect.problemOf = "cassandra-sink";
        connect.problem = "it does not like it";
        assertThat(add()).isOne();
        assertThat(err).contains("cassandra-sink with keyspaces [client_a_*, client_a]", "it does not like it");
        assertThat(connect.writes).isEmpty();
    }

    private Path done(String name, String ended) throws IOException {
        Path out = staging.resolve("client_a/out");
        Files.createDirectories(out.resolve("done"));
        Files.writeString(
                out.resolve(name + ".report.json"),
                "{\"state\": \"completed\", \"dataset\": \"d\", \"import\": \"i\", \"file\": \"" + name
                        + "\", \"ended\": \"" + ended + "\"}");
        return Files.writeString(out.resolve("done").resolve(name), "id\n" + name);
    }

    @Test
    void replayDropsFilesAgainAndTellsWhatIsOlderNow() throws IOException {
        add();
        done("one.csv", "2026-11-01T10:00:00Z");
        done("two.csv", "2026-11-01T11:00:00Z");
        done("three.csv", "2026-11-01T12:00:00Z");
        assertThat(here("replay", "client_a", "one.csv", "three.csv")).isZero();
        assertThat(out).contains("dropped " + staging.resolve("client_a/in/one.csv"), "to win again: two.csv\n");
        assertThat(staging.resolve("client_a/in/one.csv")).hasContent("id\none.csv");
        assertThat(staging.resolve("client_a/in/one.csv.done")).doesNotExist();
        assertThat(staging.resolve("client_a/out/done/one.csv")).exists();
        assertThat(here("replay", "client_a", "one.csv")).isOne();
        assertThat(err).contains("waits already");
        for (String bad : List.of("none.csv", "../one.csv.report.json", "../../../service-agreement.json", ".")) {
            assertThat(here("replay", "client_a", bad)).as(bad).isOne();
        }
        Files.createSymbolicLink(staging.resolve("client_a/out/done/link.csv"), agreement);
        assertThat(here("replay", "client_a", "link.csv")).isOne();
        assertThat(staging.resolve("client_a/in")).isDirectoryNotContaining("glob:**link.csv*");
    }

    @Test
    void replayGoesByTheConnectorsSettings() throws IOException {
        assertThat(here("replay", "client_a", "one.csv")).isOne();
        assertThat(err).contains("0 connectors serve tenant 'client_a'");
        add();
        done("one.csv", "2026-11-01T10:00:00Z");
        ((ObjectNode) connect.configs.get("client-a-source")).put("duplicates", "skip");
        assertThat(here("replay", "client_a", "one.csv")).isOne();
        assertThat(err).contains("duplicates=skip");
        assertThat(staging.resolve("client_a/in")).isEmptyDirectory();
        ((ObjectNode) connect.configs.get("client-a-source"))
                .put("duplicates", "load")
                .put("file.complete", "marker");
        assertThat(here("replay", "client_a", "one.csv")).isZero();
        assertThat(staging.resolve("client_a/in/one.csv.done")).isEmptyFile();
    }

    @Test
    void whatIsNotSaidOrNotThereIsTold() {
        assertThat(run("list", "--connect", "http://127.0.0.1:1", "--staging", staging.toString()))
                .isOne();
        assertThat(err).contains("Connect does not answer", "SLUICE_CONNECT_URL");
        assertThat(run()).isEqualTo(2);
        assertThat(run("ad")).isEqualTo(2);
        assertThat(run("add", directory.resolve("none.json").toString(), "--dry-run"))
                .isOne();
        assertThat(err).contains("cannot be read");
        assertThat(run("add", "--help")).isZero();
        assertThat(out).contains("--strimzi", "--kubernetes");
        assertThat(run("add", "--version")).isZero();
        assertThat(out).matches("Sluice \\d\\S+\n");
    }
}
