package dev.sluice.source;

import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;

/** The connector's configuration. Each group of keys stands in a class of its own, which also reads their values. */
public final class FileSourceConfig extends AbstractConfig {
    /** All keys but the prefixed ones. */
    public static final ConfigDef CONFIG_DEF = define();

    public FileSourceConfig(Map<String, String> props) {
        super(CONFIG_DEF, props, false);
    }

    private static ConfigDef define() {
        ConfigDef keys = new ConfigDef();
        StagingKeys.define(keys);
        OperationsKeys.define(keys);
        TopicKeys.define(keys);
        ReadingKeys.define(keys);
        AtomicityKeys.define(keys);
        EncryptionKeys.define(keys);
        return keys;
    }

    /** For logs: what is ours, and nothing that could be secret. */
    public String summary() {
        return "tenants=" + (StagingKeys.tenants(this).isEmpty() ? "*" : StagingKeys.tenants(this)) + " staging.dir="
                + StagingKeys.directory(this) + " topics=" + TopicKeys.topics(this) + " limits="
                + ReadingKeys.limits(this);
    }
}
