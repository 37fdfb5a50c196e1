package dev.sluice.it.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.sluice.it.Project;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What stands in {@code monitoring/}. */
final class MonitoringFiles {
    static final Path FOLDER = Project.ROOT.resolve("monitoring");

    private static final Pattern METRIC = Pattern.compile("\\b(?:(?:sluice|jvm|process)_[a-z0-9_]+|up)\\b");
    /** A name with a selector behind it can be nothing but a metric. */
    private static final Pattern SELECTED = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)\\s*[{\\[]");

    private MonitoringFiles() {}

    static JsonNode yaml(String name) throws IOException {
        return new ObjectMapper(new YAMLFactory()).readTree(FOLDER.resolve(name).toFile());
    }

    static JsonNode dashboard() throws IOException {
        return new ObjectMapper()
                .readTree(FOLDER.resolve("grafana/dashboards/sluice.json").toFile());
    }

    static List<JsonNode> alerts() throws IOException {
        List<JsonNode> alerts = new ArrayList<>();
        yaml("alerts.yml").path("groups").forEach(group -> group.path("rules").forEach(alerts::add));
        return alerts;
    }

    static List<String> alertExpressions() throws IOException {
        return alerts().stream().map(alert -> alert.path("expr").asText()).toList();
    }

    /** Of all panels, for all tenants and datasets. */
    static List<String> panelExpressions() throws IOException {
        List<String> expressions = new ArrayList<>();
        dashboard()
                .path("panels")
                .forEach(panel -> panel.path("targets")
                        .forEach(target -> expressions.add(target.path("expr")
                                .asText()
                                .replace("$tenant", ".*")
                                .replace("$dataset", ".*"))));
        return expressions;
    }

    static Set<String> metrics(Collection<String> expressions) {
        Set<String> names = new TreeSet<>();
        for (String expression : expressions) {
            for (Pattern pattern : List.of(METRIC, SELECTED)) {
                Matcher matcher = pattern.matcher(expression);
                while (matcher.find()) {
                    names.add(matcher.group(matcher.groupCount()));
                }
            }
        }
        return names;
    }
}
