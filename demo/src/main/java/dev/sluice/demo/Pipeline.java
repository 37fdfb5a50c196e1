package dev.sluice.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.stack.LocalStack;
import dev.sluice.stack.process.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The pipeline on a local stack: what was deployed, and whether it is done. For one thread. */
public final class Pipeline implements AutoCloseable {
    private static final Duration TICK = Duration.ofMillis(100);
    /** Asking costs the worker something, too, and each question is a line in its log. */
    private static final Duration STATUS_EVERY = Duration.ofSeconds(1);

    private final LocalStack stack;
    private final ConnectRest rest;
    private final TopicFollower follower;
    private final Map<String, String> sinksByTopic = new TreeMap<>();
    private final List<String> connectors = new ArrayList<>();
    private long statusAsked = System.nanoTime() - STATUS_EVERY.toNanos();

    public Pipeline(LocalStack stack) {
        this.stack = stack;
        this.rest = new ConnectRest(stack.connectUrl());
        this.follower =
                new TopicFollower(stack.bootstrapServers(), stack.schemaRegistryUrl(), TopicFollower.Topics.DEFAULT);
    }

    public ConnectRest rest() {
        return rest;
    }

    public TopicFollower follower() {
        return follower;
    }

    public ImportBoard board() {
        return follower.board();
    }

    /** POSTs a connector's JSON and waits until it runs. */
    public void deploy(String json, String sinkOfTopic) throws InterruptedException {
        String name = rest.post(json);
        connectors.add(name);
        if (sinkOfTopic != null) {
            sinksByTopic.put(sinkOfTopic, name);
        }
    }

    /** Waits until every connector that was deployed runs. */
    public void awaitRunning() throws InterruptedException {
        for (String name : connectors) {
            rest.awaitRunning(name, Duration.ofSeconds(60));
        }
    }

    public Staging staging(String tenant) {
        return new Staging(stack.stagingDirectory(), tenant);
    }

    /**
     * Follows the topics until each of these files has its report.
     *
     * @param tick called several times a second
     */
    public void awaitReports(Map<Staging, List<String>> files, Duration timeout, Runnable tick)
            throws InterruptedException {
        Await.atMost(timeout).until("reports", () -> {
            follow(tick);
            for (Map.Entry<Staging, List<String>> entry : files.entrySet()) {
                for (String name : entry.getValue()) {
                    if (entry.getKey().report(name).isEmpty()) {
                        throw new IllegalStateException("no report of " + name + " yet");
                    }
                }
            }
            return true;
        });
    }

    /** Waits for one report. */
    public JsonNode awaitReport(Staging staging, String file, Duration timeout) throws InterruptedException {
        awaitReports(Map.of(staging, List.of(file)), timeout, () -> {});
        return staging.report(file).orElseThrow();
    }

    /** Follows the topics until every sink has committed all that is in its topic. */
    public void awaitSinks(Duration timeout, Runnable tick) throws InterruptedException {
        Await.atMost(timeout).until("sinks to commit what they were sent", () -> {
            follow(tick);
            Map<String, Long> lags = lags();
            if (lags.values().stream().anyMatch(lag -> lag > 0)) {
                throw new IllegalStateException("records to go: " + lags);
            }
            return true;
        });
    }

    /** Records of each sink that are not committed yet, by connector. */
    public Map<String, Long> lags() {
        Map<String, Long> lags = new TreeMap<>();
        sinksByTopic.forEach((topic, name) -> lags.put(name, follower.lag(name, topic)));
        return lags;
    }

    private void follow(Runnable tick) throws InterruptedException {
        try {
            follower.poll(TICK);
        } catch (RuntimeException e) {
            // What was polled is gone: asking again would count too little.
            Await.GaveUp end = new Await.GaveUp("the topics cannot be read");
            end.initCause(e);
            throw end;
        }
        if (System.nanoTime() - statusAsked >= STATUS_EVERY.toNanos()) {
            for (String name : connectors) {
                rest.failIfFailed(name);
            }
            statusAsked = System.nanoTime();
        }
        tick.run();
    }

    /** The JSON of a connector in {@code connector-configs/}. */
    public static Path config(Path repository, String name) {
        return repository.resolve("connector-configs").resolve(name + ".json");
    }

    @Override
    public void close() {
        follower.close();
    }
}
