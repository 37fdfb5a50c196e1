package dev.sluice.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code docs/service-agreement.schema.json} says what the reader does. */
class SchemaDocumentTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SEEDS = 5_000;

    private static final List<String> CLIENTS =
            List.of("\"client_a\"", "\"a\"", "\"A\"", "\"1a\"", "\"\"", "1", "null");
    private static final List<String> SCHEDULES = List.of(
            "\"0 * * * *\"", "\"*/5 1-3 * * 1,2\"", "\"continuous\"", "\"\"", "\"@hourly\"", "\"0 * *\"", "7", "{}");
    private static final List<String> NUMBERS = List.of(
            "7", "\"7\"", "0.5", "\" 3 \"", "\"1e3\"", "0", "-1", "\"a week\"", "\"7 days\"", "true", "1e12", "[]");
    private static final List<String> KEYSPACES = List.of(
            "[\"k\"]",
            "[\"${tenant}_*\", \"x\"]",
            "[]",
            "\"k\"",
            "[1]",
            "[\"a,b\"]",
            "[\"${client}\"]",
            "[\"\"]",
            "{}");
    private static final List<String> FLAGS = List.of("true", "false", "\"true\"", "1", "null");
    private static final List<String> PUBLIC_KEYS = List.of(
            "\"-----BEGIN PGP PUBLIC KEY BLOCK-----\\n\\nxsBN\"",
            "\"-----BEGIN PGP PRIVATE KEY BLOCK-----\"",
            "\"\"",
            "[]",
            "true");
    private static final List<String> QUANTITIES = List.of(
            "\"250m\"",
            "\"1\"",
            "\"64Mi\"",
            "\"1Gi\"",
            "\"500M\"",
            "2",
            "0.5",
            "\"64MB\"",
            "\"one\"",
            "\"\"",
            "null",
            "-1",
            "134217728");

    private JsonSchema schema;

    @BeforeEach
    void read() throws IOException {
        schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(Files.readString(
                        Path.of(System.getProperty("sluice.root")).resolve("docs/service-agreement.schema.json")));
    }

    @Test
    void everyKeyIsDescribed() {
        Set<String> keys = new TreeSet<>();
        schema.getSchemaNode().at("/properties").fieldNames().forEachRemaining(keys::add);
        assertThat(keys)
                .containsExactly(
                        "client",
                        "data_retention_period_days",
                        "keyspaces",
                        "max.rows.per.second",
                        "pgp.recipient.keys",
                        "pgp.signer.keys",
                        "require.encryption",
                        "resources",
                        "schedule");
        assertThat(schema.getSchemaNode().at("/properties"))
                .allSatisfy(key -> assertThat(key.path("description").asText()).isNotEmpty());
    }

    /** What the reader takes, the schema takes; what only the schema takes is one of the things that it says it cannot tell. */
    @Test
    void agreesWithTheReaderOnRandomAgreements() {
        long taken = Seeds.first(SEEDS).filter(this::agreesWithTheReader).count();
        if (System.getProperty("seed") == null) {
            assertThat(taken).as("of both kinds there are many").isBetween(SEEDS / 100L, SEEDS / 2L);
        }
    }

    /** True if both take it. */
    private boolean agreesWithTheReader(long seed) {
        ObjectNode agreement = agreement(new Random(seed));
        List<Problem> problems = AgreementReaderTest.read(agreement.toString()).problems();
        boolean bySchema = schema.validate(agreement).isEmpty();
        if (problems.isEmpty() != bySchema) {
            assertThat(bySchema)
                    .as("seed %d: %s %s", seed, agreement, schema.validate(agreement))
                    .isTrue();
            assertThat(problems)
                    .as("seed %d: %s", seed, agreement)
                    .allMatch(problem -> problem.message().contains("is above resources.limits")
                            || problem.message().contains("not between")
                            || problem.message().contains("above 0 and up to"));
        }
        return bySchema && problems.isEmpty();
    }

    private static ObjectNode agreement(Random random) {
        ObjectNode agreement = JSON.createObjectNode();
        maybe(random, 95, agreement, "client", CLIENTS.subList(0, random.nextInt(4) == 0 ? CLIENTS.size() : 2));
        maybe(random, 40, agreement, "schedule", SCHEDULES);
        maybe(random, 25, agreement, "data_retention_period_days", NUMBERS);
        maybe(random, 25, agreement, "max.rows.per.second", NUMBERS);
        maybe(random, 25, agreement, "keyspaces", KEYSPACES);
        maybe(random, 20, agreement, "require.encryption", FLAGS);
        maybe(random, 10, agreement, "pgp.recipient.keys", PUBLIC_KEYS);
        maybe(random, 10, agreement, "pgp.signer.keys", PUBLIC_KEYS);
        maybe(random, 5, agreement, "other", NUMBERS);
        if (random.nextInt(3) == 0) {
            ObjectNode resources = agreement.putObject("resources");
            for (String side : List.of("requests", "limits")) {
                if (random.nextBoolean()) {
                    ObjectNode quantities = resources.putObject(side);
                    maybe(random, 50, quantities, "cpu", QUANTITIES);
                    maybe(random, 50, quantities, "memory", QUANTITIES);
                    maybe(random, 5, quantities, "disk", QUANTITIES);
                }
            }
        }
        return agreement;
    }

    private static void maybe(Random random, int percent, ObjectNode node, String key, List<String> values) {
        if (random.nextInt(100) < percent) {
            try {
                node.set(key, JSON.readTree(values.get(random.nextInt(values.size()))));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
