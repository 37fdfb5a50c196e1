package dev.sluice.archive;

import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Width;

/** A {@code ConfigDef} in the making; numbers the keys within their group. */
final class SettingsDefinition {
    private final ConfigDef configDef = new ConfigDef();
    private String group;
    private int order;

    /** What is added from here on belongs to this group. */
    void group(String name) {
        group = name;
    }

    void add(
            String name,
            ConfigDef.Type type,
            Object defaultValue,
            ConfigDef.Validator validator,
            Importance importance,
            String doc) {
        configDef.define(name, type, defaultValue, validator, importance, doc, group, ++order, Width.MEDIUM, name);
    }

    ConfigDef configDef() {
        return configDef;
    }
}
