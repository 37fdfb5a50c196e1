package dev.sluice.it.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.demo.Pipeline;
import dev.sluice.demo.Staging;
import dev.sluice.it.Project;
import dev.sluice.stack.LocalStack;
import dev.sluice.stack.junit.StackExtension;
import dev.sluice.stack.process.Await;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** A real Prometheus scrapes a real worker under load: every metric that a rule or a panel names exists, and those that must have moved have. */
@ExtendWith(StackExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MonitoringIT {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final int ROWS = 60_000;
    private static final String DEFINITION = """
            {"name": "%s", "file_type": "csv", "key_space": "mysimbdp_coredms", "primary_key": ["id"],
             "schema": {"type": "record", "name": "watched_%s", "fields": [
               {"name": "id", "type": "int"}, {"name": "level", "type": "double"}]}}
            """;
    private static final Set<String> GROWN = Set.of(
            "sluice_source_rows_read_total",
            "sluice_source_rows_accepted_total",
            "sluice_source_rows_rejected_total",
            "sluice_source_bytes_read_total",
            "sluice_source_files_completed_total",
            "sluice_source_violations_total",
            "sluice_source_refusals_total",
            "sluice_validate_violations_total",
            "sluice_sink_rows_written_total",
            "sluice_sink_imports_completed_total",
            "sluice_archive_records_total",
            "sluice_archive_bytes_total",
            "sluice_archive_files_total",
            "sluice_archive_commits_total",
            "process_cpu_seconds_total");
    /** Gauges that were not what they are at rest. */
    private static final Set<String> MOVED = Set.of(
            "sluice_source_current_file_bytes",
            "sluice_source_current_file_bytes_read",
            "sluice_source_files_waiting",
            "sluice_sink_records_lag",
            "sluice_sink_records_uncommitted",
            "sluice_sink_request_latency_p99_seconds",
            "sluice_archive_lag_seconds",
            "sluice_archive_commit_last_seconds");
    /** Panels of what goes wrong: they draw nothing while nothing does. */
    private static final Pattern TROUBLE = Pattern.compile(".*> 0$");

    private LocalStack stack;
    private Pipeline pipeline;
    private PrometheusServer prometheus;

    @BeforeAll
    void load(LocalStack localStack) throws Exception {
        stack = localStack;
        Path directory = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "prometheus-run");
        prometheus =
                new PrometheusServer(directory, URI.create(stack.metricsUrl()).getAuthority());
        pipeline = new Pipeline(stack);
        pipeline.deploy(Project.connectorConfig("cassandra-sink"), "validated-input");
        pipeline.deploy(Project.connectorConfig("error-hdfs-sink"), "import-error");
        pipeline.deploy(Project.sourceConfig("watched-source", "watched", Map.of()), null);
        pipeline.awaitRunning();
        Staging staging = pipeline.staging("watched");
        staging.drop("one.dataset.json", DEFINITION.formatted("one", "one"));
        staging.drop("bad.dataset.json", DEFINITION.formatted("bad", "bad").replace("double", "doubel"));
        pipeline.awaitReports(Map.of(staging, List.of("one.dataset.json", "bad.dataset.json")), PATIENCE, () -> {});
        // Growth is seen only of what was there before.
        awaitSeries("sluice_source_rows_rejected_total{tenant='watched', dataset='one'}");
        List<String> files = List.of("one-1.csv", "one-2.csv", "one-3.csv", "nobodys.csv");
        for (String file : files) {
            staging.drop(file, rows(files.indexOf(file) * ROWS));
        }
        pipeline.awaitReports(Map.of(staging, files), PATIENCE, () -> {});
        pipeline.awaitSinks(PATIENCE, () -> {});
        awaitSeries("sluice_sink_imports_completed_total > 0");
        awaitSeries("sluice_archive_records_total > 0");
    }

    /** A tenth of the rows is bad: half of these in their form, half in their meaning. */
    private static String rows(int from) {
        StringBuilder text = new StringBuilder("id,level\n");
        for (int i = 0; i < ROWS; i++) {
            text.append(from + i)
                    .append(i % 20 == 7 ? ",much" : ",1.5")
                    .append(i % 20 == 13 ? ",more" : "")
                    .append('\n');
        }
        return text.toString();
    }

    private void awaitSeries(String expression) throws InterruptedException {
        Await.atMost(PATIENCE)
                .until(
                        "series of " + expression,
                        () -> !prometheus.query(expression).isEmpty());
    }

    @AfterAll
    void close() throws InterruptedException {
        if (pipeline != null) {
            for (String connector : List.of("watched-source", "cassandra-sink", "error-hdfs-sink")) {
                pipeline.rest().delete(connector);
            }
            pipeline.close();
        }
        if (prometheus != null) {
            prometheus.close();
        }
    }

    @Test
    void everyMetricThatARuleOrAPanelNamesExists() throws Exception {
        List<String> expressions = new ArrayList<>(MonitoringFiles.alertExpressions());
        expressions.addAll(MonitoringFiles.panelExpressions());
        Set<String> missing = new TreeSet<>();
        for (String metric : MonitoringFiles.metrics(expressions)) {
            if (prometheus.query("last_over_time(" + metric + "[1h])").isEmpty()) {
                missing.add(metric);
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void theyMoveUnderLoad() throws Exception {
        Set<String> still = new TreeSet<>();
        for (String metric : GROWN) {
            // By the highest value: of a series that came with its first value there is no increase.
            if (prometheus.query("max_over_time(" + metric + "[1h]) > 0").isEmpty()) {
                still.add(metric);
            }
        }
        for (String metric : MOVED) {
            if (prometheus.query("changes(" + metric + "[1h]) > 0").isEmpty()) {
                still.add(metric);
            }
        }
        assertThat(still).isEmpty();
        assertThat(prometheus
                        .query("max_over_time(sluice_source_rows_rejected_total{tenant='watched', dataset='one'}[1h])")
                        .at("/0/value/1")
                        .asLong())
                .isEqualTo(3 * ROWS / 10);
        assertThat(prometheus.query("last_over_time(sluice_source_current_file{tenant='watched'}[1h])"))
                .extracting(series -> series.at("/metric/file").asText())
                .isSubsetOf("one-1.csv", "one-2.csv", "one-3.csv")
                .isNotEmpty();
    }

    @Test
    void everyPanelDrawsSomething() throws Exception {
        List<String> empty = new ArrayList<>();
        for (String expression : MonitoringFiles.panelExpressions()) {
            boolean isEmpty = prometheus.draw(expression).isEmpty();
            if (isEmpty && !TROUBLE.matcher(expression).matches()) {
                empty.add(expression);
            }
        }
        assertThat(empty).isEmpty();
    }

    @Test
    void rulesAreEvaluatedWithoutErrorAndTheOneThatMustFireFires() throws Exception {
        Await.atMost(PATIENCE)
                .until(
                        "an alert",
                        () -> prometheus.get("/api/v1/alerts").toString().contains("SluiceRejectionRate"));
        assertThat(prometheus.get("/api/v1/rules").at("/groups/0/rules"))
                .allSatisfy(rule -> assertThat(rule.path("health").asText())
                        .as("%s %s", rule.path("name"), rule.path("lastError"))
                        .isEqualTo("ok"));
        List<String> firing = new ArrayList<>();
        prometheus.get("/api/v1/alerts").path("alerts").forEach(alert -> {
            if (alert.path("state").asText().equals("firing")) {
                firing.add(alert.at("/labels/alertname").asText() + " "
                        + alert.at("/labels/tenant").asText());
            }
        });
        assertThat(firing).contains("SluiceRejectionRate watched");
        assertThat(firing)
                .noneMatch(alert -> alert.matches("Sluice(WorkerDown|TaskFailed|RowsLost|ImportIncomplete).*"));
    }

    /** What the exporter shows and nobody explains would be found by accident only. */
    @Test
    void everyMetricThatIsShownIsExplained() throws Exception {
        String docs = Files.readString(Project.ROOT.resolve("docs/metrics.md"));
        String text = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(stack.metricsUrl())).build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
        Set<String> shown = text.lines()
                .filter(line -> line.startsWith("sluice_"))
                .map(line -> line.replaceAll("[{ ].*", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(shown).hasSizeGreaterThan(40).allMatch(name -> docs.contains("`" + name + "`"));
    }
}
