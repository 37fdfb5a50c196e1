package dev.sluice.source.agree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agreement.Schedule;
import dev.sluice.contract.Tenant;
import dev.sluice.source.crypt.TestKeys;
import dev.sluice.source.discover.Glob;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgreementsTest {
    private static final Tenant TENANT = new Tenant("client_a");
    private static final Terms DEFAULT = new Terms(List.of(new Glob("client_a")), Schedule.CONTINUOUS, 0, 0);

    @TempDir
    Path directory;

    private Agreements agreements;
    private long time = 1_600_000_000_000L;

    @BeforeEach
    void open() {
        agreements = new Agreements(directory, tenant -> DEFAULT, ZoneOffset.UTC);
    }

    private void write(String name, String json) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, json);
        Files.setLastModifiedTime(file, FileTime.fromMillis(time += 1000));
    }

    private List<String> problems(String json) {
        List<String> problems = new ArrayList<>();
        Optional<Terms> terms = agreements.terms(TENANT, json.getBytes(StandardCharsets.UTF_8), problems);
        assertThat(terms.isEmpty()).isEqualTo(!problems.isEmpty());
        return problems;
    }

    /** As the operators of the original system write them. */
    @Test
    void theOriginalFormat() throws IOException {
        write("client_a/service-agreement.json", """
                {"client": "client_a", "data_retention_period_days": "7", "schedule": "0 * * * *",
                 "resources": {"requests": {"memory": "64Mi", "cpu": "250m"}}}""");
        assertThat(agreements.of(TENANT))
                .contains(new Terms(DEFAULT.keyspaces(), Schedule.parse("0 * * * *", ZoneOffset.UTC), 0, 7));
    }

    @Test
    void whatIsAgreedUponAboutEncryptionHasPrecedence() throws IOException {
        TestKeys tenants = TestKeys.of(TestKeys.Kind.X25519);
        String key = tenants.publicText().replace("\r", "").replace("\n", "\\n");
        write(
                "client_a.json",
                "{\"client\": \"client_a\", \"require.encryption\": true, \"pgp.recipient.keys\": \"" + key + "\"}");
        Terms terms = agreements.of(TENANT).orElseThrow();
        assertThat(terms.encryption().required()).isTrue();
        assertThat(terms.encryption().recipients()).isPresent();
        assertThat(terms).asString().contains("require.encryption=true").doesNotContain("PGP");
        assertThat(problems(
                        "{\"client\": \"client_a\", \"pgp.signer.keys\": \"-----BEGIN PGP PUBLIC KEY BLOCK-----\"}"))
                .singleElement()
                .asString()
                .contains("pgp.signer.keys", "no armored key");
    }

    @Test
    void everyLimit() throws IOException {
        write("client_a.json", """
                {"client": "client_a", "data_retention_period_days": 3, "schedule": "continuous",
                 "max.rows.per.second": 1500.5, "keyspaces": ["k1", "${tenant}_*"]}""");
        Terms terms = agreements.of(TENANT).orElseThrow();
        assertThat(terms.rowsPerSecond()).isEqualTo(1500.5);
        assertThat(terms.retentionDays()).isEqualTo(3);
        assertThat(terms.allows("client_a_x")).isTrue();
        assertThat(terms.allows("client_a")).isFalse();
        assertThat(terms)
                .hasToString(
                        "schedule=continuous max.rows.per.second=1500.5 keyspaces=[k1, client_a_*] retention.days=3");
    }

    @Test
    void withoutAnAgreementTheConnectorsSettingsAreInForce() throws IOException {
        assertThat(agreements.of(TENANT)).contains(DEFAULT);
        write("client_a.json", "{\"client\": \"client_a\", \"max.rows.per.second\": 5}");
        assertThat(agreements.of(TENANT).orElseThrow().rowsPerSecond()).isEqualTo(5);
        Files.delete(directory.resolve("client_a.json"));
        assertThat(agreements.of(TENANT)).contains(DEFAULT);
    }

    @Test
    void itIsReadAgainWhileRunningAndABadOneLeavesTheLastGoodOneInForce() throws IOException {
        write("client_a.json", "{\"client\": \"client_a\", \"max.rows.per.second\": 5}");
        assertThat(agreements.of(TENANT).orElseThrow().rowsPerSecond()).isEqualTo(5);
        write("client_a.json", "{\"client\": \"client_a\", \"max.rows.per.second\": ");
        assertThat(agreements.of(TENANT).orElseThrow().rowsPerSecond()).isEqualTo(5);
        write("client_a/service-agreement.json", "{\"client\": \"client_a\"}");
        assertThat(agreements.of(TENANT).orElseThrow().rowsPerSecond()).isEqualTo(5);
        Files.delete(directory.resolve("client_a/service-agreement.json"));
        write("client_a.json", "{\"client\": \"client_a\", \"max.rows.per.second\": 6}");
        assertThat(agreements.of(TENANT).orElseThrow().rowsPerSecond()).isEqualTo(6);
    }

    @Test
    void aTenantWhoseOnlyAgreementIsBadIsNotServed() throws IOException {
        write("client_a.json", "[]");
        assertThat(agreements.of(TENANT)).isEmpty();
        assertThat(agreements.of(new Tenant("client_b"))).contains(DEFAULT);
        write("client_a.json", "{\"client\": \"client_a\"}");
        assertThat(agreements.of(TENANT)).contains(DEFAULT);
    }

    @Test
    void aDirectoryThatIsAwayEndsNoAgreement() throws IOException {
        write("client_a.json", "{\"client\": \"client_a\", \"max.rows.per.second\": 5}");
        assertThat(agreements.of(TENANT).orElseThrow().rowsPerSecond()).isEqualTo(5);
        Path away = directory.resolveSibling(directory.getFileName() + "-away");
        Files.move(directory, away);
        assertThat(agreements.of(TENANT).orElseThrow().rowsPerSecond()).isEqualTo(5);
        Files.move(away, directory);
        assertThat(agreements.of(TENANT).orElseThrow().rowsPerSecond()).isEqualTo(5);
    }

    /** They are of deployments: no tenant's files wait for them. */
    @Test
    void badResourcesAreNoProblemHere() {
        assertThat(problems("{\"client\": \"client_a\", \"resources\": {\"limits\": {\"cpu\": \"1Gi\"}}}"))
                .isEmpty();
    }

    @Test
    void allProblemsAreToldAtOnce() {
        assertThat(problems("""
                {"client": "client_b", "max.rows.per.secnd": 5, "max.rows.per.second": 0, "schedule": "x",
                 "data_retention_period_days": "a week", "keyspaces": []}"""))
                .hasSize(6)
                .anySatisfy(problem -> assertThat(problem).contains("max.rows.per.secnd"))
                .anySatisfy(problem -> assertThat(problem).contains("another client", "client_b"))
                .anySatisfy(problem -> assertThat(problem).contains("a week"))
                .anySatisfy(problem -> assertThat(problem).contains("schedule (where='x')"));
        assertThat(problems("{\"client\": \"client_a\", \"client\": \"client_a\"}"))
                .singleElement()
                .satisfies(problem -> assertThat(problem).contains("Duplicate"));
    }
}
