package dev.sluice.it.story;

import dev.sluice.it.story.script.Script;
import dev.sluice.stack.LocalStack;
import dev.sluice.stack.junit.StackExtension;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Several tenants, several users of each dataset, all at once, in a real worker with real engines: whatever dies meanwhile, topics,
 * tables and imports are as if everything had happened one after the other.
 *
 * <p>Small by default. {@code -Dsluice.it.seed=7 -Dsluice.it.story.steps=30 -Dsluice.it.story.rows=2000 -Dsluice.it.story.large=100000 -Dsluice.it.kills=5
 * -Dsluice.it.outage.seconds=60} is a large one; {@code -Dsluice.it.story.layout=TWO_STAGE} lets things die in the other layout.
 */
@ExtendWith(StackExtension.class)
class StoryIT {
    private static final long SEED = Long.getLong("sluice.it.seed", 1);
    private static final int STEPS = Integer.getInteger("sluice.it.story.steps", 6);
    private static final int ROWS = Integer.getInteger("sluice.it.story.rows", 300);
    private static final int LARGE = Integer.getInteger("sluice.it.story.large", 8_000);
    private static final int KILLS = Integer.getInteger("sluice.it.kills", 1);
    /** Where something dies. */
    private static final Layout LAYOUT = Layout.valueOf(System.getProperty("sluice.it.story.layout", "ONE_STAGE"));

    private static final int OUTAGE_SECONDS = Integer.getInteger("sluice.it.outage.seconds", 20);

    @Test
    void quietOneStage(LocalStack stack) throws Exception {
        try (Tale tale = tale(stack, "story_quiet", 1_000)) {
            tale.begin(Layout.ONE_STAGE, 1);
            tale.awaitEnd();
            tale.assertTrue(Tale.Redelivery.NONE);
        }
    }

    /** Rows that are not valid are counted, too: those of the dead letter queue. */
    @Test
    void quietTwoStage(LocalStack stack) throws Exception {
        try (Tale tale = tale(stack, "story_stages", 1_000)) {
            tale.begin(Layout.TWO_STAGE, 1);
            tale.awaitEnd();
            tale.assertTrue(Tale.Redelivery.NONE);
        }
    }

    /** A second worker joins in mid-load, one of the two is killed and comes back, and the second leaves again. */
    @Test
    void workersComeAndDie(LocalStack stack) throws Exception {
        Random random = new Random(SEED);
        try (Tale tale = tale(stack, "story_workers", LARGE)) {
            tale.begin(LAYOUT, 1 + KILLS);
            try {
                stack.startWorker("worker-2");
                for (int kill = 0; kill < KILLS; kill++) {
                    tale.await("tasks on the second worker", () -> tale.stage().tasksOf("worker-2") > 0);
                    tale.nextAct();
                    String victim = random.nextBoolean() ? "worker-1" : "worker-2";
                    stack.engine(victim).kill();
                    stack.engine(victim).start();
                }
                tale.awaitEnd();
            } finally {
                stack.engine("worker-2").stop();
                stack.engine("worker-1").start();
            }
            tale.assertTrue(Tale.Redelivery.POSSIBLE);
        }
    }

    /** Progress is seen while it is made; then Cassandra is killed, away for a while, and back. */
    @Test
    void cassandraDies(LocalStack stack) throws Exception {
        try (Tale tale = tale(stack, "story_cassandra", LARGE)) {
            tale.begin(LAYOUT, 2);
            tale.await("an import's progress to grow before it is complete", () -> {
                tale.watch();
                return tale.progressSeen().size() > 1;
            });
            tale.nextAct();
            stack.engine("cassandra").kill();
            tale.pass(Duration.ofSeconds(OUTAGE_SECONDS));
            stack.engine("cassandra").start();
            tale.await("progress to go on", () -> {
                tale.watch();
                return tale.isLoaded();
            });
            tale.awaitEnd();
            tale.assertTrue(Tale.Redelivery.POSSIBLE);
        }
    }

    private static Tale tale(LocalStack stack, String name, int largeRows) {
        List<String> tenants = List.of(name + "_a", name + "_b", name + "_c");
        return new Tale(
                new Stage(stack, name, tenants),
                stack,
                SEED + name.hashCode(),
                new Script.Size(name, tenants, 2, 2, STEPS, ROWS, largeRows, Math.max(200, ROWS)));
    }
}
