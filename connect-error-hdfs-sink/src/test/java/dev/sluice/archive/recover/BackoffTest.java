package dev.sluice.archive.recover;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BackoffTest {
    @Test
    void thePauseDoublesUpToItsBound() {
        Backoff backoff = new Backoff(1_000, 30_000);
        assertThat(backoff.after(1)).isEqualTo(1_000);
        assertThat(backoff.after(2)).isEqualTo(2_000);
        assertThat(backoff.after(5)).isEqualTo(16_000);
        assertThat(backoff.after(6)).isEqualTo(30_000);
        assertThat(backoff.after(Integer.MAX_VALUE)).isEqualTo(30_000);
    }
}
