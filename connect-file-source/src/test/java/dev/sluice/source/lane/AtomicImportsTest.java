package dev.sluice.source.lane;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.contract.Event.ImportEnded;
import dev.sluice.source.Scratch;
import dev.sluice.source.Seeds;
import dev.sluice.source.lane.SimulatedTransaction.Killed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever dies whenever, readers of committed records see an atomic import as a whole, once, or not at all. */
class AtomicImportsTest {
    /** Bytes: less than some of the files have. */
    private static final int LARGE = 400;

    @TempDir(factory = Scratch.class)
    Path root;

    private record Dropped(String dataset, String file, int rows, int bad) {}

    /** The worker is killed at every record, just before and just behind every commit. */
    @Test
    void aKillAtEveryMomentShowsNoPart() throws IOException {
        int moments = killedAt(0);
        assertThat(moments).isGreaterThan(100);
        IntStream.rangeClosed(1, moments).parallel().forEach(moment -> {
            try {
                killedAt(moment);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("killed at moment " + moment, e);
            }
        });
    }

    /** Returns how many moments there were. */
    private int killedAt(int moment) throws IOException {
        Path staging = Files.createDirectory(root.resolve("m" + moment));
        Random random = new Random(7);
        Stage stage = new Stage(staging, random, 1);
        stage.atomic(10 * LARGE, 100_000);
        CommittedView view = new CommittedView(stage);
        define(stage);
        List<Dropped> dropped = List.of(
                drop(random, stage, "a", 1, 50), drop(random, stage, "b", 2, 19), drop(random, stage, "a", 3, 0));
        stage.connect.light(moment);
        try {
            stage.finish();
        } catch (Killed e) {
            stage.crash();
            stage.finish();
        }
        check(stage, view, dropped);
        return stage.connect.burnt();
    }

    @Test
    void randomKillsShowNoPart() {
        Seeds.first(400).parallel().forEach(seed -> {
            try {
                randomKills(seed);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("-Dseed=" + seed, e);
            }
        });
    }

    private void randomKills(long seed) throws IOException {
        Random random = new Random(seed);
        Stage stage = new Stage(Files.createDirectory(root.resolve("s" + seed)), random, 1 + random.nextInt(3));
        stage.atomic(LARGE, random.nextBoolean() ? 100_000 : 40 + random.nextInt(400));
        CommittedView view = new CommittedView(stage);
        Invariants invariants = new Invariants(stage, false);
        define(stage);
        List<Dropped> dropped = new ArrayList<>();
        for (int step = 0; step < 200; step++) {
            int what = random.nextInt(100);
            if (what < 8 && dropped.size() < 6) {
                dropped.add(drop(random, stage, random.nextBoolean() ? "a" : "b", dropped.size(), random.nextInt(60)));
            } else if (what < 10) {
                stage.connect.light(1 + random.nextInt(40));
            } else if (what < 11) {
                stage.crash();
            } else if (what < 12) {
                stage.restart(random.nextInt(stage.tasks()));
            } else if (what < 13) {
                stage.rebalance();
            } else if (what < 18) {
                stage.pollZombie(random);
            } else if (what < 19 && stage.connect.partitions() < 5) {
                stage.connect.addPartition();
            } else if (what < 22) {
                stage.clock.advance(random.nextInt(50));
            } else {
                try {
                    stage.poll(random.nextInt(stage.tasks()));
                } catch (Killed e) {
                    stage.crash();
                }
            }
            invariants.check();
        }
        stage.connect.light(0);
        stage.finish();
        invariants.check();
        check(stage, view, dropped);
    }

    private static void define(Stage stage) {
        for (String dataset : List.of("a", "b")) {
            stage.drop("acme", dataset + ".dataset.json", Stage.DEFINITION.formatted(dataset, "t" + dataset, "string"));
        }
    }

    private static Dropped drop(Random random, Stage stage, String dataset, int number, int rows) {
        StringBuilder content = new StringBuilder("id,v\n");
        int bad = 0;
        for (int i = 0; i < rows; i++) {
            int kind = random.nextInt(6);
            bad += kind < 2 ? 1 : 0;
            content.append(i).append(kind == 0 ? ",too,many\n" : kind == 1 ? ",bad\n" : ",good\n");
        }
        String file = dataset + "-" + number + ".csv";
        stage.drop("acme", file, content.toString());
        return new Dropped(dataset, file, rows, bad);
    }

    private static void check(Stage stage, CommittedView view, List<Dropped> dropped) {
        for (Dropped file : dropped) {
            JsonNode report = stage.report("acme", file.file());
            String importId = report.path("import").asText();
            assertThat(report.path("state").asText()).isEqualTo("completed");
            assertThat(report.path("rows_read").asInt()).isEqualTo(file.rows());
            assertThat(report.path("rows_rejected").asInt()).isEqualTo(file.bad());
            assertThat(report.path("violations").size()).isEqualTo(file.bad());
            List<ImportEnded> ends = stage.events(ImportEnded.class).stream()
                    .filter(event -> event.context().importId().equals(importId))
                    .toList();
            assertThat(ends).isNotEmpty().allSatisfy(end -> {
                assertThat(end.rowsRejected()).isEqualTo(file.bad());
                assertThat(end.rowsAccepted()).isEqualTo(file.rows() - file.bad());
            });
            if (report.path("atomicity").asText().equals("file")) {
                assertThat(report.has("atomicity_reason")).isFalse();
                view.assertWhole(importId, file.rows(), Stage.PARTITIONS);
            } else {
                assertThat(report.path("atomicity").asText()).isEqualTo("events");
                assertThat(report.path("atomicity_reason").asText()).contains("import.atomicity.max");
                view.assertInSteps(importId);
            }
        }
    }
}
