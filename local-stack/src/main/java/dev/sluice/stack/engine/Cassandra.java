package dev.sluice.stack.engine;

import dev.sluice.stack.process.EngineHome;
import dev.sluice.stack.process.JavaLaunch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A Cassandra cluster of one node with one token. */
public record Cassandra(Checkout checkout, Tuning tuning, int port, int storagePort) implements Engine {
    public static final String NAME = "cassandra";
    public static final String DATACENTER = "datacenter1";
    private static final Tuning.Heap HEAP = new Tuning.Heap(512, 2048);
    private static final int SUPPORTED = 6;

    private static final List<String> EXPORTS = List.of(
            "java.base/jdk.internal.misc",
            "java.management.rmi/com.sun.jmx.remote.internal.rmi",
            "java.rmi/sun.rmi.registry",
            "java.rmi/sun.rmi.server",
            "java.sql/java.sql",
            "java.base/java.lang.ref",
            "jdk.unsupported/sun.misc");
    private static final List<String> OPENS = List.of(
            "java.base/java.lang.module",
            "java.base/java.net",
            "java.base/jdk.internal.loader",
            "java.base/jdk.internal.ref",
            "java.base/jdk.internal.reflect",
            "java.base/jdk.internal.math",
            "java.base/jdk.internal.module",
            "java.base/jdk.internal.util.jar",
            "java.base/sun.nio.ch",
            "java.base/java.io",
            "java.base/java.nio",
            "java.base/java.lang",
            "java.base/java.lang.reflect",
            "java.base/java.util",
            "java.base/java.util.concurrent",
            "java.base/java.util.concurrent.atomic",
            "jdk.management/com.sun.management.internal");

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
        return Map.of("cassandra.yaml", yaml(home.data()), "logback.xml", LOGBACK);
    }

    private static final String LOGBACK = """
            <configuration>
              <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
                <encoder><pattern>[%date] %level [%thread] %logger{0}: %msg%n</pattern></encoder>
              </appender>
              <root level="INFO"><appender-ref ref="out"/></root>
            </configuration>
            """;

    /**
     * Tests kill it and count rows: what it has acknowledged must be there again, on the only node there is. Benchmarks want what
     * clusters run with.
     */
    private String commitlog() {
        return tuning == Tuning.START
                ? "commitlog_sync: group\ncommitlog_sync_group_window: 5ms"
                : "commitlog_sync: periodic\ncommitlog_sync_period: 10000ms";
    }

    private String yaml(Path data) {
        return """
                cluster_name: sluice
                num_tokens: 1
                initial_token: 0
                partitioner: org.apache.cassandra.dht.Murmur3Partitioner
                endpoint_snitch: SimpleSnitch
                listen_address: 127.0.0.1
                rpc_address: 127.0.0.1
                storage_port: %2$d
                native_transport_port: %3$d
                start_native_transport: true
                auto_bootstrap: false
                seed_provider:
                  - class_name: org.apache.cassandra.locator.SimpleSeedProvider
                    parameters:
                      - seeds: "127.0.0.1:%2$d"
                %4$s
                commitlog_segment_size: 8MiB
                memtable_heap_space: 128MiB
                memtable_offheap_space: 128MiB
                file_cache_size: 32MiB
                concurrent_compactors: 1
                data_file_directories: ["%1$s/data"]
                commitlog_directory: "%1$s/commitlog"
                hints_directory: "%1$s/hints"
                saved_caches_directory: "%1$s/saved_caches"
                cdc_raw_directory: "%1$s/cdc_raw"
                """.formatted(data, storagePort, port, commitlog());
    }

    @Override
    public JavaLaunch launch(EngineHome home) {
        List<Path> classPath = checkout.classPath("cassandra");
        Path conf = home.conf();
        List<String> options = new ArrayList<>(tuning.jvm(HEAP));
        options.add("-javaagent:" + jamm(classPath));
        options.add("-Dcassandra.config=" + conf.resolve("cassandra.yaml").toUri());
        options.add("-Dcassandra.storagedir=" + home.data());
        options.add("-Dcassandra.skip_wait_for_gossip_to_settle=0");
        options.add("-Dcassandra.ring_delay_ms=1");
        options.add("-Dcassandra.superuser_setup_delay_ms=0");
        // Otherwise it closes its output once it runs, and tells no trouble.
        options.add("-Dcassandra-foreground=yes");
        // Its goodbye to the other nodes, of which there are none, takes two seconds.
        options.add("-Dcassandra.shutdown_announce_in_ms=0");
        options.add("-Dlogback.configurationFile=" + conf.resolve("logback.xml"));
        options.add("-Djdk.attach.allowAttachSelf=true");
        EXPORTS.forEach(p -> options.add("--add-exports=" + p + "=ALL-UNNAMED"));
        OPENS.forEach(p -> options.add("--add-opens=" + p + "=ALL-UNNAMED"));
        List<Path> all = Stream.concat(Stream.of(conf), classPath.stream()).toList();
        return new JavaLaunch(options, all, "org.apache.cassandra.service.CassandraDaemon", List.of(), Map.of());
    }

    private static Path jamm(List<Path> classPath) {
        return classPath.stream()
                .filter(jar -> jar.getFileName().toString().startsWith("jamm-"))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException("No jamm jar (engine='cassandra'); Cassandra does not start"
                                + " without this Java agent. Rebuild local-stack/engines."));
    }

    @Override
    public void ask() throws Exception {
        int opcode = Question.cqlOptions(port);
        if (opcode != SUPPORTED) {
            throw new IOException("Cassandra answered OPTIONS with opcode " + opcode);
        }
    }
}
