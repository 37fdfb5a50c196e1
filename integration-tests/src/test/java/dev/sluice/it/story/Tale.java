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
import dev.sluice.it.story.script.Upload;
import dev.sluice.stack.LocalStack;
import dev.sluice.stack.process.Await;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;

/** One script on its way from the players to the checks. For one thread. */
final class Tale implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private final Stage stage;
    private final LocalStack stack;
    private final long seed;
    private final Script script;
    private final ProgressWatch watch;
    private Layout layout;
    private TopicStory story;
    private Players players;

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
    }

    Stage stage() {
        return stage;
    }

    /** Deploys, and lets the players play. */
    void begin(Layout chosen) throws Exception {
        layout = chosen;
        stage.deploy(layout);
        story = stage.story();
        players = new Players(stage, script, seed);
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

    long rowsSeen() {
        return story.rowsSeen();
    }

    /** At most so many rows will be seen. */
    long rowsDropped() {
        return uploads().stream().mapToLong(Upload::count).sum();
    }

    private List<Upload> uploads() {
        return script.drops().values().stream()
                .filter(Upload.class::isInstance)
                .map(Upload.class::cast)
                .toList();
    }

    /** Whether the source is done with everything. */
    boolean isOver() throws Exception {
        return players.areDone();
    }

    void watch(Tables tables) {
        watch.look(tables);
    }

    List<Long> progressSeen() {
        return watch.longest();
    }

    /** Whether the source is done, and everything that it has read is in the tables. */
    boolean isLoaded() throws Exception {
        if (!isOver()) {
            return false;
        }
        long ended = story.history().values().stream()
                .flatMap(Collection::stream)
                .filter(Event.ImportEnded.class::isInstance)
                .count();
        try (Tables tables = new Tables(stack.cassandra(), stack.localDatacenter())) {
            Map<String, String> states = new CassandraCheck(tables).states(stage.tenants());
            boolean isComplete = states.values().stream().allMatch("COMPLETED"::equals);
            if (!isComplete || states.size() != ended) {
                throw new IllegalStateException(states.size() + " of " + ended + " imports: " + states);
            }
            return true;
        }
    }

    /** Waits until everything is loaded. */
    void awaitEnd() throws InterruptedException {
        await("everything to be loaded", () -> {
            stage.failIfFailed();
            return isLoaded();
        });
    }

    /** Topics, dead letters, tables and imports are as the model says; otherwise fails with the seed. */
    void assertTrue(Redelivery redelivery) {
        try (Tables tables = new Tables(stack.cassandra(), stack.localDatacenter())) {
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
                    "%s, seed %d: %d imports, %,d rows in topics, %,d of them twice, progress seen %s%n",
                    stage.keyspace(),
                    seed,
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
        stage.close();
    }
}
