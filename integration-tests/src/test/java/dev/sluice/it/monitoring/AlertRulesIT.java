package dev.sluice.it.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alert rules and dashboard as files: what promtool says of them, and that each rule has a test. Needs no engine. */
class AlertRulesIT {
    private static PrometheusTools.Ended promtool(String... words) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(PrometheusTools.find("promtool").toString()));
        command.addAll(List.of(words));
        return PrometheusTools.run(MonitoringFiles.FOLDER, command.toArray(String[]::new));
    }

    @Test
    void promtoolTakesRulesAndConfiguration() throws Exception {
        PrometheusTools.Ended config = promtool("check", "config", "prometheus.yml");
        assertThat(config.code()).as(config.output()).isZero();
        assertThat(config.output()).contains(MonitoringFiles.alerts().size() + " rules found");
    }

    @Test
    void eachRuleFiresForWhatItIsForAndForNothingElse() throws Exception {
        PrometheusTools.Ended tests = promtool("test", "rules", "alerts.test.yml");
        assertThat(tests.code()).as(tests.output()).isZero();
    }

    /** So that a green test means something. */
    @Test
    void promtoolFindsARuleThatDoesNotFire(@TempDir Path directory) throws Exception {
        String rules = Files.readString(MonitoringFiles.FOLDER.resolve("alerts.yml"));
        assertThat(rules).contains("> 7200");
        Files.writeString(directory.resolve("alerts.yml"), rules.replace("> 7200", "> 72000"));
        Files.copy(MonitoringFiles.FOLDER.resolve("alerts.test.yml"), directory.resolve("alerts.test.yml"));
        PrometheusTools.Ended tests =
                promtool("test", "rules", directory.resolve("alerts.test.yml").toString());
        assertThat(tests.code()).isNotZero();
        assertThat(tests.output()).contains("SluiceOldestWaitingFile");
    }

    @Test
    void everyRuleHasATestInWhichItFiresAndSaysWhatToDo() throws IOException {
        Set<String> firing = new TreeSet<>();
        MonitoringFiles.yaml("alerts.test.yml")
                .path("tests")
                .forEach(test -> test.path("alert_rule_test").forEach(each -> {
                    if (!each.path("exp_alerts").isEmpty()) {
                        firing.add(each.path("alertname").asText());
                    }
                }));
        assertThat(MonitoringFiles.alerts())
                .extracting(alert -> alert.path("alert").asText())
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(firing);
        assertThat(MonitoringFiles.alerts()).allSatisfy(alert -> {
            assertThat(alert.at("/labels/severity").asText()).isIn("critical", "warning");
            assertThat(alert.at("/annotations/summary").asText()).isNotEmpty();
            assertThat(alert.at("/annotations/description").asText()).isNotEmpty();
        });
    }

    @Test
    void theDashboardIsWhatGrafanaIsProvisionedWith() throws IOException {
        JsonNode dashboard = MonitoringFiles.dashboard();
        String source = MonitoringFiles.yaml("grafana/provisioning/datasources/prometheus.yml")
                .at("/datasources/0/uid")
                .asText();
        Set<Integer> ids = new HashSet<>();
        for (JsonNode panel : dashboard.path("panels")) {
            assertThat(ids.add(panel.path("id").asInt())).isTrue();
            if (!panel.path("type").asText().equals("row")) {
                assertThat(panel.at("/datasource/uid").asText()).isEqualTo(source);
                assertThat(panel.path("targets")).isNotEmpty();
            }
            JsonNode place = panel.path("gridPos");
            assertThat(place.path("x").asInt() + place.path("w").asInt()).isLessThanOrEqualTo(24);
        }
        assertThat(dashboard.at("/templating/list"))
                .extracting(variable -> variable.path("name").asText())
                .containsExactly("tenant", "dataset");
    }

    /** Names only; that they exist and move is {@link MonitoringIT}'s. */
    @Test
    void everyMetricThatIsUsedIsExplained() throws IOException {
        String docs = Files.readString(MonitoringFiles.FOLDER.resolveSibling("docs/metrics.md"));
        List<String> expressions = new ArrayList<>(MonitoringFiles.alertExpressions());
        expressions.addAll(MonitoringFiles.panelExpressions());
        assertThat(MonitoringFiles.metrics(expressions))
                .hasSizeGreaterThan(30)
                .filteredOn(name -> name.startsWith("sluice_"))
                .allMatch(name -> docs.contains("`" + name + "`"));
    }
}
