package dev.sluice.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.junit.jupiter.api.Test;

class DocumentationTest {
    private static final Path PAGE = Path.of("..", "docs", "config", "connect-file-source.md");

    /** The reference page is made from the keys: {@code -Dupdate.docs=true} writes it. */
    @Test
    void theReferencePageIsThatOfTheKeys() throws IOException {
        String expected = FileSourceConfig.CONFIG_DEF.configKeys().values().stream()
                .sorted(Comparator.comparing((ConfigKey key) -> key.group).thenComparing(key -> key.orderInGroup))
                .map(DocumentationTest::line)
                .collect(Collectors.joining("\n", """
                        # File source: all keys

                        Generated from the code; change the code, not this page.

                        | group | key | type | default | valid | what |
                        |---|---|---|---|---|---|
                        """, "\n"));
        if (Boolean.getBoolean("update.docs")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, expected);
        }
        assertThat(PAGE).hasContent(expected);
    }

    private static String line(ConfigKey key) {
        String standard = key.hasDefault() ? ConfigDef.convertToString(key.defaultValue, key.type) : "";
        return "| " + key.group + " | `" + key.name + "` | " + key.type + " | "
                + (!key.hasDefault() ? "*required*" : standard.isEmpty() ? "" : "`" + standard + "`") + " | "
                + (key.validator == null ? "" : key.validator) + " | " + key.documentation + " |";
    }
}
