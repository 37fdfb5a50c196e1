package dev.sluice.bench.pipeline;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.demo.Archive;
import dev.sluice.demo.ConnectRest;
import dev.sluice.demo.Pipeline;
import dev.sluice.demo.Staging;
import dev.sluice.stack.LocalStack;
import dev.sluice.stack.engine.Checkout;
import dev.sluice.stack.engine.Tuning;
import dev.sluice.stack.process.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** All engines, with {@code connector-configs/} posted to them as operators post them. For one thread. */
final class Plant implements AutoCloseable {
    static final String TENANT = "client_a";
    static final String LOADER = "cassandra-sink";
    static final String ARCHIVER = "error-hdfs-sink";
    private static final String TABLE = "mysimbdp_coredms.\"" + Feed.DATASET + "\"";
    private static final List<String> CONNECTORS = List.of(LOADER, ARCHIVER, "load-error-hdfs-sink", "client-a-source");
    private static final Duration PATIENCE = Duration.ofMinutes(15);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final LocalStack stack;
    private final ConnectRest rest;
    private final Warehouse warehouse;
    private final Lag lag;
    private final Feed feed;
    private Map<String, Map<String, String>> committed = Map.of();
    private int configured;

    Plant(Path directory) throws InterruptedException {
        stack = LocalStack.builder()
                .directory(directory)
                .fromScratch()
                .tuning(Tuning.THROUGHPUT)
                .start();
        rest = new ConnectRest(stack.connectUrl());
        warehouse = new Warehouse(stack);
        lag = new Lag(stack.bootstrapServers());
        feed = new Feed(new Staging(stack.stagingDirectory(), TENANT));
    }

    /**
     * Posts the connectors, and has the dataset defined.
     *
     * @param changes of their settings, by connector
     */
    void deploy(Map<String, Map<String, String>> changes, boolean byDevice) throws IOException, InterruptedException {
        committed = changes;
        configure(Map.of());
        feed.define(byDevice);
        Await.atMost(PATIENCE).until("the definition to be accepted", () -> feed.isReported(Feed.definitionFile()));
    }

    /**
     * Has the connectors run with these settings instead of those that they have been deployed with; the others have theirs back. All
     * begin anew, changed or not, so that all rounds pay for that.
     *
     * @param changes by connector
     */
    void configure(Map<String, Map<String, String>> changes) throws IOException, InterruptedException {
        for (String name : CONNECTORS) {
            ObjectNode config = (ObjectNode)
                    JSON.readTree(Pipeline.config(Checkout.find().root(), name).toFile())
                            .path("config");
            committed.getOrDefault(name, Map.of()).forEach(config::put);
            changes.getOrDefault(name, Map.of()).forEach(config::put);
            config.put("configured", ++configured);
            rest.put("/connectors/" + name + "/config", config);
        }
        for (String name : CONNECTORS) {
            rest.awaitRunning(name, Duration.ofMinutes(1));
        }
    }

    Feed feed() {
        return feed;
    }

    Warehouse warehouse() {
        return warehouse;
    }

    Lag lag() {
        return lag;
    }

    Processes processes() {
        return Processes.of(stack);
    }

    Profile profileWorker() throws IOException, InterruptedException {
        return Profile.start(stack.engine("worker-1").pid(), stack.directory().resolve("worker.jfr"));
    }

    /** Returns when the sink has proved the file complete. */
    void awaitCompleted(String file) throws InterruptedException {
        Await.atMost(PATIENCE)
                .until(
                        file + " to be complete",
                        () -> warehouse.completed(TENANT).containsKey(file));
    }

    /**
     * Every row of every file is in the table, or in the archive, and nothing else is.
     *
     * @throws IllegalStateException if not
     */
    void check() throws IOException, InterruptedException {
        for (String connector : CONNECTORS) {
            rest.failIfFailed(connector);
        }
        Map<String, Warehouse.Completed> completed = warehouse.completed(TENANT);
        require(
                "rows of imports",
                completed.values().stream().mapToLong(Warehouse.Completed::rows).sum(),
                feed.rows());
        require(
                "rejected rows of imports",
                completed.values().stream()
                        .mapToLong(Warehouse.Completed::rejected)
                        .sum(),
                feed.badRows());
        require("rows of the table", warehouse.count(TABLE, "ONUID"), feed.rows() - feed.badRows());
        try (Archive archive = new Archive(stack.hdfsUri(), "/sluice/errors")) {
            Await.atMost(PATIENCE).until("rejected rows to be archived", () -> archived(archive) >= feed.badRows());
            require("archived rows", archived(archive), feed.badRows());
        }
    }

    private static long archived(Archive archive) {
        long[] count = new long[1];
        archive.forEach(row -> count[0]++);
        return count[0];
    }

    private static void require(String what, long found, long expected) {
        if (found != expected) {
            throw new IllegalStateException(what + ": " + found + ", not " + expected);
        }
    }

    @Override
    public void close() {
        lag.close();
        warehouse.close();
        stack.close();
    }
}
