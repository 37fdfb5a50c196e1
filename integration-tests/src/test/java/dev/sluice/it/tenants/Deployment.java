package dev.sluice.it.tenants;

import dev.sluice.demo.ConnectRest;
import dev.sluice.it.Project;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The source connectors of a run, on topics of their own. For one thread. */
final class Deployment {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final ConnectRest rest;
    private final Map<String, String> settings;
    private final String name;
    private final List<String> connectors = new ArrayList<>();

    /** Deploys nothing yet. */
    Deployment(ConnectRest rest, String name, Path stagingDirectory) {
        this.rest = rest;
        this.name = name;
        this.settings = Map.of(
                "staging.dir", stagingDirectory.toString(),
                // How long files must stand still is not what anybody is to be compared by.
                "file.settle.ms", "100",
                // Every producer keeps a buffer of this size for each partition.
                "producer.override.batch.size", "65536",
                "topic", rows(),
                "errors.topic", errors(),
                "events.topic", events(),
                "transforms.validate.errors.topic", errors());
    }

    String rows() {
        return name + "-rows";
    }

    String errors() {
        return name + "-errors";
    }

    String events() {
        return name + "-events";
    }

    /** One connector that serves whoever has a folder. */
    void deployForAll() throws IOException, InterruptedException {
        deploy(name, Map.of("tenant", "", "tenants", "*", "tasks.max", "2"));
        awaitRunning();
    }

    /** A connector for each of them. */
    void deployForEach(List<String> tenants) throws IOException, InterruptedException {
        for (String tenant : tenants) {
            deploy(tenant + "-source", Map.of("tenant", tenant));
        }
        awaitRunning();
    }

    private void deploy(String connector, Map<String, String> more) throws IOException, InterruptedException {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(more);
        connectors.add(rest.post(Project.changed("client-a-source", connector, all)));
    }

    private void awaitRunning() throws InterruptedException {
        for (String connector : connectors) {
            rest.awaitRunning(connector, PATIENCE);
        }
    }

    int size() {
        return connectors.size();
    }

    /** Throws if a connector or a task has failed. */
    void assertRunning() throws InterruptedException {
        for (String connector : connectors) {
            rest.failIfFailed(connector);
        }
    }

    void delete() throws InterruptedException {
        for (String connector : connectors) {
            rest.delete(connector);
        }
    }
}
