package dev.sluice.stack;

import dev.sluice.stack.engine.Engine;
import dev.sluice.stack.engine.Hdfs;
import dev.sluice.stack.engine.NameNode;
import dev.sluice.stack.engine.Portal;
import dev.sluice.stack.engine.Vault;
import dev.sluice.stack.engine.Worker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The real engines, as processes of this machine, on ports of 127.0.0.1 that were free.
 *
 * <pre>{@code
 * try (LocalStack stack = LocalStack.builder().directory(path).start()) {
 *     stack.engine("broker").kill();
 *     stack.engine("broker").start();
 * }
 * }</pre>
 *
 * <p>Safe for use by several threads.
 */
public final class LocalStack implements AutoCloseable {
    private final Path directory;
    private final StackOptions options;
    private final StackPlan plan;
    private final Lifeline lifeline;
    private final Map<String, EngineHandle> handles = new ConcurrentSkipListMap<>();
    private volatile boolean closed;

    LocalStack(Path directory, StackOptions options, StackPlan plan) {
        this.directory = directory;
        this.options = options;
        this.plan = plan;
        this.lifeline = new Lifeline(directory, this::close);
        plan.engines().forEach(this::handle);
    }

    public static LocalStackBuilder builder() {
        return new LocalStackBuilder();
    }

    /** What to write into {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return endpoints().bootstrapServers();
    }

    /** The REST interface of {@code worker-1}. */
    public String connectUrl() {
        return endpoints().connectUrl();
    }

    /** What Prometheus scrapes of {@code worker-1}. */
    public String metricsUrl() {
        return plan.metricsUrl(StackPlan.FIRST_WORKER);
    }

    /** What to write into {@code schema.registry.url}. */
    public String schemaRegistryUrl() {
        return endpoints().schemaRegistryUrl();
    }

    public InetSocketAddress cassandra() {
        return endpoints().cassandra();
    }

    public String localDatacenter() {
        return endpoints().localDatacenter();
    }

    /** What to write into {@code fs.defaultFS}. */
    public String hdfsUri() {
        return endpoints().hdfsUri();
    }

    /** What to write into {@code hadoop.conf.dir}: the configuration files with which clients find the name nodes. */
    public Path hadoopConfiguration() {
        return handles.values().stream()
                .filter(handle -> handle.name().startsWith(NameNode.NAME))
                .map(handle -> handle.home().conf().resolve(Hdfs.CLIENT_FILES))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("This stack has no name node."));
    }

    /** A folder that the workers see, too, for they run on this machine. */
    public Path stagingDirectory() {
        return endpoints().stagingDirectory();
    }

    /** The only folder that connector configs may read secrets from, by {@code ${file:…}} or {@code ${directory:…}}. */
    public Path secretsDirectory() {
        return directory.resolve("secrets");
    }

    /**
     * Certificates and passwords.
     *
     * @throws java.util.NoSuchElementException if no engine is secured
     */
    public Vault vault() {
        return plan.vault().orElseThrow();
    }

    public Endpoints endpoints() {
        return plan.endpoints();
    }

    public Path directory() {
        return directory;
    }

    /** {@code broker}, {@code worker-1}, {@code registry}, {@code cassandra}, {@code namenode} or {@code datanode}, if they are the usual. */
    public EngineHandle engine(String name) {
        return Optional.ofNullable(handles.get(name))
                .orElseThrow(() -> new IllegalArgumentException(
                        "No such engine (name='" + name + "'); this stack consists of " + handles.keySet() + "."));
    }

    /** In the order of their names. */
    public Collection<EngineHandle> engines() {
        return List.copyOf(handles.values());
    }

    /** Starts another worker of the same Connect cluster, or the same one again, and returns once it answers. */
    public EngineHandle startWorker(String name) throws InterruptedException {
        if (!name.startsWith("worker-")) {
            throw new IllegalArgumentException(
                    "Not a worker's name (name='" + name + "'); workers are called worker-1, worker-2 and so on.");
        }
        return startWorker(name, Worker.Release.CURRENT);
    }

    /** Starts a worker of the oldest Kafka that the plugins are for, a cluster of its own, and returns once it answers. */
    public EngineHandle startOldestWorker() throws InterruptedException {
        return startWorker("oldest-worker", Worker.Release.OLDEST);
    }

    private EngineHandle startWorker(String name, Worker.Release release) throws InterruptedException {
        EngineHandle worker = workerHandle(name, release);
        worker.start();
        return worker;
    }

    /**
     * Starts the tenants' portal, and returns once it answers.
     *
     * @param more variables of its environment besides those that say where the others are; as given first
     */
    public TenantPortal startPortal(Map<String, String> more) throws InterruptedException {
        Portal portal = plan.portal(more);
        EngineHandle handle;
        synchronized (this) {
            EngineHandle known = handles.get(Portal.NAME);
            handle = known == null ? handle(portal) : known;
        }
        handle.start();
        return new TenantPortal(handle, portal);
    }

    private synchronized EngineHandle workerHandle(String name, Worker.Release release) {
        EngineHandle known = handles.get(name);
        return known == null ? handle(plan.worker(name, release)) : known;
    }

    /** From now on the engines outlive this JVM; they end with {@code scripts/stack down}. */
    public void outliveThisJvm() {
        lifeline.letGo();
    }

    /** Ends all engines and returns when none runs any more. The directory stays, with data and logs. */
    @Override
    public void close() {
        closed = true;
        List<ProcessHandle> running =
                handles.values().stream().flatMap(h -> h.retire().stream()).toList();
        Shutdown.of(running);
        lifeline.letGo();
    }

    void start() throws InterruptedException {
        save();
        Startup.of(handles.values());
    }

    private EngineHandle handle(Engine engine) {
        EngineHandle handle = new EngineHandle(engine, directory, options.deadline(), this::save);
        handles.put(engine.name(), handle);
        return handle;
    }

    private synchronized void save() {
        if (closed) {
            return;
        }
        List<StackRecord.Run> runs =
                handles.values().stream().flatMap(h -> h.run().stream()).toList();
        try {
            new StackRecord(plan.endpoints(), plan.ports(), runs).write(directory);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
