package dev.sluice.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.ConnectorTransactionBoundaries;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What atomic imports need of Connect, and what they do not go with, is told before anything runs. */
class AtomicityCheckTest {
    @TempDir
    Path staging;

    private final FileSourceConnector connector = new FileSourceConnector();

    private Map<String, String> props(String... more) {
        Map<String, String> props = new HashMap<>(Map.of(
                "tenant", "acme",
                "staging.dir", staging.toString(),
                "schema.registry.url", "http://a:1",
                "kafka.bootstrap.servers", "localhost:9092",
                "preflight.services", "false",
                "import.atomicity", "file",
                "transaction.boundary", "connector",
                "exactly.once.support", "required"));
        for (int i = 0; i < more.length; i += 2) {
            props.put(more[i], more[i + 1]);
        }
        return props;
    }

    private Map<String, List<String>> problems(Map<String, String> props) {
        return connector.validate(props).configValues().stream()
                .filter(value -> !value.errorMessages().isEmpty())
                .collect(Collectors.toMap(ConfigValue::name, ConfigValue::errorMessages));
    }

    @Test
    void withAllThatItNeedsThereAreNoProblems() {
        assertThat(problems(props())).isEmpty();
        assertThat(problems(props("transaction.boundary", "CONNECTOR"))).isEmpty();
        assertThat(connector.canDefineTransactionBoundaries(props()))
                .isEqualTo(ConnectorTransactionBoundaries.SUPPORTED);
    }

    @Test
    void everythingThatIsMissingIsToldWithItsCure() {
        Map<String, String> props = props("errors.tolerance", "all");
        props.remove("transaction.boundary");
        props.remove("exactly.once.support");
        assertThat(problems(props).get("import.atomicity"))
                .hasSize(3)
                .anySatisfy(problem -> assertThat(problem)
                        .contains("transaction.boundary=poll")
                        .contains("Set transaction.boundary=connector"))
                .anySatisfy(problem -> assertThat(problem)
                        .contains("exactly.once.support=requested")
                        .contains("exactly.once.source.support=enabled"))
                .anySatisfy(problem -> assertThat(problem).contains("Set errors.tolerance=none"));
    }

    @Test
    void nothingOfItMattersWithoutAtomicImports() {
        assertThat(problems(props(
                        "import.atomicity", "events",
                        "transaction.boundary", "poll",
                        "exactly.once.support", "requested",
                        "errors.tolerance", "all",
                        "split.min.bytes", "1")))
                .isEmpty();
    }

    @Test
    void noFileIsBothAtomicAndSplit() {
        assertThat(problems(props("split.min.bytes", "1000", "import.atomicity.max.bytes", "1000"))
                        .get("split.min.bytes"))
                .singleElement()
                .satisfies(problem -> assertThat(problem).contains("a transaction is one task's"));
        assertThat(problems(props("split.min.bytes", "1001", "import.atomicity.max.bytes", "1000")))
                .isEmpty();
    }

    @Test
    void theBrokerIsNotToLosePatienceFirst() {
        assertThat(problems(props("import.atomicity.max.ms", "60000"))).containsOnlyKeys("import.atomicity.max.ms");
        Map<String, String> longer =
                props("import.atomicity.max.ms", "60000", "producer.override.transaction.timeout.ms", "120000");
        assertThat(problems(longer)).isEmpty();
    }

    @Test
    void badValuesAreTold() {
        assertThat(problems(props(
                        "import.atomicity", "table",
                        "import.atomicity.max.bytes", "0",
                        "import.atomicity.max.ms", "0")))
                .containsOnlyKeys("import.atomicity", "import.atomicity.max.bytes", "import.atomicity.max.ms");
    }

    /** A standalone worker checks nothing of it. */
    @Test
    void aTaskWithoutTransactionsDoesNotStart() {
        FileSourceConfig config = new FileSourceConfig(props());
        assertThatThrownBy(() -> AtomicityKeys.transaction(config, null))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("exactly.once.source.support=enabled");
        assertThat(AtomicityKeys.transaction(new FileSourceConfig(props("import.atomicity", "events")), null))
                .isNotNull();
    }
}
