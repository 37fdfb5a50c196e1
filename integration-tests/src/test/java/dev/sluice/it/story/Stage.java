package dev.sluice.it.story;

import dev.sluice.demo.ConnectRest;
import dev.sluice.demo.Staging;
import dev.sluice.it.Project;
import dev.sluice.it.story.check.TopicStory;
import dev.sluice.stack.LocalStack;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** The connectors of {@code connector-configs/} in one layout, with topics that no other test has, shared by all tenants. Not thread-safe. */
final class Stage implements AutoCloseable {
    private static final int PARTITIONS = 5;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final LocalStack stack;
    private final String name;
    private final List<String> tenants;
    private final ConnectRest rest;
    private final List<String> connectors = new ArrayList<>();

    Stage(LocalStack stack, String name, List<String> tenants) {
        this.stack = stack;
        this.name = name;
        this.tenants = tenants;
        this.rest = new ConnectRest(stack.connectUrl());
    }

    String keyspace() {
        return name;
    }

    List<String> tenants() {
        return tenants;
    }

    String loadErrors() {
        return name + "-load-errors";
    }

    private String rows() {
        return name + "-rows";
    }

    private String errors() {
        return name + "-errors";
    }

    private String events() {
        return name + "-events";
    }

    /** One source for the first tenant, another for all others, and the sinks. */
    void deploy(Layout layout) throws IOException, InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()))) {
            admin.createTopics(List.of(
                            new NewTopic(rows(), PARTITIONS, (short) 1),
                            new NewTopic(errors(), 3, (short) 1),
                            new NewTopic(events(), 1, (short) 1),
                            new NewTopic(loadErrors(), 1, (short) 1)))
                    .all()
                    .get();
        }
        if (layout == Layout.ONE_STAGE) {
            post("cassandra-sink", name + "-sink", sink(rows() + "," + errors(), errors()));
        } else {
            post("two-stage/cassandra-sink", name + "-sink", sink(rows() + "," + errors(), errors()));
            post("two-stage/cassandra-dead-letters", name + "-dead-letters", sink(loadErrors(), loadErrors()));
        }
        source(layout, name + "-source-1", Map.of("tenant", tenants.get(0)));
        source(
                layout,
                name + "-source-2",
                Map.of("tenant", "", "tenants", String.join(",", tenants.subList(1, tenants.size()))));
        awaitRunning();
    }

    private Map<String, String> sink(String topics, String errorTopics) {
        Map<String, String> changes = new HashMap<>();
        changes.put("tasks.max", "3");
        changes.put("topics", topics);
        changes.put("errors.topics", errorTopics);
        changes.put("keyspaces", keyspace());
        return changes;
    }

    private void source(Layout layout, String connector, Map<String, String> tenant)
            throws IOException, InterruptedException {
        Map<String, String> changes = new HashMap<>(tenant);
        changes.put("tasks.max", "2");
        changes.put("keyspaces", keyspace());
        changes.put("topic", rows());
        changes.put("errors.topic", errors());
        changes.put("events.topic", events());
        // Users rename their files into place, so they are complete when they are seen; stories are told faster so.
        changes.put("file.settle.ms", "0");
        changes.put("scan.interval.ms", "100");
        if (layout == Layout.ONE_STAGE) {
            changes.put("transforms.validate.errors.topic", errors());
        }
        post(layout == Layout.ONE_STAGE ? "client-a-source" : "two-stage/client-a-source", connector, changes);
    }

    private void post(String config, String connector, Map<String, String> changes)
            throws IOException, InterruptedException {
        Map<String, String> all = new HashMap<>(changes);
        if (Project.connectorConfig(config).contains("errors.deadletterqueue.topic.name")) {
            all.put("errors.deadletterqueue.topic.name", loadErrors());
        }
        rest.post(Project.changed(config, connector, all));
        connectors.add(connector);
    }

    void awaitRunning() throws InterruptedException {
        for (String connector : connectors) {
            rest.awaitRunning(connector, PATIENCE);
        }
    }

    /** How many tasks a worker has. */
    long tasksOf(String worker) throws InterruptedException {
        long tasks = 0;
        for (String connector : connectors) {
            for (var task : rest.get("/connectors/" + connector + "/status").path("tasks")) {
                boolean isThere = stack.engine(worker)
                        .endpoint()
                        .endsWith(task.path("worker_id").asText());
                tasks += isThere && task.path("state").asText().equals("RUNNING") ? 1 : 0;
            }
        }
        return tasks;
    }

    /** Throws if a task has failed. */
    void failIfFailed() throws InterruptedException {
        for (String connector : connectors) {
            rest.failIfFailed(connector);
        }
    }

    Staging staging(String tenant) {
        return new Staging(stack.stagingDirectory(), tenant);
    }

    TopicStory story() {
        return new TopicStory(stack, rows(), errors(), events());
    }

    @Override
    public void close() {
        try {
            for (String connector : connectors) {
                rest.delete(connector);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
