package dev.sluice.bench.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Rounds with changed settings, each divided by a neighbour, which had the committed ones. For one thread. */
final class Comparison {
    private final List<Round> committed = new ArrayList<>();
    private final List<Round> changed = new ArrayList<>();

    /**
     * What one round showed.
     *
     * @param rate rows a second
     * @param cpu seconds of all processes per million rows
     * @param workerCpu seconds of the worker per million rows
     */
    record Round(double rate, double cpu, double workerCpu) {}

    void add(Round withCommitted, Round withChanged) {
        committed.add(withCommitted);
        changed.add(withChanged);
    }

    void print() {
        System.out.printf(
                "changed / committed, %d pairs: rows/s %s, CPU of all %s, CPU of the worker %s%n",
                changed.size(), ratio(Round::rate), ratio(Round::cpu), ratio(Round::workerCpu));
    }

    private String ratio(ToDoubleFunction<Round> of) {
        double[] ratios = new double[changed.size()];
        double logs = 0;
        double least = Double.MAX_VALUE;
        double most = 0;
        for (int i = 0; i < ratios.length; i++) {
            double ratio = of.applyAsDouble(changed.get(i)) / of.applyAsDouble(committed.get(i));
            logs += Math.log(ratio);
            least = Math.min(least, ratio);
            most = Math.max(most, ratio);
        }
        return String.format("%.2f [%.2f–%.2f]", Math.exp(logs / ratios.length), least, most);
    }
}
