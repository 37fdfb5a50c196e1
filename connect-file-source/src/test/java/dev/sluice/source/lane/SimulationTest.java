package dev.sluice.source.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.Event.FileRejected;
import dev.sluice.contract.Event.ImportEnded;
import dev.sluice.contract.Event.ImportStarted;
import dev.sluice.contract.ImportContext;
import dev.sluice.contract.SluiceHeaders;
import dev.sluice.source.Scratch;
import dev.sluice.source.Seeds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random interleavings of arrivals, polls, acknowledgements, commits, crashes and restarts; then everything is let finish, and what is
 * in the topics must tell the whole story of every file.
 */
class SimulationTest {
    private static final List<String> TENANTS = List.of("acme", "zeta");
    private static final List<String> DATASETS = List.of("a", "b", "c");

    /** A dataset whose files are checked before they are loaded. */
    private static final String CHECKED = "c";

    private static final int MAX_ERRORS = 12;
    /** What the simulated transform rejects, so that checks know it too. */
    private static final String RULES = "\"rules\": [{\"type\": \"pattern\", \"column\": \"v\","
            + " \"pattern\": \"(?s)([^b].*|b[^a].*)?\"}], \"schema\"";

    /** How files end. */
    private enum Way {
        LOADED,
        REFUSED,
        CHECKED
    }

    private record Dropped(String tenant, String dataset, String file, int rows, String rejects, boolean isDry) {
        Way way() {
            return isDry ? Way.CHECKED : dataset.equals(CHECKED) && bad() > MAX_ERRORS ? Way.REFUSED : Way.LOADED;
        }

        int bad() {
            return Math.max(0, rejects.split("\n", -1).length - 2);
        }
    }

    @TempDir(factory = Scratch.class)
    Path root;

    @Test
    void tellsTheWholeStoryWhateverHappens() {
        Seeds.first(1000).parallel().forEach(seed -> {
            Path staging = root.resolve("s" + seed);
            try {
                Files.createDirectories(staging);
                run(seed, staging);
                delete(staging);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("-Dseed=" + seed, e);
            }
        });
    }

    private static void run(long seed, Path staging) {
        Random random = new Random(seed);
        Stage stage = new Stage(staging, random, 1 + random.nextInt(3));
        if (seed % 6 == 1) {
            stage.connect.exactlyOnce();
        } else if (seed % 6 == 4) {
            stage.atomic(1L + random.nextInt(700), random.nextInt(3000));
        }
        boolean hasZombies = seed % 2 == 1;
        if (random.nextInt(3) > 0 && stage.atomicity.equals(TaskTransaction.Bounds.NONE)) {
            stage.splitMinBytes = 1L + random.nextInt(200);
            stage.blockRows = 3L + random.nextInt(20);
            stage.start();
        }
        Invariants invariants = new Invariants(stage, hasZombies && !stage.connect.isExactlyOnce());
        List<Dropped> dropped = new ArrayList<>();
        for (String tenant : TENANTS) {
            for (String dataset : DATASETS) {
                String policy = dataset.equals(CHECKED)
                        ? "\"max_errors\": " + MAX_ERRORS + ", \"on_errors\": \"reject_file\", "
                        : "";
                stage.drop(
                        tenant,
                        dataset + ".dataset.json",
                        Stage.DEFINITION
                                .formatted(dataset, "t" + dataset, "string")
                                .replace("\"schema\"", policy + RULES));
            }
        }
        for (int step = 0; step < 250; step++) {
            step(random, stage, dropped, invariants);
            if (hasZombies && random.nextInt(30) == 0) {
                stage.rebalance();
            }
            if (hasZombies && random.nextInt(4) == 0) {
                stage.pollZombie(random);
            }
            invariants.check();
        }
        stage.finish();
        invariants.check();
        stage.connect.commitOffsets();
        check(stage, dropped, hasZombies);
    }

