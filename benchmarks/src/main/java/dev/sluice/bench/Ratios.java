package dev.sluice.bench;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs JMH benchmarks of nanoseconds per row, and prints what each costs as a ratio of one of them. */
public final class Ratios {
    private Ratios() {}

    /**
     * Runs all benchmarks of a class and prints a table.
     *
     * @param args JMH's own
     * @param parameter name of the parameter that says which rows
     * @param measure name of the benchmark method that the others are divided by
     */
    public static void print(Class<?> benchmarks, String[] args, String parameter, String measure)
            throws RunnerException, CommandLineOptionException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .parent(new CommandLineOptions(args))
                        .include(benchmarks.getSimpleName())
                        .addProfiler(GCProfiler.class)
                        .build())
                .run();
        Map<String, RunResult> byName = new HashMap<>();
        results.forEach(result -> byName.put(
                result.getParams().getParam(parameter) + " "
                        + result.getPrimaryResult().getLabel(),
                result));
        System.out.printf("%n%-45s %12s %12s %10s   cost / %s%n", "", "rows/s", "ns/row", "bytes/row", measure);
        byName.keySet().stream().sorted().forEach(name -> {
            double nanos = nanos(byName.get(name));
            RunResult divisor = byName.get(name.substring(0, name.indexOf(' ') + 1) + measure);
            System.out.printf(
                    "%-45s %,12.0f %,12.0f %,10.0f   %s%n",
                    name,
                    1e9 / nanos,
                    nanos,
                    bytes(byName.get(name)),
                    divisor == null ? "-" : "%.2f".formatted(nanos / nanos(divisor)));
        });
    }

    private static double nanos(RunResult result) {
        return result.getPrimaryResult().getScore();
    }

    private static double bytes(RunResult result) {
        return result.getSecondaryResults().entrySet().stream()
                .filter(entry -> entry.getKey().endsWith("gc.alloc.rate.norm"))
                .mapToDouble(entry -> entry.getValue().getScore())
                .findFirst()
                .orElse(Double.NaN);
    }
}
