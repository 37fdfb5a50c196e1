package dev.sluice.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.source.define.WireSchema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreflightTest {
    @TempDir
    Path staging;

    private final Map<String, Integer> topics =
            new HashMap<>(Map.of("validated-input", 3, "import-error", 1, "table-ops", 1));
    private final Map<String, Integer> messageBytes =
            new HashMap<>(Map.of("validated-input", 1_048_588, "import-error", 1_048_588, "table-ops", 1_048_588));
    private final CountDownLatch never = new CountDownLatch(1);
    private final Set<String> objections = new HashSet<>();
    private String registryTrouble;
    private boolean hangs;
    private long millis = 60_000;
    private List<String> asked = List.of();

    private Map<String, List<String>> problems(String... more) {
        Map<String, String> props = new HashMap<>(Map.of(
                "tenant", "acme",
                "staging.dir", staging.toString(),
                "schema.registry.url", "http://a:1",
                "kafka.bootstrap.servers", "localhost:9092"));
        for (int i = 0; i < more.length; i += 2) {
            props.put(more[i], more[i + 1]);
        }
        Map<String, String> withoutServices = new HashMap<>(props);
        withoutServices.put("preflight.services", "false");
        // The connector's own checks without its services; then the services of this test.
        var config = new FileSourceConnector().validate(withoutServices);
        config.configValues().stream()
                .filter(value -> value.name().equals("preflight.services"))
                .forEach(value -> value.value(Boolean.valueOf(props.getOrDefault("preflight.services", "true"))));
        return Preflight.complete(config, props, new ServiceCheck(millis), parsed -> new Fake()).configValues().stream()
                .filter(value -> !value.errorMessages().isEmpty())
                .collect(Collectors.toMap(ConfigValue::name, ConfigValue::errorMessages));
    }

    private final class Fake implements ServiceCheck.Services {
        @Override
        public Map<String, String> registry(List<WireSchema> schemas) throws IOException {
            hang();
            if (registryTrouble != null) {
                throw new IOException(registryTrouble);
            }
            return schemas.stream()
                    .map(WireSchema::subject)
                    .filter(objections::contains)
                    .distinct()
                    .collect(Collectors.toMap(subject -> subject, subject -> "not compatible"));
        }

        @Override
        public Map<String, Integer> partitions(List<String> names) throws IOException {
            asked = names;
            hang();
            return topics;
        }

        @Override
        public Map<String, Integer> messageBytes(List<String> names) throws IOException {
            hang();
            return messageBytes;
        }

        private void hang() throws IOException {
            try {
                if (hangs) {
                    never.await();
                }
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    @Test
    void nothingIsWrong() {
        assertThat(problems()).isEmpty();
        assertThat(asked).containsExactly("validated-input", "import-error", "table-ops");
    }

    @Test
    void allProblemsAreToldAtOnce() {
        registryTrouble = "connection refused";
        topics.remove("table-ops");
        Map<String, List<String>> problems = problems("preflight.min.partitions", "5");
        assertThat(problems).containsOnlyKeys("schema.registry.url", "topic", "events.topic");
        assertThat(problems.get("schema.registry.url").get(0)).contains("http://a:1", "connection refused");
        assertThat(problems.get("topic").get(0)).contains("has 3 partitions", "preflight.min.partitions=5");
        assertThat(problems.get("events.topic").get(0)).contains("table-ops", "does not exist");
    }

    @Test
    void aRegistryThatDoesNotTakeWhatIsToBeWrittenIsTold() {
        objections.add("import-error-dev.sluice.Rejection");
        objections.add("validated-input-dev.sluice.Event");
        Map<String, List<String>> problems = problems();
        assertThat(problems).containsOnlyKeys("topic", "errors.topic");
        assertThat(problems.get("topic").get(0))
                .contains("validated-input-dev.sluice.Event", "not compatible", "BACKWARD");
        assertThat(problems("topic", "in-${tenant}")).containsOnlyKeys("errors.topic");
    }

    @Test
    void topicsThatTakeSmallerMessagesThanThereWillBeAreTold() {
        messageBytes.put("validated-input", 20_000);
        assertThat(problems().get("topic"))
                .singleElement()
                .satisfies(problem ->
                        assertThat(problem).contains("validated-input", "20000", "1000000", "max.message.bytes"));
        assertThat(problems("max.message.bytes", "20000")).isEmpty();
        assertThat(problems("max.message.bytes", "20001")).containsOnlyKeys("topic");
        assertThat(problems("producer.override.max.request.size", "20000")).isEmpty();
        assertThat(problems("max.message.bytes", "20000", "producer.override.batch.size", "20001")
                        .get("topic"))
                .singleElement()
                .satisfies(problem -> assertThat(problem).contains("producer.override.batch.size=20001", "20000"));
        assertThat(problems("producer.override.max.request.size", "2000000"))
                .containsOnlyKeys("topic", "errors.topic", "events.topic");
    }

    @Test
    void rejectionsOfTheTransformAreToFitToo() {
        String[] transform = {
            "transforms", "v", "transforms.v.type", "dev.sluice.validate.SchemaValidate$Value",
            "max.message.bytes", "20000", "transforms.v.max.message.bytes", "20000"
        };
        messageBytes.put("import-error", 20_000);
        assertThat(problems(transform)).isEmpty();
        transform[7] = "20001";
        assertThat(problems(transform)).containsOnlyKeys("errors.topic");
        messageBytes.clear();
        assertThat(problems(transform)).as("not known").isEmpty();
        assertThat(problems(
                        "transforms",
                        "v",
                        "transforms.v.type",
                        "dev.sluice.validate.SchemaValidate$Value",
                        "producer.override.max.request.size",
                        "500000"))
                .containsOnlyKeys("errors.topic");
    }

    @Test
    void topicsThatConnectCreatesMayBeMissing() {
        topics.clear();
        assertThat(problems("topic.creation.default.partitions", "3")).isEmpty();
    }

    @Test
    void topicsOfTenantsAreNotAskedAbout() {
        assertThat(problems("topic", "in-${tenant}")).isEmpty();
        assertThat(asked).containsExactly("import-error", "table-ops");
    }

    @Test
    void servicesThatDoNotAnswerAreNotWaitedForLong() {
        hangs = true;
        millis = 1;
        assertThat(problems()).containsOnlyKeys("schema.registry.url", "kafka.bootstrap.servers");
    }

    @Test
    void theyAreNotAskedIfOtherThingsAreWrongOrTheOperatorDoesNotWantIt() {
        assertThat(problems("tenant", "A!")).containsOnlyKeys("tenant");
        assertThat(problems("preflight.services", "false")).isEmpty();
        assertThat(asked).isEmpty();
    }
}
