package dev.sluice.tenant.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path CONFIGS =
            Path.of(System.getProperty("sluice.root")).resolve("connector-configs");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static Template template(String name) throws IOException {
        return Template.parse(Files.readAllBytes(CONFIGS.resolve("templates").resolve(name)));
    }

    private static Map<String, String> config(String agreement) throws IOException {
        return template("tenant-source.json")
                .render(Agreements.of(agreement), BERLIN)
                .config();
    }

    /** What operators post by hand and what scripts/tenant posts is the same. */
    @ParameterizedTest
    @CsvSource({
        "tenant-source.json, client-a-source.json, client_a, mysimbdp_coredms",
        "tenant-source.json, client-b-source.json, client_b, product_insights",
        "tenant-raw-source.json, two-stage/client-a-source.json, client_a, mysimbdp_coredms"
    })
    void theExamplesAreWhatTheTemplateMakes(String template, String example, String tenant, String keyspace)
            throws IOException {
        Connector connector = template(template)
                .render(
                        Agreements.of("{\"client\": \"" + tenant + "\", \"keyspaces\": [\"" + keyspace + "\"]}"),
                        BERLIN);
        JsonNode expected = JSON.readTree(CONFIGS.resolve(example).toFile());
        assertThat(JSON.readTree(connector.json())).isEqualTo(expected);
    }

    @Test
    void anAgreementBecomesSettings() throws IOException {
        assertThat(config(Agreements.BATCH))
                .containsEntry("schedule", "0 * * * *")
                .containsEntry("schedule.timezone", "Europe/Berlin")
                .containsEntry("retention.days", "7")
                .containsEntry("tasks.max", "1")
                .doesNotContainKeys("keyspaces", "max.rows.per.second");
        assertThat(config("{\"client\": \"a\", \"max.rows.per.second\": 0.5, \"keyspaces\": [\"${tenant}_*\", \"k\"]}"))
                .containsEntry("max.rows.per.second", "1")
                .containsEntry("keyspaces", "a_*,k")
                .doesNotContainKeys("schedule", "schedule.timezone", "retention.days", "require.encryption");
        String key = "-----BEGIN PGP PUBLIC KEY BLOCK-----";
        assertThat(config("{\"client\": \"a\", \"require.encryption\": true, \"pgp.recipient.keys\": \"" + key
                        + "\", \"pgp.signer.keys\": \"" + key + "\"}"))
                .containsEntry("require.encryption", "true")
                .containsEntry("pgp.recipient.keys", key)
                .containsEntry("pgp.signer.keys", key);
    }

    @ParameterizedTest
    @CsvSource({"500m, 1", "1, 1", "1001m, 2", "4, 4", "64, 16"})
    void aTaskForEachCore(String cpu, String tasks) throws IOException {
        assertThat(config("{\"client\": \"a\", \"resources\": {\"limits\": {\"cpu\": \"" + cpu + "\"}}}"))
                .containsEntry("tasks.max", tasks);
        assertThat(config("{\"client\": \"a\", \"resources\": {\"requests\": {\"cpu\": \"" + cpu + "\"}}}"))
                .containsEntry("tasks.max", tasks);
    }

    @Test
    void whatIsNoTemplateOfOneTenantIsRefused() {
        for (String json : new String[] {
            "{\"name\": \"x\", \"config\": {\"tenant\": \"${tenant}\"}}",
            "{\"name\": \"${name}\", \"config\": {\"tenants\": \"*\"}}",
            "[]",
            "x"
        }) {
            assertThatThrownBy(() -> Template.parse(json.getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(IOException.class);
        }
    }
}
