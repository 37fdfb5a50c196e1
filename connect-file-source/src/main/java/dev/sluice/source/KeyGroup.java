package dev.sluice.source;

import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigDef.Importance;
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

    KeyGroup key(String name, ConfigDef.Type type, Object absent, Importance importance, String doc) {
        return key(name, type, absent, null, importance, doc);
    }

    /** @param absent the default; {@link ConfigDef#NO_DEFAULT_VALUE} if there is none */
    KeyGroup key(
            String name, ConfigDef.Type type, Object absent, Validator validator, Importance importance, String doc) {
        order++;
        keys.define(new ConfigKey(
                name,
                type,
                absent,
                validator,
                importance,
                doc,
                group,
                order,
                Width.LONG,
                name,
                List.of(),
                Recommendations.of(name),
                false));
        return this;
    }
}
