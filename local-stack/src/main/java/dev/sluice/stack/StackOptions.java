package dev.sluice.stack;

import dev.sluice.stack.engine.Broker;
import dev.sluice.stack.engine.Cassandra;
import dev.sluice.stack.engine.HdfsShape;
import dev.sluice.stack.engine.Tuning;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * What can be chosen about a stack.
 *
 * @param deadline for each engine, from its launch to its first answer
 * @param topics partitions by topic
 * @param workerSettings worker settings that replace or add to the usual ones
 * @param hdfs which processes HDFS consists of
 * @param without names of engines that are not started
 * @param secured names of engines that want TLS and passwords
 */
record StackOptions(
        Tuning tuning,
        Duration deadline,
        Map<String, Integer> topics,
        Map<String, String> workerSettings,
        HdfsShape hdfs,
        Set<String> without,
        Set<String> secured) {
    /** Engines that can be secured. */
    static final Set<String> SECURABLE = Set.of(Broker.NAME, Cassandra.NAME);

    static final StackOptions USUAL = new StackOptions(
            Tuning.START,
            Duration.ofMinutes(2),
            Map.of("validated-input", 5, "import-error", 3, "load-error", 1, "table-ops", 1, "raw-input", 5),
            Map.of(),
            HdfsShape.USUAL,
            Set.of(),
            Set.of());

    StackOptions {
        topics = Map.copyOf(topics);
        workerSettings = Map.copyOf(workerSettings);
        without = Set.copyOf(without);
        secured = Set.copyOf(secured);
        if (!SECURABLE.containsAll(secured)) {
            throw new IllegalArgumentException(
                    "Not all of these engines can be secured (engines='" + secured + "'); " + SECURABLE + " can.");
        }
    }
}
