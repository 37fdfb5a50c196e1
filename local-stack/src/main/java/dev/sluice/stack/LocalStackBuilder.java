package dev.sluice.stack;

import dev.sluice.stack.engine.HdfsShape;
import dev.sluice.stack.engine.Tuning;
import dev.sluice.stack.process.FreePorts;
import dev.sluice.stack.process.Marker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Chooses what a {@link LocalStack} is like, then starts it. Not safe for use by several threads. */
public final class LocalStackBuilder {
    private Path directory;
    private boolean fromScratch;
    private Tuning tuning = StackOptions.USUAL.tuning();
    private Duration deadline = StackOptions.USUAL.deadline();
    private Map<String, Integer> topics = StackOptions.USUAL.topics();
    private final Map<String, String> workerSettings = new HashMap<>(StackOptions.USUAL.workerSettings());
    private HdfsShape hdfs = StackOptions.USUAL.hdfs();
    private Set<String> without = StackOptions.USUAL.without();
    private Set<String> secured = StackOptions.USUAL.secured();

    LocalStackBuilder() {}

    /** The folder that everything of the stack is in. One stack at a time runs in it; data of an earlier one is kept. */
    public LocalStackBuilder directory(Path path) {
        this.directory = path;
        return this;
    }

    /** Ends what an earlier run left running in the directory and deletes it before the start. */
    public LocalStackBuilder fromScratch() {
        this.fromScratch = true;
        return this;
    }

    /** {@link Tuning#START} unless said otherwise. */
    public LocalStackBuilder tuning(Tuning chosen) {
        this.tuning = chosen;
        return this;
    }

    /** How long each engine may take from its launch to its first answer; two minutes unless said otherwise. */
    public LocalStackBuilder deadline(Duration longest) {
        this.deadline = longest;
        return this;
    }

    /** Partitions by topic, instead of Sluice's usual five topics. */
    public LocalStackBuilder topics(Map<String, Integer> partitions) {
        this.topics = partitions;
        return this;
    }

    /** A setting of every worker, replacing the stack's own. */
    public LocalStackBuilder workerSetting(String name, String value) {
        workerSettings.put(name, value);
        return this;
    }

    /** Other processes of HDFS than the usual name node and data node; of several of a kind the names end in -1, -2 and so on. */
    public LocalStackBuilder hdfs(HdfsShape shape) {
        this.hdfs = shape;
        return this;
    }

    /** Leaves engines out, by name; their endpoints then answer nobody. */
    public LocalStackBuilder without(String... engines) {
        this.without = Set.of(engines);
        return this;
    }

    /**
     * Lets engines want TLS and passwords: {@code broker} and {@code cassandra} can. The first worker can do nothing on a secured
     * broker before somebody has allowed it to, so leave it out and start it afterwards.
     *
     * @see LocalStack#vault()
     */
    public LocalStackBuilder secured(String... engines) {
        this.secured = Set.of(engines);
        return this;
    }

    /**
     * Starts all engines and returns once each answers; otherwise none is left running.
     *
     * @throws StackException with the last log lines of the engine that failed
     */
    public LocalStack start() throws InterruptedException {
        LocalStack stack = prepared();
        try {
            stack.start();
            return stack;
        } catch (InterruptedException | RuntimeException failed) {
            stack.close();
            throw failed;
        }
    }

    private LocalStack prepared() {
        try {
            Files.createDirectories(directory);
            Path home = directory.toRealPath();
            List<ProcessHandle> running = Marker.processesOf(home);
            if (fromScratch) {
                Shutdown.of(running);
                Trees.delete(home);
            } else if (!running.isEmpty()) {
                throw new StackException(
                        "A stack already runs here (directory='" + home + "', processes='" + running.size()
                                + "'); two would share their data. Stop it with 'scripts/stack down --dir " + home
                                + "' or take another directory.",
                        null);
            }
            Files.createDirectories(home.resolve("staging"));
            Files.createDirectories(home.resolve("secrets"));
            Map<String, Integer> earlier =
                    StackRecord.read(home).map(StackRecord::ports).orElseGet(Map::of);
            StackOptions options = new StackOptions(tuning, deadline, topics, workerSettings, hdfs, without, secured);
            return new LocalStack(
                    home, options, new StackPlan(home, options, new FreePorts(earlier, new SecureRandom())));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
