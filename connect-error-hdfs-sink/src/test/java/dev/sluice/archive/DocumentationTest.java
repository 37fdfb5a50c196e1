package dev.sluice.archive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The documents that are shipped say what the code does. Write the reference page anew with {@code -Ddocs.update=true}. */
class DocumentationTest {
    /** In the plugin's folder, and in the documentation of the whole. */
    @ParameterizedTest
    @ValueSource(strings = {"src/plugin/doc/configuration.md", "../docs/config/connect-error-hdfs-sink.md"})
    void theReferencePageIsThatOfTheConfigDef(String path) throws IOException {
        Path page = Path.of(path);
        if (Boolean.getBoolean("docs.update")) {
            Files.createDirectories(page.getParent());
            Files.writeString(page, page());
        }
        assertThat(Files.readString(page)).isEqualTo(page());
    }

    @Test
    void theSampleConfigures() throws IOException {
        JsonNode sample = new ObjectMapper().readTree(Files.readString(Path.of("src/plugin/etc/error-archive.json")));
        Map<String, String> props =
                new ObjectMapper().convertValue(sample.get("config"), new TypeReference<HashMap<String, String>>() {});
        assertThat(props).containsEntry("connector.class", ErrorHdfsSinkConnector.class.getName());
        assertThat(new ErrorHdfsSinkConnector().validate(props).configValues())
                .allSatisfy(value -> assertThat(value.errorMessages()).isEmpty());
    }

    private static String page() {
        StringBuilder page = new StringBuilder("# Settings of `" + ErrorHdfsSinkConnector.class.getName() + "`\n\n")
                .append("Archives every record of an errors topic on a Hadoop file system, exactly once.\n\n")
                .append(
                        "Generated from the code. Every other key that begins with `hadoop.` goes to Hadoop without that prefix.\n");
        String group = "";
        for (ConfigDef.ConfigKey key : Settings.CONFIG_DEF.configKeys().values().stream()
                .sorted(Comparator.<ConfigDef.ConfigKey, Integer>comparing(
                                each -> Settings.CONFIG_DEF.groups().indexOf(each.group))
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
                    !key.hasDefault()
                            ? ", required"
                            : "".equals(key.defaultValue)
                                    ? ", not set by default"
                                    : ", default `" + key.defaultValue + "`");
            if (key.validator != null) {
                page.append(", ").append(key.validator);
            }
            page.append(", importance ")
                    .append(key.importance.name().toLowerCase(Locale.ROOT))
                    .append(".\n");
        }
        return page.toString();
    }
}
