package dev.sluice.it.story;

import dev.sluice.demo.Staging;
import dev.sluice.it.story.script.Drop;
import dev.sluice.it.story.script.Script;
import dev.sluice.stack.process.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Plays a script: every user is a thread, which drops one file after the other and now and then waits for a report, as people do. Made
 * and closed by one thread.
 */
final class Players implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private final Stage stage;
    private final Script script;
    private final ExecutorService users;
    private final List<Future<?>> acts = new ArrayList<>();

    Players(Stage stage, Script script, long seed) {
        this.stage = stage;
        this.script = script;
        this.users = Executors.newFixedThreadPool(script.users().size());
        script.openings().forEach(this::drop);
        for (int user = 0; user < script.users().size(); user++) {
            List<Drop> drops = script.users().get(user);
            Random random = new Random(seed + user);
            acts.add(users.submit(() -> {
                for (Drop drop : drops) {
                    drop(drop);
                    if (random.nextBoolean()) {
                        Await.atMost(PATIENCE).until("the report of " + drop.file(), () -> hasReport(drop));
                    }
                }
                return null;
            }));
        }
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
        for (Future<?> act : acts) {
            if (!act.isDone()) {
                return false;
            }
            act.get();
        }
        return script.drops().values().stream().allMatch(this::hasReport);
    }

    @Override
    public void close() {
        users.shutdownNow();
    }
}
