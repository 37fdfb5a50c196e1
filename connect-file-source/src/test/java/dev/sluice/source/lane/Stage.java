package dev.sluice.source.lane;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.agreement.Schedule;
import dev.sluice.contract.Event;
import dev.sluice.contract.RecordSize;
import dev.sluice.contract.Tenant;
import dev.sluice.source.MovableClock;
import dev.sluice.source.agree.Terms;
import dev.sluice.source.check.CheckedSchemas;
import dev.sluice.source.check.RecordLimit;
import dev.sluice.source.check.Validation;
import dev.sluice.source.define.ColumnKeyring;
import dev.sluice.source.define.Encryptability;
import dev.sluice.source.define.Registration;
import dev.sluice.source.define.RegistrySubjects;
import dev.sluice.source.define.Subjects;
import dev.sluice.source.discover.Glob;
import dev.sluice.source.discover.MarkedFiles;
import dev.sluice.source.discover.Ownership;
import dev.sluice.source.discover.SettledFiles;
import dev.sluice.source.emit.Topics;
import dev.sluice.source.report.Display;
import dev.sluice.source.report.JmxDisplay;
import dev.sluice.source.report.Meters;
import dev.sluice.source.settle.CleanupPolicy;
import dev.sluice.source.stage.Decryption;
import dev.sluice.source.stage.TenantDirectory;
import dev.sluice.source.stage.TenantFolders;
import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.Struct;

/** A staging directory, a simulated worker with some tasks, and a Registry that can go away. */
final class Stage {
    /** To begin with. */
    static final int PARTITIONS = 3;

    static final Topics TOPICS = new Topics("rows", "errors", "events");
    static final String DEFINITION = """
            {"name": "%s", "key_space": "k", "primary_key": ["id"], "max_file_size_mb": 1,
             "schema": {"type": "record", "name": "%s", "fields": [
               {"name": "id", "type": "string"}, {"name": "v", "type": "%s"}]}}""";

    final MovableClock clock = new MovableClock();
    final SimulatedConnect connect;
    final Path staging;
    boolean registryIsAway;
    // What follows is heard by tasks that start after it was set.
    boolean carriesText = true;
    boolean skipsDuplicates;
    boolean marked;
    /** Files are split from here on; 0 for none. */
    long splitMinBytes;

    long blockRows = 10;
    /** What is imported atomically, once {@link #atomic} was called. */
    TaskTransaction.Bounds atomicity = TaskTransaction.Bounds.NONE;
    /** The transform behind the source. */
    Predicate<Struct> accepts = Stage::isValid;

    Validation validation = Validation.STANDARD;
    RecordLimit recordLimit = new RecordLimit(RecordSize.DEFAULT_LIMIT, true, 0);
    /** What columns can be encrypted with. */
    ColumnKeyring keyring = (tenant, encryption) -> true;
    /** Empty for all. */
    List<Tenant> served = List.of();

    Topics topics = TOPICS;
    Display shown = (tenant, dataset, meter) -> {};
    long scanMillis = 1;
    final Set<Tenant> watched = new HashSet<>();
    final Set<Tenant> tidings = new HashSet<>();
    boolean registryIsBroken;
    Limits limits = new Limits(7, 1 << 16, 1000, 100, 50);
    Terms terms = new Terms(List.of(new Glob("*")), Schedule.CONTINUOUS, 0, 0);
    Decryption decryption = Decryption.NONE;
    CleanupPolicy cleanup = CleanupPolicy.MOVE;
    final LateErrands errands;
    private final Subjects registry = new RegistrySubjects(new MockSchemaRegistryClient());
    private int taskCount;
    private final List<Rounds> tasks = new ArrayList<>();
    private final List<Zombie> zombies = new ArrayList<>();
    private long fileTime = 1_600_000_000_000L;

    /** A task that does not know that it was replaced; if it has a transaction, it dies of its end. */
    private record Zombie(Rounds rounds, Optional<SimulatedTransaction> transaction) {}

    Stage(Path staging, Random random, int taskCount) {
        this.staging = staging;
        this.taskCount = taskCount;
        this.errands = new LateErrands(random);
        this.connect = new SimulatedConnect(random, TOPICS, PARTITIONS, row -> accepts.test(row));
        start();
    }

    /** Transactions end where the connector says, in a worker with exactly-once support; files within bounds are imported atomically. */
    void atomic(long maxBytes, long maxMillis) {
        connect.exactlyOnce();
        atomicity = new TaskTransaction.Bounds(maxBytes, maxMillis);
        start();
    }

    /** Unless a test wants another, the transform of this stage rejects what says so. */
    private static boolean isValid(Struct row) {
        return row.schema().field("v") == null || !String.valueOf(row.get("v")).startsWith("bad");
    }

    void start() {
        tasks.clear();
        for (int task = 0; task < taskCount; task++) {
            tasks.add(rounds(task));
        }
    }

    /** One task fails and is started again; what it has sent still arrives. */
    void restart(int task) {
        tasks.get(task).close();
        tasks.set(task, rounds(task));
    }

