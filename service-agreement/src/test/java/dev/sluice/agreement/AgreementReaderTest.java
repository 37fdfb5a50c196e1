package dev.sluice.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.agreement.ServiceAgreement.Reading;
import dev.sluice.contract.Tenant;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgreementReaderTest {
    static Reading read(String json) {
        return AgreementReader.read(json.getBytes(StandardCharsets.UTF_8), ZoneOffset.UTC);
    }

    private static ServiceAgreement good(String json) {
        Reading reading = read(json);
        assertThat(reading.problems()).isEmpty();
        return reading.agreement().orElseThrow();
    }

    private static List<String> keys(String json) {
        return read(json).problems().stream().map(Problem::key).toList();
    }

    private static Reading reference(String tenant) throws IOException {
        Path file = Path.of(System.getProperty("sluice.shared", "missing"))
                .resolve("data/tenants/" + tenant + "/service-agreement.json");
        assumeTrue(Files.exists(file), "reference data is missing: " + file);
        return AgreementReader.read(Files.readAllBytes(file), ZoneOffset.UTC);
    }

    @Test
    void theOriginalSystemsAgreementOfClientA() throws IOException {
        Reading reading = reference("client_a");
        assertThat(reading.problems()).isEmpty();
        ServiceAgreement agreement = reading.agreement().orElseThrow();
        assertThat(agreement.client()).contains(new Tenant("client_a"));
        assertThat(agreement.retentionDays()).hasValue(7);
        assertThat(agreement.schedule()).contains(Schedule.parse("0 * * * *", ZoneOffset.UTC));
        assertThat(agreement.isNearRealTime()).isFalse();
        assertThat(agreement.resources().requests()).hasToString("{cpu=250m, memory=64Mi}");
        assertThat(agreement.resources().limits()).hasToString("{cpu=500m, memory=128Mi}");
    }

    /** A CPU of 1Gi would be a billion cores, and Kubernetes takes it. */
    @Test
    void theOriginalSystemsAgreementOfClientBHasACpuThatIsMemory() throws IOException {
        assertThat(reference("client_b").problems()).singleElement().satisfies(problem -> {
            assertThat(problem.key()).isEqualTo("resources.limits.cpu");
            assertThat(problem.message()).contains("1Gi", "cores", "250m");
            assertThat(problem.isOfResources()).isTrue();
        });
    }

    @Test
    void encryptionWithPublicKeys() {
        String key = "-----BEGIN PGP PUBLIC KEY BLOCK-----\\n\\nxsBN\\n-----END PGP PUBLIC KEY BLOCK-----";
        EncryptionTerms encryption = good("{\"client\": \"a\", \"require.encryption\": true, \"pgp.recipient.keys\": \""
                        + key + "\", \"pgp.signer.keys\": \"" + key + "\"}")
                .encryption();
        assertThat(encryption.required()).contains(true);
        assertThat(encryption.recipientKeys()).contains(key.replace("\\n", "\n"));
        assertThat(encryption.signerKeys()).isEqualTo(encryption.recipientKeys());
        assertThat(good("{\"client\": \"a\"}").encryption())
                .isEqualTo(new EncryptionTerms(Optional.empty(), Optional.empty(), Optional.empty()));
        String secret = key.replace("PUBLIC", "PRIVATE");
        assertThat(
                        read("{\"client\": \"a\", \"require.encryption\": \"yes\", \"pgp.recipient.keys\": 7, \"pgp.signer.keys\": \""
                                        + secret + "\"}")
                                .problems())
                .extracting(Problem::key)
                .containsExactly("require.encryption", "pgp.recipient.keys", "pgp.signer.keys");
        assertThat(read("{\"client\": \"a\", \"pgp.signer.keys\": \"" + secret + "\"}")
                        .problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).doesNotContain("xsBN"));
    }

    @Test
    void whatIsNotSaidIsEmpty() {
        ServiceAgreement agreement = good("{\"client\": \"client_a\"}");
        assertThat(agreement.retentionDays()).isEmpty();
        assertThat(agreement.schedule()).isEmpty();
        assertThat(agreement.rowsPerSecond()).isEmpty();
        assertThat(agreement.keyspaces()).isEmpty();
        assertThat(agreement.resources().isEmpty()).isTrue();
        assertThat(agreement.isNearRealTime()).isTrue();
        assertThat(good("{\"client\": \"a\", \"schedule\": \"continuous\"}").isNearRealTime())
                .isTrue();
    }

    @Test
    void numbersMayBeTexts() {
        ServiceAgreement agreement = good(
                "{\"client\": \"a\", \"data_retention_period_days\": 1.5, \"max.rows.per.second\": \"2.5\", \"keyspaces\": [\"${tenant}_*\", \"k\"]}");
        assertThat(agreement.retentionDays()).hasValue(2);
        assertThat(agreement.rowsPerSecond()).hasValue(2.5);
        assertThat(agreement.keyspaces()).contains(List.of("a_*", "k"));
    }

    @Test
    void allProblemsAtOnceEachWithItsKeyAndItsCure() {
        Reading reading = read("""
                {"client": "Client A", "schedule": "every hour", "data_retention_period_days": "a week",
                 "max.rows.per.second": 0, "keyspaces": [], "shedule": "0 * * * *",
                 "resources": {"request": {}, "requests": {"cpu": "1", "memory": "64"},
                               "limits": {"cpu": "500m", "memory": "1Gb", "gpu": 1}}}""");
        assertThat(reading.problems())
                .extracting(Problem::key)
                .containsExactlyInAnyOrder(
                        "client",
                        "schedule",
                        "data_retention_period_days",
                        "max.rows.per.second",
                        "keyspaces",
                        "shedule",
                        "resources.request",
                        "resources.requests.cpu",
                        "resources.requests.memory",
                        "resources.limits.memory",
                        "resources.limits.gpu");
        assertThat(reading.problems())
                .extracting(Problem::message)
                .allSatisfy(message ->
                        assertThat(message).matches("(?s).+; .+").matches("(?s).*(Write|Use|correct|Lower|Correct).*"));
    }

    @Test
    void whatIsNoObjectIsTheOnlyProblem() {
        assertThat(keys("[]")).containsExactly("");
        assertThat(keys("{\"client\": ")).containsExactly("");
        assertThat(keys("{\"client\": \"a\"} {}")).containsExactly("");
        assertThat(keys("{\"client\": \"a\", \"client\": \"a\"}")).containsExactly("");
    }

    /** An object is not an empty text, which would mean near real time. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    schedule | {}
                    schedule | null
                    schedule | 5
                    schedule | "0 0 31 2 *"
                    schedule | "60 * * * *"
                    schedule | "0 * * * * *"
                    data_retention_period_days | true
                    data_retention_period_days | -1
                    data_retention_period_days | "7 days"
                    data_retention_period_days | 36501
                    keyspaces | "k"
                    keyspaces | [1]
                    keyspaces | ["a,b"]
                    keyspaces | ["${client}"]
                    resources | []
                    resources.limits | ["{}"]
                    """)
    void aValueOfTheWrongKind(String key, String value) {
        String json = key.equals("resources.limits")
                ? "{\"client\": \"a\", \"resources\": {\"limits\": " + value + "}}"
                : "{\"client\": \"a\", \"" + key + "\": " + value + "}";
        assertThat(keys(json)).containsExactly(key);
    }

    @Test
    void aRequestIsAtMostItsLimit() {
        assertThat(
                        keys(
                                "{\"client\": \"a\", \"resources\": {\"requests\": {\"memory\": \"1Gi\"}, \"limits\": {\"memory\": \"1G\"}}}"))
                .containsExactly("resources.requests.memory");
        assertThat(
                        keys(
                                "{\"client\": \"a\", \"resources\": {\"requests\": {\"cpu\": \"1\"}, \"limits\": {\"cpu\": \"1000m\"}}}"))
                .isEmpty();
    }
}
