package dev.sluice.portal.admit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.portal.MovableClock;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    private final MovableClock clock = new MovableClock();
    private final RateLimit limit = new RateLimit(5, Duration.ofSeconds(10), clock);

    @Test
    void soManyAtOnceThenSoManyInATimeEachCallerForItself() {
        for (int i = 0; i < 5; i++) {
            assertThat(limit.take("a")).isEmpty();
        }
        assertThat(limit.take("a")).contains(Duration.ofSeconds(2));
        assertThat(limit.take("b")).isEmpty();
        clock.advance(Duration.ofSeconds(2));
        assertThat(limit.look("a")).isEmpty();
        assertThat(limit.take("a")).isEmpty();
        assertThat(limit.take("a")).isPresent();
    }

    @Test
    void overAnyTimeNoMoreThanTheBurstAndTheRate() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("seed=" + seed);
        Random random = new Random(seed);
        int taken = 0;
        long millis = 0;
        for (int i = 0; i < 20_000; i++) {
            long step = random.nextInt(700);
            clock.advance(Duration.ofMillis(step));
            millis += step;
            taken += limit.take("a").isEmpty() ? 1 : 0;
            assertThat((double) taken).isLessThanOrEqualTo(5 + millis / 2000.0 + 1e-6);
        }
        assertThat((double) taken).isGreaterThan(millis / 2000.0 * 0.95);
    }

    @Test
    void aFloodOfStrangersMakesNobodyForgottenWhoKeepsAsking() {
        RateLimit one = new RateLimit(1, Duration.ofDays(1), clock);
        assertThat(one.take("hostile")).isEmpty();
        for (int i = 0; i < 30_000; i++) {
            one.take("stranger" + i);
            if (i % 1_000 == 0) {
                assertThat(one.take("hostile")).isPresent();
            }
        }
    }

    @Test
    void placesAreGivenBack() {
        AtOnce atOnce = new AtOnce(2);
        AtOnce.Place first = atOnce.enter("a").orElseThrow();
        assertThat(atOnce.enter("a")).isPresent();
        assertThat(atOnce.enter("a")).isEmpty();
        assertThat(atOnce.enter("b")).isPresent();
        first.close();
        assertThat(atOnce.enter("a")).isPresent();
    }
}
