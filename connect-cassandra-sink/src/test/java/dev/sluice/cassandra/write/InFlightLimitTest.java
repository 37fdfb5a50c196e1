package dev.sluice.cassandra.write;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InFlightLimitTest {
    private final InFlightLimit limit = new InFlightLimit(90, 500);

    private void answers(int count, long latency, long now) {
        for (int i = 0; i < count; i++) {
            limit.succeeded(latency, now);
        }
    }

    @Test
    void allThatIsAllowedWhileTheServerKeepsUp() {
        answers(10_000, 500, 0);
        assertThat(limit.get()).isEqualTo(90);
        assertThat(limit.p99Millis()).isEqualTo(500);
    }

    @Test
    void oneOverloadTakesAThirdHoweverManyRequestsItFails() {
        limit.overloaded(0);
        limit.overloaded(499);
        assertThat(limit.get()).isEqualTo(60);
        limit.overloaded(500);
        assertThat(limit.get()).isEqualTo(40);
    }

    @Test
    void neverBelowAFewAndOneMoreForEachFullRound() {
        for (int i = 0; i < 50; i++) {
            limit.overloaded(i * 500L);
        }
        assertThat(limit.get()).isEqualTo(4);
        answers(4, 1, 0);
        assertThat(limit.get()).isEqualTo(5);
        answers(4, 1, 0);
        assertThat(limit.get()).isEqualTo(5);
        answers(1, 1, 0);
        assertThat(limit.get()).isEqualTo(6);
    }

    @Test
    void answersThatComeTooLateAreAnOverload() {
        answers(250, 1, 0);
        answers(6, 600, 0);
        assertThat(limit.get()).as("6 of 256 are more than one in a hundred").isEqualTo(60);
    }

    @Test
    void aSingleLateAnswerIsNot() {
        answers(255, 1, 0);
        answers(1, 10_000, 0);
        assertThat(limit.get()).isEqualTo(90);
    }
}
