package dev.sluice.bench.pipeline;

import dev.sluice.stack.EngineHandle;
import dev.sluice.stack.LocalStack;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** Processor time of every engine and of this JVM, as the operating system counts it. */
record Processes(Map<String, Duration> cpu, long nanos) {
    static Processes of(LocalStack stack) {
        Map<String, Duration> cpu = new TreeMap<>();
        for (EngineHandle engine : stack.engines()) {
            cpu.put(engine.name(), cpu(ProcessHandle.of(engine.pid()).orElseThrow()));
        }
        cpu.put("(benchmark)", cpu(ProcessHandle.current()));
        return new Processes(cpu, System.nanoTime());
    }

    private static Duration cpu(ProcessHandle process) {
        return process.info().totalCpuDuration().orElseThrow();
    }

    /** Seconds that the processes whose names begin so took since then. */
    double cpuSeconds(Processes before, String prefix) {
        return cpu.entrySet().stream()
                .filter(each -> each.getKey().startsWith(prefix))
                .mapToDouble(each ->
                        each.getValue().minus(before.cpu.get(each.getKey())).toNanos() / 1e9)
                .sum();
    }

    /** What each took since then, for so many rows. */
    void print(Processes before, long rows) {
        double wall = (nanos - before.nanos) / 1e9;
        double all = 0;
        StringBuilder text = new StringBuilder("  CPU seconds per million rows:");
        for (Map.Entry<String, Duration> each : cpu.entrySet()) {
            double seconds =
                    each.getValue().minus(before.cpu.get(each.getKey())).toNanos() / 1e9;
            all += seconds;
            text.append(" %s %.2f".formatted(each.getKey(), seconds * 1e6 / rows));
        }
        System.out.printf(
                "%s; all %.2f; %.2f cores busy with it of %d%n",
                text, all * 1e6 / rows, all / wall, Runtime.getRuntime().availableProcessors());
    }
}
