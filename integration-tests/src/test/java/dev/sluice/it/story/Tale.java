package dev.sluice.it.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.Event;
import dev.sluice.contract.ImportContext;
import dev.sluice.demo.Tables;
import dev.sluice.it.story.check.CassandraCheck;
import dev.sluice.it.story.check.Chronicle;
import dev.sluice.it.story.check.DeadLetters;
import dev.sluice.it.story.check.Differences;
import dev.sluice.it.story.check.ProgressWatch;
import dev.sluice.it.story.check.TopicStory;
import dev.sluice.it.story.model.SequentialModel;
import dev.sluice.it.story.script.Script;
import dev.sluice.stack.LocalStack;
import dev.sluice.stack.process.Await;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/** One script on its way from the players to the checks. For one thread. */
final class Tale implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private final Stage stage;
    private final LocalStack stack;
    private final long seed;
    private final Script script;
    private final ProgressWatch watch;
    private final Tables tables;
    private Layout layout;
    private TopicStory story;
    private Players players;
    private long begun;
    private long read;
    private long loaded;

    /** Whether rows may have come to the topics twice. */
    enum Redelivery {
        NONE,
        POSSIBLE
    }

    Tale(Stage stage, LocalStack stack, long seed, Script.Size size) {
        this.stage = stage;
        this.stack = stack;
        this.seed = seed;
        this.script = Script.of(seed, size);
        this.watch = new ProgressWatch(stage.tenants());
        this.tables = new Tables(stack.cassandra(), stack.localDatacenter());
    }

    Stage stage() {
        return stage;
    }

    /** Deploys, and lets the players play the first act. */
    void begin(Layout chosen, int acts) throws Exception {
        layout = chosen;
        stage.deploy(layout);
        story = stage.story();
        begun = System.nanoTime();
        players = new Players(stage, script, seed, acts);
    }

    /** Reads on until the condition holds. */
    void await(String what, Callable<Boolean> condition) throws InterruptedException {
        Await.atMost(PATIENCE).until(what, () -> {
            readTopics();
            return condition.call();
        });
    }

    private void readTopics() {
        try {
            story.read();
        } catch (RuntimeException e) {
            // What was polled is gone: asking again would count too little.
            Await.GaveUp end = new Await.GaveUp("the topics cannot be read: " + e);
            end.initCause(e);
            throw end;
        }
    }

    /** An outage has to last; there is no other condition to wait for than time. */
    void pass(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        await("the outage to have lasted", () -> System.nanoTime() - end > 0);
    }

    /** Begins the next act, and returns when rows of it have come to the topics, but not all. */
    void nextAct() throws Exception {
        int seen = story.rowsSeen();
        players.nextAct();
        await("rows of the next act", () -> story.rowsSeen() > seen || isOver());
        assertThat(isOver()).as("the act is over before anything could happen").isFalse();
    }

    /** Whether the source is done with everything. */
    boolean isOver() throws Exception {
        return players.areDone();
    }

    /** Looks how far imports are, and remembers. */
    void watch() {
        watch.look(tables);
    }

    /** Different numbers of rows that were seen of one import before it was complete. */
    List<Long> progressSeen() {
        return watch.longest();
    }

    /** Whether the source is done, and everything that it has read is in the tables. */
    boolean isLoaded() throws Exception {
        return isOver() && unloaded().isEmpty();
    }

    /** Files that the source has read and the sink has not, as far as is known. */
    private Map<String, String> unloaded() {
        Map<String, String> states = new CassandraCheck(tables).states(stage.tenants());
        Map<String, String> unloaded = new TreeMap<>();
        story.history().values().stream()
                .flatMap(Collection::stream)
                .filter(Event.ImportEnded.class::isInstance)
                .map(Event.ImportEnded.class::cast)
                .map(end -> end.tenant() + "/" + end.file())
                .forEach(file -> unloaded.put(file, states.getOrDefault(file, "unknown")));
        unloaded.values().removeIf("COMPLETED"::equals);
        return unloaded;
    }

    /** Waits until everything is loaded. */
    void awaitEnd() throws InterruptedException {
        await("the source to read everything", () -> {
            stage.failIfFailed();
            return isOver();
        });
        story.readAll();
        read = System.nanoTime();
        await("everything to be loaded", () -> {
            stage.failIfFailed();
            Map<String, String> unloaded = unloaded();
            if (!unloaded.isEmpty()) {
                throw new IllegalStateException(unloaded.toString());
            }
            return true;
        });
        loaded = System.nanoTime();
    }

    /** Topics, dead letters, tables and imports are as the model says; otherwise fails with the seed. */
    void assertTrue(Redelivery redelivery) {
        try {
            story.readAll();
            story.assertTrue();
            Chronicle chronicle = new Chronicle(script.drops(), layout == Layout.TWO_STAGE);
            SequentialModel model = chronicle.tell(story.history());
            rejections(model, chronicle.imports());
            CassandraCheck cassandra = new CassandraCheck(tables);
            cassandra.assertTables(stage.keyspace(), model);
            cassandra.assertImports(stage.tenants(), model, chronicle.imports());
            watch.assertNeverBack();
            if (redelivery == Redelivery.NONE) {
                assertThat(story.rowsSeenAgain()).isZero();
            }
            System.out.printf(
                    "%s, seed %d: read after %.1f s, loaded %.1f s later; %d imports, %,d rows in topics, %,d of them twice, progress seen %s%n",
                    stage.keyspace(),
                    seed,
                    (read - begun) / 1e9,
                    (loaded - read) / 1e9,
                    model.imports().size(),
                    story.rowsSeen(),
                    story.rowsSeenAgain(),
                    watch.longest());
        } catch (AssertionError e) {
            throw new AssertionError(stage.keyspace() + " of seed " + seed + " is not true: " + e.getMessage(), e);
        }
    }

    private void rejections(SequentialModel model, Map<String, ImportContext> imports) {
        Differences differences = new Differences();
        Map<String, Map<Long, Set<String>>> letters =
                new HashMap<>(DeadLetters.of(stack, stage.loadErrors()).rows());
        model.imports().forEach((file, one) -> {
            String id = imports.get(file).importId();
            Map<Long, Set<String>> ofSource = new HashMap<>(one.malformed());
            Map<Long, Set<String>> ofSink = new HashMap<>();
            (layout == Layout.TWO_STAGE ? ofSink : ofSource).putAll(one.invalid());
            compare(differences, file, ofSource, story.rejections(id));
            Map<Long, Set<String>> dead = letters.remove(id);
            compare(differences, file + " in the dead letter queue", ofSink, dead == null ? Map.of() : dead);
        });
        letters.forEach((id, rows) -> differences.add("dead letters of " + id + ": " + rows));
        differences.assertNone();
    }

    private static void compare(
            Differences differences, String file, Map<Long, Set<String>> expected, Map<Long, Set<String>> actual) {
        Set<Long> ordinals = new HashSet<>(expected.keySet());
        ordinals.addAll(actual.keySet());
        ordinals.forEach(ordinal ->
                differences.same(expected.get(ordinal), actual.get(ordinal), file + ", rejected row " + ordinal));
    }

    @Override
    public void close() {
        if (players != null) {
            players.close();
        }
        if (story != null) {
            story.close();
        }
        tables.close();
        stage.close();
    }
}
