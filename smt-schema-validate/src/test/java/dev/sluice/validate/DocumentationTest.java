package dev.sluice.validate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.testing.ReferencePage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The documents that are shipped say what the code does. Write the reference page anew with {@code -Ddocs.update=true}. */
class DocumentationTest {
    private static final ReferencePage PAGE = new ReferencePage(
            SchemaValidate.Value.class.getName(),
            SchemaValidate.OVERVIEW_DOC + " Put `transforms.<alias>.` before each.",
            SchemaValidateConfig.CONFIG_DEF);

    /** In the plugin's folder, and in the documentation of the whole. */
    @ParameterizedTest
    @ValueSource(strings = {"src/plugin/doc/configuration.md", "../docs/config/smt-schema-validate.md"})
    void theReferencePageIsThatOfTheConfigDef(String path) throws IOException {
        assertThat(PAGE.in(Path.of(path))).isEqualTo(PAGE.text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"source-transform.json", "sink-transform.json"})
    void theSampleConfigures(String name) throws IOException {
        JsonNode sample = new ObjectMapper().readTree(Files.readString(Path.of("src/plugin/etc", name)));
        Map<String, String> settings = new HashMap<>();
        sample.properties().forEach(entry -> {
            if (entry.getKey().startsWith("transforms.validate.")) {
                settings.put(
                        entry.getKey().substring("transforms.validate.".length()),
                        entry.getValue().asText());
            }
        });
        assertThat(settings.remove("type")).isEqualTo(SchemaValidate.Value.class.getName());
        assertThat(settings.keySet()).isSubsetOf(SchemaValidateConfig.CONFIG_DEF.names());
        assertThat(sample.get("errors.retry.timeout").asText()).isEqualTo("-1");

        try (SchemaValidate<SourceRecord> transform = new SchemaValidate.Value<>()) {
            transform.configure(settings);
        }
    }
}