    private Rounds rounds(int task) {
        return new Rounds(
                new Rounds.Intake(
                        new TenantFolders(staging, served, decryption),
                        new Ownership(task, taskCount),
                        tenant -> Optional.of(terms),
                        cleanup,
                        new FakeTidings(),
                        () -> marked ? new MarkedFiles() : new SettledFiles(clock, 10),
                        scanMillis),
                new Surroundings(
                        topics,
                        limits,
                        carriesText,
                        skipsDuplicates,
                        new Splitting(splitMinBytes, blockRows, new Ownership(task, taskCount)),
                        new TaskTransaction(
                                Optional.of(atomicity)
                                        .filter(bounds -> bounds.maxBytes() > 0)
                                        .map(bounds -> connect.transaction(task)),
                                atomicity,
                                clock),
                        new Registration(
                                new Subjects() {
                                    @Override
                                    public Optional<Registered> latest(String subject) throws IOException {
                                        return reachable().latest(subject);
                                    }

                                    @Override
                                    public List<String> objections(String subject, Schema schema) throws IOException {
                                        return reachable().objections(subject, schema);
                                    }

                                    @Override
                                    public Verdict register(String subject, Schema schema) throws IOException {
                                        return reachable().register(subject, schema);
                                    }
                                },
                                validation.notation(),
                                new Encryptability(recordLimit.isTyped(), (tenant, kind) -> keyring.has(tenant, kind))),
                        new CheckedSchemas(validation, recordLimit),
                        topic -> connect.partitions(),
                        connect,
                        clock,
                        errands,
                        new Meters(clock, List.of(new JmxDisplay("test", Integer.toString(task)), shown)),
                        () -> {}));
    }

    private Subjects reachable() throws IOException {
        if (registryIsAway) {
            throw new IOException("the Registry is away");
        }
        if (registryIsBroken) {
            throw new IllegalStateException("nobody thought of this");
        }
        return registry;
    }

    /** Says what the test wants. */
    private final class FakeTidings implements Tidings {
        @Override
        public void watch(TenantDirectory directory) {
            watched.add(directory.tenant());
        }

        @Override
        public Set<Tenant> changed() {
            Set<Tenant> told = Set.copyOf(tidings);
            tidings.clear();
            return told;
        }
    }

    void poll(int task) {
        clock.advance(1);
        errands.arriveSome();
        connect.send(task, tasks.get(task).poll());
    }

    int tasks() {
        return taskCount;
    }

    /** The connector is configured with another number of tasks, which stops them all. */
    void resize(int count) {
        stop();
        crash();
        taskCount = count;
        start();
    }

    void crash() {
        connect.crash();
        errands.forget();
        zombies.clear();
        start();
    }

    /** Others take the tasks' places; these do not know it yet. */
    void rebalance() {
        zombies.clear();
        for (int task = 0; task < taskCount; task++) {
            zombies.add(new Zombie(tasks.get(task), connect.transactionOf(task)));
        }
        connect.replaceTasks();
        start();
    }

    void pollZombie(Random random) {
        if (!zombies.isEmpty()) {
            Zombie zombie = zombies.get(random.nextInt(zombies.size()));
            connect.sendAsZombie(zombie.rounds().poll());
            if (zombie.transaction().filter(SimulatedTransaction::isEndWanted).isPresent()) {
                zombies.remove(zombie);
            }
        }
    }

    void stop() {
        tasks.forEach(Rounds::close);
    }

    Path in(String tenant) {
        return staging.resolve(tenant).resolve("in");
    }

    void drop(String tenant, String name, String content) {
        drop(tenant, name, content.getBytes(StandardCharsets.UTF_8));
    }

    void drop(String tenant, String name, byte[] content) {
        try {
            Path file = in(tenant).resolve(name);
            Files.createDirectories(file.getParent());
            Path hidden = file.resolveSibling(".upload");
            Files.write(hidden, content);
            Files.setLastModifiedTime(hidden, FileTime.from(fileTime += 1000, TimeUnit.MILLISECONDS));
            Files.move(hidden, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Polls and acknowledges until nothing is left in {@code in/} and in flight. */
    void finish() {
        registryIsAway = false;
        for (int round = 0; round < 5000; round++) {
            for (int task = 0; task < taskCount; task++) {
                poll(task);
            }
            connect.acknowledge(50);
            clock.advance(20);
            if (round > 20 && connect.isQuiet() && filesIn("in").isEmpty()) {
                for (int i = 0; i < 5 * taskCount; i++) {
                    poll(i % taskCount);
                    clock.advance(20);
                }
                return;
            }
        }
        throw new AssertionError("still to be done: " + filesIn("in"));
    }

    /** Polls until an import has begun and some of its rows are read. */
    void readSome() {
        while (connect.log.stream().allMatch(SimulatedConnect.Written::isEvent)) {
            for (int task = 0; task < taskCount; task++) {
                poll(task);
            }
            clock.advance(5);
            connect.acknowledge(4);
        }
    }

    /** Relative paths of files below a folder of all tenants. */
    List<String> filesIn(String folder) {
        List<String> names = new ArrayList<>();
        try (Stream<Path> tenants = Files.list(staging)) {
            for (Path tenant : tenants.sorted().toList()) {
                Path root = tenant.resolve(folder);
                if (Files.isDirectory(root)) {
                    try (Stream<Path> files = Files.walk(root)) {
                        files.filter(file -> !Files.isDirectory(file, java.nio.file.LinkOption.NOFOLLOW_LINKS))
                                .map(file -> tenant.getFileName() + "/" + root.relativize(file))
                                .sorted()
                                .forEach(names::add);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return names;
    }

    /** What the tenant is told of a file. */
    JsonNode report(String tenant, String file) {
        try {
            return new ObjectMapper()
                    .readTree(staging.resolve(tenant)
                            .resolve("out")
                            .resolve(file + ".report.json")
                            .toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Events of the events topic, in order. */
    List<Event> events() {
        return connect.log.stream()
                .filter(written -> written.partition().topic().equals(TOPICS.events()))
                .map(SimulatedConnect.Written::event)
                .toList();
    }

    <T extends Event> List<T> events(Class<T> type) {
        return events().stream().filter(type::isInstance).map(type::cast).toList();
    }

    static Tenant tenant(String name) {
        return new Tenant(name);
    }
}
