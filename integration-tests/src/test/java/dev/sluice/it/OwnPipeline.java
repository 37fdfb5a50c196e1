package dev.sluice.it;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.demo.ConnectRest;
import dev.sluice.demo.Staging;
import dev.sluice.stack.LocalStack;
import dev.sluice.stack.process.Await;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** Topics and connectors of one tenant alone, in the stack that all tests share. For one thread. */
final class OwnPipeline {
    static final Duration PATIENCE = Duration.ofMinutes(3);
    /** One that operators allow to client_a. */
    static final String KEYSPACE = "mysimbdp_coredms";

    private final LocalStack stack;
    private final ConnectRest rest;
    private final String tenant;
    private final Deque<String> connectors = new ArrayDeque<>();

    /** Creates the topics. */
    OwnPipeline(LocalStack stack, String tenant) throws Exception {
        this.stack = stack;
        this.rest = new ConnectRest(stack.connectUrl());
        this.tenant = tenant;
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()))) {
            admin.createTopics(List.of(
                            new NewTopic(tenant + "-rows", 2, (short) 1),
                            new NewTopic(tenant + "-errors", 1, (short) 1),
                            new NewTopic(tenant + "-events", 1, (short) 1)))
                    .all()
                    .get();
        }
    }

    ConnectRest rest() {
        return rest;
    }

    Staging staging() {
        return staging(tenant);
    }

    Staging staging(String of) {
        return new Staging(stack.stagingDirectory(), of);
    }

    /** The tenant's source, and a sink of its rows. */
    void deploy(Map<String, String> sourceSettings) throws Exception {
        source(tenant, "client-a-source", sourceSettings);
        run(
                tenant + "-sink",
                "cassandra-sink",
                Map.of(
                        "topics", tenant + "-rows," + tenant + "-errors",
                        "errors.deadletterqueue.topic.name", tenant + "-load-error"));
    }

    /**
     * A source of whatever tenant that writes into these topics.
     *
     * @param config of {@code connector-configs/}
     */
    void source(String of, String config, Map<String, String> settings) throws Exception {
        Map<String, String> all = new HashMap<>(settings);
        all.put("tenant", of);
        all.put("topic", tenant + "-rows");
        all.put("errors.topic", tenant + "-errors");
        all.put("events.topic", tenant + "-events");
        if (!config.startsWith("two-stage")) {
            all.put("transforms.validate.errors.topic", tenant + "-errors");
        }
        run(of, config, all);
    }

    /** An archive of its rejections. */
    void archive(String root) throws Exception {
        run(tenant + "-archive", "error-hdfs-sink", Map.of("topics", tenant + "-errors", "root.dir", root));
    }

    private void run(String connector, String config, Map<String, String> settings) throws Exception {
        rest.post(Project.changed(config, connector, settings));
        connectors.push(connector);
        rest.awaitRunning(connector, Duration.ofMinutes(1));
    }

    JsonNode awaitReport(String file) throws InterruptedException {
        return awaitReport(tenant, file);
    }

    JsonNode awaitReport(String of, String file) throws InterruptedException {
        return Await.atMost(PATIENCE)
                .get("the report of " + file, () -> staging(of).report(file));
    }

    /** Deletes the connectors. */
    void close() throws InterruptedException {
        while (!connectors.isEmpty()) {
            rest.delete(connectors.pop());
        }
    }
}
