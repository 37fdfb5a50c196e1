package dev.sluice.stack.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Asking until there is an answer, or no more time. */
class AwaitTest {
    @Test
    void asksAgainAfterNoAndAfterAnException() throws InterruptedException {
        AtomicInteger asked = new AtomicInteger();

        int answer = Await.atMostSeconds(5).get("the third answer", () -> switch (asked.incrementAndGet()) {
            case 1 -> Optional.empty();
            case 2 -> throw new IOException("not yet");
            default -> Optional.of(asked.get());
        });

        assertThat(answer).isEqualTo(3);
    }

    @Test
    void saysWhatItWaitedForAndWhyInVain() {
        assertThatThrownBy(() -> Await.atMost(Duration.ofMillis(1)).until("an answer", () -> {
                    throw new IOException("refused");
                }))
                .isInstanceOf(Await.TimedOut.class)
                .hasMessageContainingAll("for='an answer'", "refused");
    }

    @Test
    void stopsAtOnceWhenAskingIsUseless() {
        assertThatThrownBy(() -> Await.atMostSeconds(60).until("an answer", () -> {
                    throw new Await.GaveUp("it died");
                }))
                .isInstanceOf(Await.GaveUp.class)
                .hasMessage("it died");
    }
}
