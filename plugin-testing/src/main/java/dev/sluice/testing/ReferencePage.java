package dev.sluice.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.types.Password;

/**
 * The page of a plugin's settings, made of its {@code ConfigDef}.
 *
 * @param type that operators configure
 * @param overview what it is; sentences
 * @param definition of its settings
 */
public record ReferencePage(String type, String overview, ConfigDef definition) {
    /** With {@code -Ddocs.update=true} a page is written before it is read. */
    private static final String UPDATE = "docs.update";

    /**
     * What a file has; it should be {@link #text()}.
     *
     * @param page written first, if it is to be
     */
    public String in(Path page) throws IOException {
        if (Boolean.getBoolean(UPDATE)) {
            Files.createDirectories(page.getParent());
            Files.writeString(page, text());
        }
        return Files.readString(page);
    }

    /** The page, in Markdown. */
    public String text() {
        StringBuilder page = new StringBuilder("# Settings of `")
                .append(type)
                .append("`\n\n")
                .append(overview)
                .append("\n\nGenerated from the code: change the code, not this page.\n");
        String group = "";
        for (ConfigDef.ConfigKey key : keys()) {
            if (!key.group.equals(group)) {
                group = key.group;
                page.append("\n## ").append(group).append('\n');
            }
            append(key, page);
        }
        return page.toString();
    }

    private List<ConfigDef.ConfigKey> keys() {
        return definition.configKeys().values().stream()
                .sorted(Comparator.<ConfigDef.ConfigKey, Integer>comparing(
                                key -> definition.groups().indexOf(key.group))
                        .thenComparing(key -> key.orderInGroup))
                .toList();
    }

    private static void append(ConfigDef.ConfigKey key, StringBuilder page) {
        page.append("\n### `").append(key.name).append("`\n").append(key.documentation);
        page.append("\n\nType ").append(key.type.name().toLowerCase(Locale.ROOT));
        page.append(standard(key));
        page.append(valid(key));
        page.append(", importance ")
                .append(key.importance.name().toLowerCase(Locale.ROOT))
                .append(".\n");
    }

    /** Some validators have no words for what is valid: those that are lambdas, and Kafka's own around them. */
    private static String valid(ConfigDef.ConfigKey key) {
        String words = key.validator == null || key.validator.getClass().isSynthetic() ? "" : key.validator.toString();
        return words.isBlank() ? "" : ", valid: " + words;
    }

    private static String standard(ConfigDef.ConfigKey key) {
        if (!key.hasDefault()) {
            return ", required";
        }
        Object value = key.defaultValue;
        return value == null
                        || value instanceof Password
                        || "".equals(value)
                        || List.of().equals(value)
                ? ", not set by default"
                : ", default `" + ConfigDef.convertToString(value, key.type) + "`";
    }
}
