package dev.sluice.cassandra;

import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigDef.Width;

/** Defines keys of one group, in the order in which user interfaces show them. */
final class KeyGroup {
    private final ConfigDef keys;
    private final String group;
    private int order;

    KeyGroup(ConfigDef keys, String group) {
        this.keys = keys;
        this.group = group;
    }

    /** A number within bounds, of low importance: its default is right for most. */
    KeyGroup number(String name, int absent, int min, int max, String doc) {
        return key(name, ConfigDef.Type.INT, absent, Range.between(min, max), Importance.LOW, doc);
    }

    /**
     * Any key.
     *
     * @param absent the default; null if it need not be set
     */
    KeyGroup key(
            String name, ConfigDef.Type type, Object absent, Validator validator, Importance importance, String doc) {
        keys.define(name, type, absent, validator, importance, doc, group, order++, Width.MEDIUM, name);
        return this;
    }
}
