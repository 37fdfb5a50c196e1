package dev.sluice.stack.engine;

import dev.sluice.stack.process.EngineHome;
import dev.sluice.stack.process.JavaLaunch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A worker of a distributed Connect cluster of the stack.
 *
 * @param name {@code worker-1}, {@code worker-2} …; all of one release form one group
 * @param metricsPort where Prometheus finds its metrics
 * @param cluster what all workers of the stack share
 */
public record Worker(String name, Tuning tuning, int port, int metricsPort, Release release, Cluster cluster)
        implements Engine {
    private static final Tuning.Heap HEAP = new Tuning.Heap(1024, 2048);
    private static final String AVRO_CONVERTER = "io.confluent.connect.avro.AvroConverter";
    private static final String SUBJECT_STRATEGY = "io.confluent.kafka.serializers.subject.TopicRecordNameStrategy";

    /** Which Kafka a worker is of. Each release is a cluster of its own, with its own connectors. */
    public enum Release {
        CURRENT("connect", "sluice-connect"),
        /** The oldest that the plugins are for. */
        OLDEST("connect-oldest", "sluice-connect-oldest");

        private final String engine;
        private final String group;

        Release(String engine, String group) {
            this.engine = engine;
            this.group = group;
        }
    }

    /**
     * What makes workers one cluster.
     *
     * @param secrets the only folder that {@code ${file:…}} and {@code ${directory:…}} of a connector config may read
     * @param environment variables of the worker's process, for <code>${env:SLUICE_…}</code> of a connector config
     * @param overrides worker settings that replace or add to those given here
     */
    public record Cluster(
            Checkout checkout,
            String bootstrapServers,
            String registryUrl,
            Path secrets,
            Map<String, String> environment,
            Map<String, String> overrides) {
        public Cluster {
            environment = Map.copyOf(environment);
            overrides = Map.copyOf(overrides);
        }
    }

    @Override
    public String endpoint() {
        return "http://127.0.0.1:" + port;
    }

    @Override
    public Map<String, String> files(EngineHome home) {
        return Map.of(
                "worker.properties", Rendering.properties(settings()),
                "log4j2.properties",
                        Rendering.log4j2(Map.of(
                                "org.apache.kafka.clients", "warn",
                                "org.apache.kafka.common.config", "warn",
                                "org.apache.kafka.common.utils", "warn",
                                "org.eclipse.jetty", "warn",
                                "org.glassfish.jersey", "error")));
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("bootstrap.servers", cluster.bootstrapServers());
        settings.put("group.id", release.group);
        settings.put("client.id", name);
        settings.put("listeners", endpoint());
        settings.put("rest.advertised.host.name", "127.0.0.1");
        settings.put("rest.advertised.port", Integer.toString(port));
        settings.put(
                "plugin.path",
                cluster.checkout().pluginPath().stream().map(Path::toString).collect(Collectors.joining(",")));
        // A scan by reflection costs 13 s and 700 MB.
        settings.put("plugin.discovery", "service_load");
        settings.put("exactly.once.source.support", "enabled");
        settings.put("connector.client.config.override.policy", "All");
        settings.put("offset.flush.interval.ms", "5000");
        settings.put("scheduled.rebalance.max.delay.ms", "0");
        settings.put("reconnect.backoff.max.ms", "500");
        // A killed worker's sinks go on elsewhere, or here again, after so long; Kafka's own default is 45 s.
        settings.put("consumer.session.timeout.ms", "10000");
        for (String store : List.of("config", "offset", "status")) {
            settings.put(store + ".storage.topic", release.group + "-" + store);
            settings.put(store + ".storage.replication.factor", "1");
        }
        settings.put("offset.storage.partitions", "5");
        settings.put("status.storage.partitions", "1");
        converter(settings, "key");
        converter(settings, "value");
        settings.put("header.converter", "org.apache.kafka.connect.storage.StringConverter");
        secrets(settings);
        settings.putAll(cluster.overrides());
        return settings;
    }

    private void converter(Map<String, String> settings, String side) {
        String converter = side + ".converter";
        settings.put(converter, AVRO_CONVERTER);
        settings.put(converter + ".schema.registry.url", cluster.registryUrl());
        settings.put(converter + "." + side + ".subject.name.strategy", SUBJECT_STRATEGY);
    }

    private void secrets(Map<String, String> settings) {
        String provider = "org.apache.kafka.common.config.provider.";
        settings.put("config.providers", "file,directory,env");
        settings.put("config.providers.file.class", provider + "FileConfigProvider");
        settings.put(
                "config.providers.file.param.allowed.paths", cluster.secrets().toString());
        settings.put("config.providers.directory.class", provider + "DirectoryConfigProvider");
        settings.put(
                "config.providers.directory.param.allowed.paths",
                cluster.secrets().toString());
        settings.put("config.providers.env.class", provider + "EnvVarConfigProvider");
        settings.put("config.providers.env.param.allowlist.pattern", "SLUICE_.*");
    }

    @Override
    public JavaLaunch launch(EngineHome home) {
        return new JavaLaunch(
                Log4j.with(jvm(), home),
                cluster.checkout().classPath(release.engine),
                "org.apache.kafka.connect.cli.ConnectDistributed",
                List.of(home.conf().resolve("worker.properties").toString()),
                cluster.environment());
    }

    private List<String> jvm() {
        List<String> options = new ArrayList<>(tuning.jvm(HEAP));
        options.add("-javaagent:" + cluster.checkout().jmxExporter() + "=127.0.0.1:" + metricsPort + ":"
                + cluster.checkout().root().resolve("monitoring").resolve("jmx-exporter.yml"));
        return options;
    }

    @Override
    public void ask() throws Exception {
        Question.get(endpoint() + "/connectors");
        String plugins = Question.get(endpoint() + "/connector-plugins?connectorsOnly=false");
        if (!plugins.contains(AVRO_CONVERTER)) {
            throw new IOException("The worker does not offer " + AVRO_CONVERTER + ": " + plugins);
        }
    }
}
