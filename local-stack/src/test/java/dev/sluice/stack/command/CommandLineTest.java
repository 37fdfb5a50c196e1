package dev.sluice.stack.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.stack.engine.Checkout;
import dev.sluice.stack.engine.Tuning;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The words behind scripts/stack. */
class CommandLineTest {
    @Test
    void understandsVerbAndOptionsInAnyOrder() {
        assertThat(CommandLine.of(List.of("--dir", "/tmp/x", "up", "--throughput")))
                .contains(new CommandLine(CommandLine.Verb.UP, Path.of("/tmp/x"), Tuning.THROUGHPUT));
    }

    @Test
    void usesTheCheckoutIfNoDirectoryIsGiven() {
        assertThat(CommandLine.of(List.of("status")).orElseThrow().directory())
                .isEqualTo(Checkout.find().root().resolve(".stack").resolve("local"));
    }

    @Test
    void doesNotGuessWhatItDoesNotKnow() {
        assertThat(CommandLine.of(List.of())).isEmpty();
        assertThat(CommandLine.of(List.of("start"))).isEmpty();
        assertThat(CommandLine.of(List.of("up", "--dir"))).isEmpty();
    }
}
