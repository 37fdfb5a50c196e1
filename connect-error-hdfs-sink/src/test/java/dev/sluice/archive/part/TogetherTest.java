package dev.sluice.archive.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TogetherTest {
    @Test
    void resultsComeInTheOrderOfTheSteps() throws IOException {
        try (Together together = Together.of(4)) {
            List<Together.Step<Integer>> steps = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                int number = i;
                steps.add(() -> number);
            }
            assertThat(together.all(steps)).isSorted().hasSize(100).isEqualTo(Together.ONE_BY_ONE.all(steps));
        }
    }

    /** Each waits for the other: one after the other they would never end. */
    @Test
    void stepsAreDoneAtTheSameTime() throws IOException {
        CyclicBarrier barrier = new CyclicBarrier(2);
        Together.Step<Boolean> step = () -> {
            try {
                barrier.await();
                return true;
            } catch (Exception e) {
                throw new IOException(e);
            }
        };
        try (Together together = Together.of(2)) {
            assertThat(together.all(List.of(step, step))).containsExactly(true, true);
        }
    }

    @Test
    void whenOneFailsNoneIsUnderWayAnyMore() {
        AtomicInteger underWay = new AtomicInteger();
        List<Together.Step<Void>> steps = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            int number = i;
            steps.add(() -> {
                underWay.incrementAndGet();
                try {
                    if (number % 50 == 7) {
                        throw new IOException("step " + number);
                    }
                    return null;
                } finally {
                    underWay.decrementAndGet();
                }
            });
        }
        try (Together together = Together.of(4)) {
            assertThatThrownBy(() -> together.all(steps))
                    .isInstanceOf(IOException.class)
                    .hasMessageMatching("step (7|57|107|157)");
            assertThat(underWay).hasValue(0);
        }
    }
}
