package dev.sluice.stack.engine;

import dev.sluice.stack.process.EngineHome;
import dev.sluice.stack.process.JavaLaunch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;

/** A Kafka broker that is its own controller (KRaft), with the topics Sluice expects. */
public record Broker(Checkout checkout, Tuning tuning, int port, int controllerPort, Map<String, Integer> topics)
        implements Engine {
    public static final String NAME = "broker";
    private static final Tuning.Heap HEAP = new Tuning.Heap(320, 1024);
    /** Any 16 bytes in base64; a stack is told from another by its ports, not by this. */
    private static final String CLUSTER_ID = "c2x1aWNlLWxvY2FsLTAwMQ";

    private static final int PATIENCE_SECONDS = 10;

    public Broker {
        topics = Map.copyOf(topics);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String endpoint() {
        return "127.0.0.1:" + port;
    }

    @Override
    public Map<String, String> files(EngineHome home) {
        return Map.of(
                "server.properties", Rendering.properties(settings(home)),
                "log4j2.properties",
                        Rendering.log4j2(Map.of(
                                "kafka.server.KafkaConfig", "warn",
                                "org.apache.kafka.common.config", "warn",
                                "kafka.log", "warn",
                                "org.apache.kafka.storage.internals.log", "warn")));
    }

    Map<String, String> settings(EngineHome home) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", "1");
        settings.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        settings.put("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        settings.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("log.dirs", home.data().toString());
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.num.partitions", "5");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("transaction.state.log.num.partitions", "5");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("auto.create.topics.enable", "false");
        // A killed broker must be back soon: its own session is what it waits for.
        settings.put("broker.session.timeout.ms", "3000");
        settings.put("broker.heartbeat.interval.ms", "500");
        return settings;
    }

    @Override
    public List<JavaLaunch> preparations(EngineHome home) {
        return List.of(format(home, List.of()));
    }

    JavaLaunch format(EngineHome home, List<String> more) {
        List<String> arguments =
                new ArrayList<>(List.of("format", "-t", CLUSTER_ID, "-c", conf(home), "--ignore-formatted"));
        arguments.addAll(more);
        return java(home, "kafka.tools.StorageTool", arguments);
    }

    @Override
    public JavaLaunch launch(EngineHome home) {
        return java(home, "kafka.Kafka", List.of(conf(home)));
    }

    private JavaLaunch java(EngineHome home, String mainClass, List<String> arguments) {
        return new JavaLaunch(
                Log4j.with(tuning.jvm(HEAP), home), checkout.classPath("kafka"), mainClass, arguments, Map.of());
    }

    private static String conf(EngineHome home) {
        return home.conf().resolve("server.properties").toString();
    }

    @Override
    public void ask() throws Exception {
        ask(Map.of());
    }

    /** @param client how an admin client logs in */
    void ask(Map<String, String> client) throws Exception {
        Question.connect(port);
        try (Admin admin = admin(client)) {
            if (admin.describeCluster()
                    .nodes()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .isEmpty()) {
                throw new IOException("The cluster has no broker yet");
            }
        }
    }

    @Override
    public void furnish() throws Exception {
        furnish(Map.of());
    }

    /** @param client how an admin client logs in */
    void furnish(Map<String, String> client) throws Exception {
        try (Admin admin = admin(client)) {
            CreateTopicsResult created = admin.createTopics(topics.entrySet().stream()
                    .map(topic -> new NewTopic(topic.getKey(), topic.getValue(), (short) 1))
                    .toList());
            for (var creation : created.values().values()) {
                try {
                    creation.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
                } catch (ExecutionException failed) {
                    if (!(failed.getCause() instanceof TopicExistsException)) {
                        throw failed;
                    }
                }
            }
        }
    }

    private Admin admin(Map<String, String> client) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put("bootstrap.servers", endpoint());
        settings.put("reconnect.backoff.max.ms", "200");
        return Admin.create(settings);
    }
}
