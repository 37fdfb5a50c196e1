package dev.sluice.bench.pipeline;

import dev.sluice.cassandra.DriverCeiling;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows a second from the drop of a file to the proof that all its rows are in Cassandra, with every engine on this machine; the processor
 * time of each; what the worker does with its own. In between, how fast a plain loop over Cassandra's driver is here and now.
 */
public final class PipelineBenchmark {
    private static final int CEILING_ROWS = 60_000;
    private static final int CEILING_TURNS = 3;

    private final Plant plant;
    private final Map<String, Map<String, String>> variant;
    private final Comparison comparison = new Comparison();

    private PipelineBenchmark(Plant plant, Map<String, Map<String, String>> variant) {
        this.plant = plant;
        this.variant = variant;
    }

    /**
     * Measures, and prints what it measured.
     *
     * @param args {@code [--rows N] [--rounds N] [--paced MINUTES] [--by-device] [--set CONNECTOR:KEY=VALUE …]
     *     [--vary CONNECTOR:KEY=VALUE …]}
     */
    public static void main(String[] args) throws Exception {
        List<String> rest = new ArrayList<>(Arrays.asList(args));
        int rows = Integer.parseInt(option(rest, "--rows", "1000000"));
        int rounds = Integer.parseInt(option(rest, "--rounds", "3"));
        int minutes = Integer.parseInt(option(rest, "--paced", "0"));
        boolean byDevice = rest.remove("--by-device");
        Map<String, Map<String, String>> changes = settings(rest, "--set");
        Map<String, Map<String, String>> variant = settings(rest, "--vary");
        if (!rest.isEmpty()) {
            throw new IllegalArgumentException("not understood: " + rest);
        }
        Path directory = Path.of(System.getProperty("sluice.stack.directory", "benchmarks/target/pipeline"));
        try (Plant plant = new Plant(directory)) {
            PipelineBenchmark benchmark = new PipelineBenchmark(plant, variant);
            plant.deploy(changes, byDevice);
            System.out.printf(
                    "changed settings: %s; in every other round also: %s; partition key: %s%n",
                    changes, variant, byDevice ? "device" : "province");
            benchmark.flatOut(rows, rounds);
            if (minutes > 0) {
                new PacedRun(plant, minutes).run();
            }
            plant.check();
            System.out.printf(
                    "%,d rows: all in the table or in the archive, each once%n",
                    plant.feed().rows());
        }
    }

    /** Settings of connectors, by connector. */
    private static Map<String, Map<String, String>> settings(List<String> args, String name) {
        Map<String, Map<String, String>> settings = new HashMap<>();
        for (String set = option(args, name, ""); !set.isEmpty(); set = option(args, name, "")) {
            int colon = set.indexOf(':');
            int equals = set.indexOf('=');
            settings.computeIfAbsent(set.substring(0, colon), connector -> new HashMap<>())
                    .put(set.substring(colon + 1, equals), set.substring(equals + 1));
        }
        return settings;
    }

    private static String option(List<String> args, String name, String otherwise) {
        int at = args.indexOf(name);
        if (at < 0) {
            return otherwise;
        }
        args.remove(at);
        return args.remove(at);
    }

    /** The first round, or pair of rounds, only warms up. */
    private void flatOut(int rows, int rounds) throws IOException, InterruptedException {
        if (variant.isEmpty()) {
            for (int round = 0; round < rounds; round++) {
                flatOut(rows, round == 0 ? "warm-up" : "round " + round);
            }
            return;
        }
        for (int round = 0; round < rounds; round++) {
            String name = round == 0 ? "warm-up" : "pair " + round;
            Comparison.Round committed;
            Comparison.Round changed;
            // Each goes first as often as the other, for engines get warmer all the time.
            if (round % 2 == 0) {
                committed = configured(Map.of(), rows, name + ", committed");
                changed = configured(variant, rows, name + ", changed");
            } else {
                changed = configured(variant, rows, name + ", changed");
                committed = configured(Map.of(), rows, name + ", committed");
            }
            if (round > 0) {
                comparison.add(committed, changed);
            }
        }
        comparison.print();
    }

    private Comparison.Round configured(Map<String, Map<String, String>> changes, int rows, String name)
            throws IOException, InterruptedException {
        plant.configure(changes);
        return flatOut(rows, name);
    }

    private Comparison.Round flatOut(int rows, String name) throws IOException, InterruptedException {
        Feed.Ready file = plant.feed().write(rows);
        Profile profile = plant.profileWorker();
        Processes before = plant.processes();
        long begun = System.nanoTime();
        file.drop();
        plant.awaitCompleted(file.name());
        double rate = rows / ((System.nanoTime() - begun) / 1e9);
        Processes after = plant.processes();
        profile.end();
        double apart = DriverCeiling.rowsPerSecond(plant.warehouse().session(), CEILING_ROWS, CEILING_TURNS, 1);
        double together = DriverCeiling.rowsPerSecond(plant.warehouse().session(), CEILING_ROWS, CEILING_TURNS, 10);
        System.out.printf(
                "%s: %,d rows of %,d bytes: %,.0f rows/s from drop to proof, %.2f of the floor of %,d, %.2f of the plain loop"
                        + " with a row to each Cassandra partition (%,.0f), %.2f with ten (%,.0f); load average %.1f%n",
                name,
                rows,
                file.bytes(),
                rate,
                rate / PacedRun.ROWS_PER_SECOND,
                PacedRun.ROWS_PER_SECOND,
                rate / apart,
                apart,
                rate / together,
                together,
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        after.print(before, rows);
        profile.print();
        return new Comparison.Round(
                rate, after.cpuSeconds(before, "") * 1e6 / rows, after.cpuSeconds(before, "worker") * 1e6 / rows);
    }
}
