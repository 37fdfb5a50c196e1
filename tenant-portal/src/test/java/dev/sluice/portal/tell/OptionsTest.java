package dev.sluice.portal.tell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sluice.contract.Tenant;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OptionsTest {
    private static final Map<String, String> ENVIRONMENT =
            Map.of("SLUICE_CASSANDRA_CONTACT_POINTS", "one:1,two", "SLUICE_STAGING_DIR", "/staging");

    @Test
    void theEnvironmentIsEnoughAndWordsGoBeforeIt() {
        Options usual = Options.parse(List.of(), ENVIRONMENT);
        assertThat(usual.tenant()).isEmpty();
        assertThat(usual.staging()).hasValue(Path.of("/staging"));
        assertThat(usual.cassandra().contactPoints()).hasSize(2);
        assertThat(usual.cassandra().contactPoints().get(1).getPort()).isEqualTo(9042);
        assertThat(usual.cassandra().keyspace()).isEqualTo("sluice");
        assertThat(usual.once()).isFalse();
        assertThat(usual.latest()).isEqualTo(20);
        Options options = Options.parse(
                List.of("client_a", "--once", "--cassandra", "c:7", "--datacenter", "dc", "--latest", "3"),
                ENVIRONMENT);
        assertThat(options.tenant()).hasValue(new Tenant("client_a"));
        assertThat(options.once()).isTrue();
        assertThat(options.cassandra().contactPoints().get(0).getPort()).isEqualTo(7);
        assertThat(options.cassandra().datacenter()).isEqualTo("dc");
        assertThat(options.latest()).isEqualTo(3);
    }

    @Test
    void whatIsNotUnderstoodIsSaid() {
        for (List<String> words : List.of(
                List.of("--latest", "0"),
                List.of("--latest", "x"),
                List.of("--latest"),
                List.of("--nonsense", "0"),
                List.of("client_a", "client_b"),
                List.of("../x"),
                List.of("--user", "u"))) {
            assertThatIllegalArgumentException().as("%s", words).isThrownBy(() -> Options.parse(words, ENVIRONMENT));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.parse(List.of(), Map.of()))
                .withMessageContaining("--cassandra");
        assertThat(Options.parse(
                                List.of("--user", "u"),
                                Map.of("SLUICE_CASSANDRA_CONTACT_POINTS", "c", "CASSANDRA_PASSWORD", "p"))
                        .cassandra()
                        .login()
                        .orElseThrow()
                        .password())
                .isEqualTo("p");
    }
}
