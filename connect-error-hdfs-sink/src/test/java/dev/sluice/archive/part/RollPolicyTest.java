package dev.sluice.archive.part;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.archive.part.RollPolicy.Measures;
import dev.sluice.archive.part.RollPolicy.Reason;
import org.junit.jupiter.api.Test;

class RollPolicyTest {
    private static final RollPolicy POLICY = new RollPolicy(10, 5, 1_000, 60_000, 5_000);

    @Test
    void nothingIsDueBelowEveryBound() {
        assertThat(POLICY.due(new Measures(9, 1, 999, 0, 55_000), 59_999)).isEmpty();
    }

    @Test
    void eachBoundMakesThePartDue() {
        assertThat(POLICY.due(new Measures(10, 1, 0, 0, 0), 0)).contains(Reason.RECORDS);
        assertThat(POLICY.due(new Measures(1, 5, 0, 0, 0), 0)).contains(Reason.FILES);
        assertThat(POLICY.due(new Measures(1, 1, 1_000, 0, 0), 0)).contains(Reason.BYTES);
        assertThat(POLICY.due(new Measures(1, 1, 0, 0, 59_999), 60_000)).contains(Reason.AGE);
        assertThat(POLICY.due(new Measures(1, 1, 0, 0, 0), 5_000)).contains(Reason.IDLE);
    }

    @Test
    void theDeadlineIsWhenAgeOrIdlenessComes() {
        assertThat(POLICY.deadline(new Measures(1, 1, 0, 100, 2_000))).isEqualTo(7_000);
        assertThat(POLICY.deadline(new Measures(1, 1, 0, 100, 59_000))).isEqualTo(60_100);
        Measures part = new Measures(1, 1, 0, 100, 2_000);
        assertThat(POLICY.due(part, POLICY.deadline(part) - 1)).isEmpty();
        assertThat(POLICY.due(part, POLICY.deadline(part))).isPresent();
    }
}
