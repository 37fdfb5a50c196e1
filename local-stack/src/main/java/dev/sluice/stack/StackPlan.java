package dev.sluice.stack;

import dev.sluice.stack.engine.Broker;
import dev.sluice.stack.engine.Cassandra;
import dev.sluice.stack.engine.Checkout;
import dev.sluice.stack.engine.Engine;
import dev.sluice.stack.engine.Hdfs;
import dev.sluice.stack.engine.Portal;
import dev.sluice.stack.engine.Registry;
import dev.sluice.stack.engine.SecuredBroker;
import dev.sluice.stack.engine.SecuredCassandra;
import dev.sluice.stack.engine.Tuning;
import dev.sluice.stack.engine.Vault;
import dev.sluice.stack.engine.Worker;
import dev.sluice.stack.process.FreePorts;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Which engines a stack consists of, and on which ports: decided before anything is started. */
final class StackPlan {
    static final String FIRST_WORKER = "worker-1";

    private static final String METRICS = ".metrics";

    private final Checkout checkout;
    private final Tuning tuning;
    private final FreePorts ports;
    private final List<Engine> engines;
    private final Worker.Cluster cluster;
    private final Endpoints endpoints;
    private final Set<String> secured;
    private final Optional<Vault> vault;

    StackPlan(Path directory, StackOptions options, FreePorts ports) {
        this.checkout = Checkout.find();
        this.tuning = options.tuning();
        this.ports = ports;
        this.secured = options.secured();
        this.vault = secured.isEmpty() ? Optional.empty() : Optional.of(Vault.open(directory.resolve("vault")));
        Broker broker =
                new Broker(checkout, tuning, ports.claim("broker"), ports.claim("broker.controller"), options.topics());
        Registry registry = new Registry(checkout, tuning, ports.claim("registry"));
        Cassandra cassandra =
                new Cassandra(checkout, tuning, ports.claim("cassandra"), ports.claim("cassandra.storage"));
        Hdfs hdfs = Hdfs.of(options.hdfs(), ports);
        this.cluster = new Worker.Cluster(
                checkout,
                broker.endpoint(),
                registry.endpoint(),
                directory.resolve("secrets"),
                Map.of(
                        "SLUICE_KAFKA_BOOTSTRAP_SERVERS", broker.endpoint(),
                        "SLUICE_SCHEMA_REGISTRY_URL", registry.endpoint(),
                        "SLUICE_CASSANDRA_CONTACT_POINTS", cassandra.endpoint(),
                        "SLUICE_CASSANDRA_LOCAL_DATACENTER", Cassandra.DATACENTER,
                        "SLUICE_HDFS_URL", hdfs.uri(),
                        "SLUICE_STAGING_DIR", directory.resolve("staging").toString()),
                workerSettings(options.workerSettings()));
        Worker worker = worker(FIRST_WORKER, Worker.Release.CURRENT);
        Engine chosenBroker = secured(Broker.NAME)
                .<Engine>map(v -> new SecuredBroker(broker, v))
                .orElse(broker);
        Engine chosenCassandra = secured(Cassandra.NAME)
                .<Engine>map(v -> new SecuredCassandra(cassandra, v))
                .orElse(cassandra);
        // The slowest first: on few cores the order of launches is the order of arrival.
        this.engines = Stream.of(
                        List.of(chosenCassandra, chosenBroker),
                        hdfs.nameEngines(checkout, tuning),
                        List.of(worker, registry),
                        hdfs.dataEngines(checkout, tuning))
                .<Engine>flatMap(List::stream)
                .filter(engine -> !options.without().contains(engine.name()))
                .toList();
        this.endpoints = new Endpoints(
                broker.endpoint(),
                worker.endpoint(),
                registry.endpoint(),
                cassandra.endpoint(),
                hdfs.uri(),
                directory.resolve("staging"));
    }

    private Optional<Vault> secured(String engine) {
        return vault.filter(present -> secured.contains(engine));
    }

    private Map<String, String> workerSettings(Map<String, String> chosen) {
        Map<String, String> settings =
                new HashMap<>(secured(Broker.NAME).map(Vault::workerSettings).orElse(Map.of()));
        settings.putAll(chosen);
        return settings;
    }

    Optional<Vault> vault() {
        return vault;
    }

    List<Engine> engines() {
        return engines;
    }

    Worker worker(String name, Worker.Release release) {
        return new Worker(name, tuning, ports.claim(name), ports.claim(name + METRICS), release, cluster);
    }

    Portal portal(Map<String, String> more) {
        return new Portal(
                checkout,
                tuning,
                ports.claim(Portal.NAME),
                endpoints.stagingDirectory(),
                endpoints.cassandraContactPoint(),
                endpoints.connectUrl(),
                more);
    }

    /** Where Prometheus scrapes a worker. */
    String metricsUrl(String worker) {
        return "http://127.0.0.1:" + ports.claim(worker + METRICS) + "/metrics";
    }

    Endpoints endpoints() {
        return endpoints;
    }

    Map<String, Integer> ports() {
        return ports.claimed();
    }
}
