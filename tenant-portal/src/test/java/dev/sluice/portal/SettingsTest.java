package dev.sluice.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    @TempDir
    Path directory;

    @Test
    void whatMustBeGivenIsEnough() {
        Settings settings = Settings.of(required(), Map.of());
        assertThat(settings.http().listen().getPort()).isEqualTo(8085);
        assertThat(settings.http().listen().getAddress().isLoopbackAddress()).isTrue();
        assertThat(settings.http().fileBytes()).isEqualTo(2L << 30);
        assertThat(settings.cassandra().contactPoints()).hasSize(2);
        assertThat(settings.cassandra().contactPoints().get(1).getPort()).isEqualTo(9042);
        assertThat(settings.cassandra().keyspace()).isEqualTo("sluice");
        assertThat(settings.withMarkers()).isFalse();
    }

    @Test
    void everyKeyCanBeSetByTheEnvironmentWhichGoesBeforeTheFile() throws Exception {
        Path secret = Files.writeString(directory.resolve("secret"), "s3cret\n");
        Map<String, String> environment = new HashMap<>();
        Map<String, String> values = Map.of(
                "portal.listen", "0.0.0.0:443",
                "portal.tls.keystore", "/k.p12",
                "portal.tls.password.file", secret.toString(),
                "portal.behind.proxy", "true",
                "portal.max.file.bytes", "7",
                "cassandra.user", "portal",
                "cassandra.password.file", secret.toString(),
                "cassandra.tls", "true",
                "connect.url", "https://connect:1",
                "file.complete", "marker");
        values.forEach((key, value) -> environment.put(
                "SLUICE_" + key.toUpperCase(java.util.Locale.ROOT).replace('.', '_'), value));
        Map<String, String> file = required();
        file.put("portal.max.file.bytes", "8");
        Settings settings = Settings.of(file, environment);
        assertThat(settings.http().fileBytes()).isEqualTo(7);
        assertThat(settings.http().tls().orElseThrow().password()).isEqualTo("s3cret");
        assertThat(settings.http().behindProxy()).isTrue();
        assertThat(settings.cassandra().login().orElseThrow().user()).isEqualTo("portal");
        assertThat(settings.cassandra().tls()).isTrue();
        assertThat(settings.withMarkers()).isTrue();
        assertThat(settings.connect()).hasToString("https://connect:1");
        assertThat(settings.toString()).doesNotContain("s3cret");
    }

    @Test
    void allProblemsAreToldAtOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Settings.of(
                        Map.of(
                                "staging.dir", directory.resolve("nowhere").toString(),
                                "portal.listen", "nonsense",
                                "portal.max.file.bytes", "-1",
                                "portal.behind.proxy", "perhaps",
                                "cassandra.user", "x",
                                "file.complete", "done",
                                "connect.url", "ftp://x",
                                "stagin.dir", "x"),
                        Map.of()))
                .withMessageContainingAll(
                        "'stagin.dir' is not known",
                        "'tokens.file' is missing",
                        "SLUICE_TOKENS_FILE",
                        "'cassandra.contact.points' is missing",
                        "'staging.dir' (where=",
                        "'portal.listen'",
                        "'portal.max.file.bytes'",
                        "'portal.behind.proxy'",
                        "'file.complete' (where='done') must be settle or marker",
                        "'cassandra.password.file' go together",
                        "'connect.url'");
    }

    private Map<String, String> required() {
        return new HashMap<>(Map.of(
                "staging.dir",
                directory.toString(),
                "tokens.file",
                "/tokens",
                "cassandra.contact.points",
                "one:9043, two"));
    }
}
