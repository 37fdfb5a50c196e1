package dev.sluice.it.story;

import dev.sluice.demo.Staging;
import dev.sluice.it.story.script.Drop;
import dev.sluice.it.story.script.Script;
import dev.sluice.stack.process.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Plays a script: every user is a thread, which drops one file after the other and now and then waits for a report, as people do. The
 * play has acts; a user who is done with his part of one waits for the next. Made, led and closed by one thread.
 */
final class Players implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private final Stage stage;
    private final Map<String, Drop> drops;
    private final ExecutorService threads;
    private final List<Future<?>> users = new ArrayList<>();
    private final List<CountDownLatch> acts;
    private int act;

    /** The first act begins at once. */
    Players(Stage stage, Script script, long seed, int acts) {
        this.stage = stage;
        this.drops = script.drops();
        this.acts = Stream.generate(() -> new CountDownLatch(1)).limit(acts).toList();
        this.threads = Executors.newFixedThreadPool(script.users().size());
        script.openings().forEach(this::drop);
        for (List<Drop> list : script.users()) {
            Random random = new Random(seed + users.size());
            users.add(threads.submit(() -> play(list, random)));
        }
        nextAct();
    }

    private Void play(List<Drop> list, Random random) throws InterruptedException {
        for (int i = 0; i < list.size(); i++) {
            acts.get(i * acts.size() / list.size()).await();
            Drop drop = list.get(i);
            drop(drop);
            if (random.nextBoolean()) {
                Await.atMost(PATIENCE).until("the report of " + drop.file(), () -> hasReport(drop));
            }
        }
        return null;
    }

    void nextAct() {
        acts.get(act++).countDown();
    }

    private void drop(Drop drop) {
        staging(drop).drop(drop.file(), drop.bytes());
    }

    private Staging staging(Drop drop) {
        return stage.staging(drop.tenant());
    }

    private boolean hasReport(Drop drop) {
        return staging(drop).report(drop.file()).isPresent();
    }

    /**
     * Whether all users are done and everything that they dropped has its report.
     *
     * @throws ExecutionException if a user could not go on
     */
    boolean areDone() throws ExecutionException, InterruptedException {
        for (Future<?> user : users) {
            if (!user.isDone()) {
                return false;
            }
            user.get();
        }
        return drops.values().stream().allMatch(this::hasReport);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
