package dev.sluice.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Lives of two tasks, invented by a seed: failures, lost answers, reordered completions, rebalances, rewinds, crashes with a zombie's
 * writes still under way, a source that crashes and repeats itself. Replay one with {@code -Dseed=}.
 */
class LoaderSimulationTest {
    static LongStream seeds() {
        return Long.getLong("seed") == null ? LongStream.range(0, 1_000) : LongStream.of(Long.getLong("seed"));
    }

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void nothingIsLostTheLastOneWinsAndCountsAreExact(long seed) {
        Simulation simulation = new Simulation(seed);
        for (int step = 0; step < 200; step++) {
            simulation.step();
            simulation.checkCommitted();
            simulation.checkJudgements();
        }
        simulation.finish();
        simulation.checkCommitted();
        simulation.checkJudgements();
        simulation.checkAllCompleted();
        assertThat(simulation.table()).isEqualTo(simulation.expectedTable());
        assertThat(simulation.poison()).containsAll(simulation.reported());
    }
}