    private static void step(Random random, Stage stage, List<Dropped> dropped, Invariants invariants) {
        int what = random.nextInt(100);
        if (what < 8 && dropped.size() < 8) {
            Dropped file = drop(random, stage, dropped.size());
            dropped.add(file);
            if (file.way() == Way.LOADED) {
                invariants.expect(stage.in(file.tenant()).resolve(file.file()));
            }
        } else if (what < 60) {
            stage.poll(random.nextInt(stage.tasks()));
        } else if (what < 88) {
            stage.connect.acknowledge(random.nextInt(30));
        } else if (what < 92) {
            stage.connect.commitOffsets();
        } else if (what < 94) {
            stage.crash();
        } else if (what < 95) {
            int how = random.nextInt(3);
            if (how == 0) {
                stage.resize(1 + random.nextInt(3));
            } else if (how == 1) {
                stage.restart(random.nextInt(stage.tasks()));
            } else {
                stage.stop();
                stage.crash();
            }
        } else if (what < 96) {
            stage.registryIsAway = !stage.registryIsAway;
        } else if (what < 97 && stage.connect.partitions() < 6) {
            stage.connect.addPartition();
        } else if (what < 98) {
            stage.connect.refreshMetadata();
        } else {
            stage.clock.advance(random.nextInt(50) - (random.nextInt(10) == 0 ? 2000 : 0));
        }
    }

    private static Dropped drop(Random random, Stage stage, int number) {
        String tenant = TENANTS.get(random.nextInt(TENANTS.size()));
        String dataset = DATASETS.get(random.nextInt(DATASETS.size()));
        int rows = random.nextInt(60);
        StringBuilder content = new StringBuilder(random.nextBoolean() ? "id,v\n" : "v,id\n");
        for (int i = 0; i < rows; i++) {
            switch (random.nextInt(8)) {
                case 0 -> content.append("too,many,fields\n");
                case 1 -> content.append("bad").append(i).append(",bad\n");
                case 2 -> content.append("\"open,").append(i).append('\n');
                default -> content.append(i).append(",\"ok\n").append(i).append("\"\n");
            }
        }
        StringBuilder rejects = new StringBuilder(content.substring(0, 5));
        for (String line : content.toString().split("\n", -1)) {
            if (line.startsWith("too") || line.startsWith("bad") || line.startsWith("\"open")) {
                rejects.append(line).append('\n');
            }
        }
        String file = dataset + "-" + number + ".csv";
        boolean isDry = random.nextInt(6) == 0;
        if (isDry) {
            stage.drop(tenant, file + ".check", "");
        }
        stage.drop(tenant, file, content.toString());
        return new Dropped(tenant, dataset, file, rows, rejects.toString(), isDry);
    }

    private static void check(Stage stage, List<Dropped> dropped, boolean hasZombies) {
        assertThat(stage.filesIn("in")).isEmpty();
        // A task that was replaced may die with its notes unread; no journal names them.
        assertThat(stage.filesIn(".sluice/imports"))
                .filteredOn(file -> !hasZombies || !file.endsWith(".rejected"))
                .isEmpty();
        assertThat(stage.filesIn("out/rejected")).isEqualTo(files(dropped, Way.REFUSED));
        assertThat(stage.filesIn("out/checked")).isEqualTo(files(dropped, Way.CHECKED));
        Map<String, ImportEnded> ended = new HashMap<>();
        stage.events(ImportEnded.class).forEach(event -> {
            ImportEnded before = ended.put(event.tenant() + "/" + event.file(), event);
            assertThat(before == null || same(before, event))
                    .as("%s and %s", before, event)
                    .isTrue();
        });
        assertThat(ended).hasSameSizeAs(files(dropped, Way.LOADED));
        Set<String> refused = new TreeSet<>();
        stage.events(FileRejected.class).forEach(event -> refused.add(event.tenant() + "/" + event.file()));
        assertThat(refused).containsExactlyElementsOf(files(dropped, Way.REFUSED));
        for (Dropped file : dropped) {
            Path out = stage.staging.resolve(file.tenant()).resolve("out");
            assertThat(out.resolve(file.file() + ".report.json")).exists();
            assertThat(out.resolve(file.file() + ".1.report.json")).doesNotExist();
            // Of two tasks that check a file at once, the one that was replaced may take the other's notes.
            if (file.bad() > 0 && (!hasZombies || file.way() == Way.LOADED)) {
                assertThat(out.resolve(file.file() + ".rejects.csv")).hasContent(file.rejects());
            }
            if (file.way() != Way.LOADED) {
                continue;
            }
            ImportEnded event = ended.get(file.tenant() + "/" + file.file());
            assertThat(event.rowsRead()).isEqualTo(file.rows());
            assertThat(event.rowsRejected()).isEqualTo(file.bad());
            assertThat(event.rowsAccepted()).isEqualTo(file.rows() - file.bad());
            rows(stage, event);
        }
        writeTimestampsOnlyGrow(stage);
        eventsEncloseRowsInEveryPartition(stage);
    }

