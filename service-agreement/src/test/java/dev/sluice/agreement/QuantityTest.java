package dev.sluice.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.agreement.Quantity.Kind;
import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Kubernetes writes so, and what it would take for something that nobody meant. */
class QuantityTest {
    @ParameterizedTest
    @CsvSource({
        "CPU, 250m, 0.25",
        "CPU, 1, 1",
        "CPU, 0.5, 0.5",
        "CPU, .5, 0.5",
        "CPU, 2., 2",
        "CPU, 1e2, 100",
        "CPU, 5E-1, 0.5",
        "CPU, 1m, 0.001",
        "MEMORY, 64Mi, 67108864",
        "MEMORY, 1Gi, 1073741824",
        "MEMORY, 1.5Gi, 1610612736",
        "MEMORY, 500M, 500000000",
        "MEMORY, 8000k, 8000000",
        "MEMORY, 134217728, 134217728",
        "MEMORY, 1e9, 1000000000",
        "MEMORY, 1Ti, 1099511627776"
    })
    void whatItIsWorth(Kind kind, String text, BigDecimal value) {
        assertThat(kind.parse(text).value()).isEqualByComparingTo(value);
        assertThat(kind.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource({
        "CPU, 1Gi, counted in cores",
        "CPU, 1k, counted in cores",
        "CPU, 1M, counted in cores",
        "CPU, 0, not between",
        "CPU, 2000, not between",
        "CPU, 0.5m, not between",
        "CPU, 1.5m, finer than",
        "CPU, 0.0015, finer than",
        "CPU, -1, not a Kubernetes quantity",
        "CPU, half, not a Kubernetes quantity",
        "CPU, '', not a Kubernetes quantity",
        "CPU, 1 m, not a Kubernetes quantity",
        "CPU, 1e999, not a Kubernetes quantity",
        "MEMORY, 128m, counted in bytes",
        "MEMORY, 64, not between",
        "MEMORY, 64MB, not a Kubernetes quantity",
        "MEMORY, 64mi, not a Kubernetes quantity",
        "MEMORY, 64 Mi, not a Kubernetes quantity",
        "MEMORY, 1Ei, counted in bytes",
        "MEMORY, 4000Ti, not between"
    })
    void whatIsRefused(Kind kind, String text, String why) {
        assertThatThrownBy(() -> kind.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }
}
