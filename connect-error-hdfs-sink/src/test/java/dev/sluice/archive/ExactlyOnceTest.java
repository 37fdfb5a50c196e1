package dev.sluice.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.archive.fs.ErrorFileSystem;
import dev.sluice.archive.fs.HadoopFileSystem;
import dev.sluice.archive.fs.HadoopSettings;
import dev.sluice.archive.fs.Identity;
import dev.sluice.archive.fs.MemoryDisk;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workers that are killed, fenced, deaf and redelivered to, over file systems that fail and lie: every offset is archived once. */
class ExactlyOnceTest {
    private static final long SEED = Long.getLong("seed", 1);
    private static final int SEEDS = Integer.getInteger("seeds", 20);

    @Test
    void everyOffsetIsArchivedExactlyOnceInMemory() throws Exception {
        int crashes = 0;
        int merged = 0;
        int readings = 0;
        int broughtHome = 0;
        for (long seed = SEED; seed < SEED + SEEDS; seed++) {
            Random random = new Random(seed);
            Simulation simulation = new Simulation(new InMemory(), random, props(random), 1 + random.nextInt(3));
            run(simulation, seed, 2_500);
            crashes += simulation.crashes;
            merged += simulation.merged;
            readings += simulation.readings;
            broughtHome += simulation.broughtHome;
        }
        assertThat(merged).as("files that the simulation merges").isGreaterThan(SEEDS);
        assertThat(broughtHome).as("files that come home from the overflow").isGreaterThan(SEEDS);
        assertThat(readings).as("readings while all goes on").isGreaterThan(SEEDS / 4);
        assertThat(crashes).as("the simulation kills workers").isGreaterThan(SEEDS);
    }

    @Test
    void everyOffsetIsArchivedExactlyOnceOnALocalDisk(@TempDir Path directory) throws Exception {
        for (long seed = SEED; seed < SEED + 3; seed++) {
            Random random = new Random(seed);
            Path root = directory.resolve("seed" + seed);
            run(new Simulation(new Local(root), random, props(random), 2), seed, 1_500);
        }
    }

    private static void run(Simulation simulation, long seed, int turns) throws Exception {
        try {
            simulation.run(turns);
        } catch (Exception | Error e) {
            throw new AssertionError("seed " + seed + " (replay with -Dseed=" + seed + " -Dseeds=1)", e);
        }
    }

    private static Map<String, String> props(Random random) {
        Map<String, String> props = new HashMap<>();
        props.put("hdfs.url", "hdfs://nowhere:1");
        // Threads would take their turns by themselves.
        props.put("commit.threads", "1");
        props.put("format", "json");
        props.put("json.codec", "none");
        props.put("rotate.records", Integer.toString(1 + random.nextInt(20)));
        props.put("rotate.interval.ms", Integer.toString(1 + random.nextInt(5_000)));
        props.put("rotate.idle.ms", Integer.toString(1 + random.nextInt(2_000)));
        props.put("rotate.files", Integer.toString(1 + random.nextInt(12)));
        props.put("max.open.files", Integer.toString(1 + random.nextInt(3)));
        props.put("max.buffered.bytes", Integer.toString(1 + random.nextInt(40_000)));
        props.put("overflow.retry.ms", Integer.toString(1 + random.nextInt(3_000)));
        props.put("retry.backoff.ms", "10");
        props.put("retry.backoff.max.ms", "200");
        return props;
    }

    private static final class InMemory implements Simulation.Disk {
        private final MemoryDisk disk = new MemoryDisk();

        @Override
        public ErrorFileSystem client() {
            return disk.client();
        }

        @Override
        public void crash(ErrorFileSystem client, Random random) {
            ((MemoryDisk.Client) client).crash(random);
        }
    }

    private record Local(Path root) implements Simulation.Disk {
        @Override
        public ErrorFileSystem client() throws IOException {
            return HadoopFileSystem.connect(
                    new HadoopSettings(URI.create("file:///"), root.toString(), Identity.WORKER, "", Map.of()));
        }

        @Override
        public void crash(ErrorFileSystem client, Random random) {
            // What was written remains; nobody closes it.
        }
    }
}
