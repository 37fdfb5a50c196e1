package dev.sluice.cassandra.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CompletionQueueTest {
    private static final int PRODUCERS = 3;
    private static final int EACH = 50_000;

    private final Completions queue = Completions.queue();

    @Test
    void whatIsThereComesAtOnceAndInOrder() {
        List<Integer> run = new ArrayList<>();
        queue.add(() -> run.add(1));
        queue.add(() -> run.add(2));
        queue.poll().run();
        queue.await(1_000_000, 9).run();
        assertThat(run).containsExactly(1, 2);
        assertThat(queue.poll()).isNull();
        assertThat(queue.await(1, 9)).isNull();
    }

    @Test
    void aSingleOneIsNotHeldBackUntilThereAreMany() throws InterruptedException {
        ExecutorService other = Executors.newSingleThreadExecutor();
        int rounds = 200;
        for (int i = 0; i < rounds; i++) {
            other.execute(() -> queue.add(() -> {}));
            assertThat(queue.await(TimeUnit.MINUTES.toMillis(1), 64)).isNotNull();
        }
        other.shutdown();
        assertThat(other.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void noneIsLostAndEachThreadsComeInTheirOrder() {
        ExecutorService threads = Executors.newFixedThreadPool(PRODUCERS);
        int[] seen = new int[PRODUCERS];
        for (int producer = 0; producer < PRODUCERS; producer++) {
            int number = producer;
            threads.execute(() -> {
                for (int i = 0; i < EACH; i++) {
                    int expected = i;
                    queue.add(() -> {
                        assertThat(seen[number]).isEqualTo(expected);
                        seen[number]++;
                    });
                }
            });
        }
        for (int i = 0; i < PRODUCERS * EACH; i++) {
            queue.await(TimeUnit.MINUTES.toMillis(1), 64).run();
        }
        assertThat(seen).containsOnly(EACH);
        assertThat(queue.poll()).isNull();
        threads.shutdown();
    }

    @Test
    void anInterruptEndsTheWaitAndIsNotForgotten() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> queue.await(TimeUnit.MINUTES.toMillis(1), 64))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }
}
