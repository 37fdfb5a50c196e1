package dev.sluice.validate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The documents that are shipped say what the code does. Write the reference page anew with {@code -Ddocs.update=true}. */
class DocumentationTest {
    /** In the plugin's folder, and in the documentation of the whole. */
    @ParameterizedTest
    @ValueSource(strings = {"src/plugin/doc/configuration.md", "../docs/config/smt-schema-validate.md"})
    void theReferencePageIsThatOfTheConfigDef(String path) throws IOException {
        Path page = Path.of(path);
        if (Boolean.getBoolean("docs.update")) {
            Files.createDirectories(page.getParent());
            Files.writeString(page, page());
        }
        assertThat(Files.readString(page)).isEqualTo(page());
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

    private static String page() {
        StringBuilder page = new StringBuilder("# Settings of `dev.sluice.validate.SchemaValidate$Value`\n\n")
                .append(SchemaValidate.OVERVIEW_DOC)
                .append("\n\n")
                .append("Generated from the code; put `transforms.<alias>.` before each.\n");
        String group = "";
        for (ConfigDef.ConfigKey key : SchemaValidateConfig.CONFIG_DEF.configKeys().values().stream()
                .sorted(Comparator.<ConfigDef.ConfigKey, Integer>comparing(
                                each -> SchemaValidateConfig.CONFIG_DEF.groups().indexOf(each.group))
                        .thenComparing(each -> each.orderInGroup))
                .toList()) {
            if (!key.group.equals(group)) {
                group = key.group;
                page.append("\n## ").append(group).append('\n');
            }
            page.append("\n### `")
                    .append(key.name)
                    .append("`\n")
                    .append(key.documentation)
                    .append("\n\n");
            page.append("Type ").append(key.type.name().toLowerCase(Locale.ROOT));
            page.append(
                    key.hasDefault()
                            ? key.defaultValue == null || List.of().equals(key.defaultValue)
                                    ? ", not set by default"
                                    : ", default `" + key.defaultValue + "`"
                            : ", required");
            page.append(", importance ")
                    .append(key.importance.name().toLowerCase(Locale.ROOT))
                    .append(".\n");
        }
        return page.toString();
    }
}