    private static List<String> files(List<Dropped> dropped, Way way) {
        return dropped.stream()
                .filter(file -> file.way() == way)
                .map(file -> file.tenant() + "/" + file.file())
                .sorted()
                .toList();
    }

    /** Told twice after a crash, but for the time. */
    private static boolean same(ImportEnded one, ImportEnded other) {
        return one.context().equals(other.context())
                && one.rowsRead() == other.rowsRead()
                && one.rowsRejected() == other.rowsRejected()
                && one.sha256().equals(other.sha256());
    }

    /** No row is lost, none is invented, and each is where it was counted, however often it was sent. */
    private static void rows(Stage stage, ImportEnded event) {
        Set<Long> accepted = new TreeSet<>();
        Set<Long> rejected = new TreeSet<>();
        Map<Long, String> contents = new HashMap<>();
        stage.connect.log.stream()
                .filter(written -> !written.isEvent()
                        && written.importId().equals(event.context().importId()))
                .forEach(written -> {
                    boolean error = written.partition().topic().equals(Stage.TOPICS.errors());
                    (error ? rejected : accepted).add(written.row().ordinal());
                    ImportContext context =
                            SluiceHeaders.importOf(written.record().headers()).orElseThrow();
                    assertThat(context).isEqualTo(event.context());
                    String content = written.row().encode();
                    assertThat(contents.merge(written.row().ordinal(), content, (a, b) -> b))
                            .isEqualTo(contents.get(written.row().ordinal()));
                });
        assertThat(accepted).hasSize((int) event.rowsAccepted()).noneMatch(rejected::contains);
        assertThat(rejected).hasSize((int) event.rowsRejected());
        Set<Long> all = new TreeSet<>(accepted);
        all.addAll(rejected);
        if (!all.isEmpty()) {
            assertThat(((TreeSet<Long>) all).last()).isEqualTo(event.rowsRead());
        }
    }

    private static void writeTimestampsOnlyGrow(Stage stage) {
        Map<String, Map<String, ImportContext>> imports = new TreeMap<>();
        Map<String, Long> rows = new HashMap<>();
        stage.events(ImportEnded.class).forEach(event -> {
            imports.computeIfAbsent(event.context().dataset().toString(), dataset -> new LinkedHashMap<>())
                    .put(event.context().importId(), event.context());
            rows.put(event.context().importId(), event.rowsRead());
        });
        imports.values().forEach(ofDataset -> {
            long last = Long.MIN_VALUE;
            for (ImportContext context : ofDataset.values()) {
                assertThat(context.writeTimestamp(1)).isGreaterThan(last);
                last = context.writeTimestamp(rows.get(context.importId()));
            }
        });
    }

    private static void eventsEncloseRowsInEveryPartition(Stage stage) {
        Set<String> started = new HashSet<>();
        Set<String> reached = new HashSet<>();
        int first = 3;
        for (SimulatedConnect.Written written : stage.connect.log) {
            if (!written.partition().topic().equals(Stage.TOPICS.rows())) {
                continue;
            }
            String partition = written.partition().toString();
            if (!written.isEvent()) {
                // A partition that was added in mid-import has not seen its start.
                assertThat(started.contains(partition + written.importId())
                                || written.partition().partition() >= first)
                        .isTrue();
            } else if (written.event() instanceof ImportStarted event) {
                started.add(partition + event.context().importId());
            } else if (written.event() instanceof ImportEnded event) {
                reached.add(partition + event.context().importId());
            }
        }
        for (ImportEnded event : stage.events(ImportEnded.class)) {
            for (int partition = 0; partition < first; partition++) {
                assertThat(reached)
                        .contains(Stage.TOPICS.rows() + "-" + partition
                                + event.context().importId());
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
