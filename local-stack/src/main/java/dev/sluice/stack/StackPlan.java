package dev.sluice.stack;

import dev.sluice.stack.engine.Broker;
import dev.sluice.stack.engine.Cassandra;
import dev.sluice.stack.engine.Checkout;
import dev.sluice.stack.engine.DataNode;
import dev.sluice.stack.engine.Engine;
import dev.sluice.stack.engine.Hdfs;
import dev.sluice.stack.engine.NameNode;
import dev.sluice.stack.engine.Registry;
import dev.sluice.stack.engine.Tuning;
import dev.sluice.stack.engine.Worker;
import dev.sluice.stack.process.FreePorts;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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

    StackPlan(Path directory, StackOptions options, FreePorts ports) {
        this.checkout = Checkout.find();
        this.tuning = options.tuning();
        this.ports = ports;
        Broker broker =
                new Broker(checkout, tuning, ports.claim("broker"), ports.claim("broker.controller"), options.topics());
        Registry registry = new Registry(checkout, tuning, ports.claim("registry"));
        Cassandra cassandra =
                new Cassandra(checkout, tuning, ports.claim("cassandra"), ports.claim("cassandra.storage"));
        Hdfs hdfs = new Hdfs(
                ports.claim("namenode"),
                ports.claim("namenode.http"),
                ports.claim("datanode"),
                ports.claim("datanode.http"),
                ports.claim("datanode.ipc"));
        NameNode nameNode = new NameNode(checkout, tuning, hdfs);
        DataNode dataNode = new DataNode(checkout, tuning, hdfs);
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
                        "SLUICE_HDFS_URL", nameNode.endpoint(),
                        "SLUICE_STAGING_DIR", directory.resolve("staging").toString()),
                options.workerSettings());
        Worker worker = worker(FIRST_WORKER);
        // The slowest first: on few cores the order of launches is the order of arrival.
        this.engines = Stream.<Engine>of(cassandra, broker, nameNode, worker, registry, dataNode)
                .filter(engine -> !options.without().contains(engine.name()))
                .toList();
        this.endpoints = new Endpoints(
                broker.endpoint(),
                worker.endpoint(),
                registry.endpoint(),
                cassandra.endpoint(),
                nameNode.endpoint(),
                directory.resolve("staging"));
    }

    List<Engine> engines() {
        return engines;
    }

    Worker worker(String name) {
        return new Worker(name, tuning, ports.claim(name), ports.claim(name + METRICS), cluster);
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
