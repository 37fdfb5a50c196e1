package dev.sluice.validate;

import dev.sluice.encryption.ColumnKeys;
import dev.sluice.encryption.ColumnKeysException;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;

/** The setting that says with what encrypted columns are encrypted. Holds secrets. */
final class EncryptionSettings {
    static final String KEYS_CONFIG = "encryption.keys";
    private static final String KEYS_DOC =
            "Keys of the tenants whose definitions encrypt columns: a JSON object that scripts/column-keys makes, to be given by a "
                    + "ConfigProvider, as in ${directory:/etc/sluice/secrets:column-keys.json}, never as it is. Rows whose tenant lacks "
                    + "the key that they need wait.";

    private EncryptionSettings() {}

    static ConfigDef define(ConfigDef definition) {
        return definition.define(
                KEYS_CONFIG,
                ConfigDef.Type.PASSWORD,
                null,
                EncryptionSettings::check,
                Importance.MEDIUM,
                KEYS_DOC,
                "Encrypted columns",
                1,
                Width.LONG,
                "Keys of encrypted columns");
    }

    static ColumnKeys keys(AbstractConfig config) {
        Password keys = config.getPassword(KEYS_CONFIG);
        return keys == null ? ColumnKeys.NONE : ColumnKeys.parse(keys.value());
    }

    private static void check(String name, Object value) {
        if (value != null) {
            try {
                ColumnKeys.parse(((Password) value).value());
            } catch (ColumnKeysException e) {
                throw new ConfigException(
                        name, value, "It is not in order: " + e.getMessage() + ". Make it with scripts/column-keys.");
            }
        }
    }
}
