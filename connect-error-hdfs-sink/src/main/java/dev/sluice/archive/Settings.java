package dev.sluice.archive;

import org.apache.kafka.common.config.ConfigDef;

/** The connector's settings, by group. {@code docs/config/connect-error-hdfs-sink.md} is made of it. */
final class Settings {
    static final ConfigDef CONFIG_DEF = define();

    private Settings() {}

    private static ConfigDef define() {
        SettingsDefinition def = new SettingsDefinition();
        PlaceSettings.define(def);
        FileSettings.define(def);
        TenantSettings.define(def);
        RotationSettings.define(def);
        UpkeepSettings.define(def);
        return def.configDef();
    }
}
