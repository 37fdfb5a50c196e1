package dev.sluice.tenant.render;

import dev.sluice.agreement.Resources;
import dev.sluice.agreement.ServiceAgreement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A connector as Strimzi's custom resource {@code KafkaConnector}. Such a resource has no resources of its own, since its tasks run in
 * workers that serve everybody; so the tenant's CPU is in {@code tasksMax}, and the figures are kept as annotations.
 *
 * @param cluster the {@code KafkaConnect} that runs it
 */
public record StrimziConnector(String cluster, Optional<String> namespace) {
    private static final String ANNOTATION = "sluice.dev/";

    /** A YAML document. */
    public String render(Connector connector, ServiceAgreement agreement) {
        Map<String, Object> metadata = Yaml.map("name", connector.name());
        namespace.ifPresent(name -> metadata.put("namespace", name));
        metadata.put("labels", Yaml.map("strimzi.io/cluster", cluster, "app.kubernetes.io/part-of", "sluice"));
        metadata.put("annotations", annotations(agreement));
        Map<String, String> config = new LinkedHashMap<>(connector.config());
        config.remove("connector.class");
        int tasks = Integer.parseInt(config.remove("tasks.max"));
        return Yaml.document(Yaml.map(
                "apiVersion",
                "kafka.strimzi.io/v1beta2",
                "kind",
                "KafkaConnector",
                "metadata",
                metadata,
                "spec",
                Yaml.map(
                        "class",
                        connector.type(),
                        "tasksMax",
                        tasks,
                        "state",
                        "running",
                        "autoRestart",
                        Yaml.map("enabled", true),
                        "config",
                        config)));
    }

    private static Map<String, Object> annotations(ServiceAgreement agreement) {
        Map<String, Object> annotations =
                Yaml.map(ANNOTATION + "tenant", agreement.client().orElseThrow().name());
        Resources resources = agreement.resources();
        resources.requests().forEach((name, value) -> annotations.put(ANNOTATION + "requests." + name, value.text()));
        resources.limits().forEach((name, value) -> annotations.put(ANNOTATION + "limits." + name, value.text()));
        return annotations;
    }
}
