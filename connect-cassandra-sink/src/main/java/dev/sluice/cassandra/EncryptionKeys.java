package dev.sluice.cassandra;

import dev.sluice.cassandra.session.Tls;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;

/** The keys that say how connections are encrypted. */
final class EncryptionKeys {
    static final String TLS_CONFIG = "cassandra.tls";
    private static final String TLS_DOC = "Whether connections are encrypted.";
    static final boolean TLS_DEFAULT = false;

    static final String TRUSTSTORE_CONFIG = "cassandra.tls.truststore.location";
    private static final String TRUSTSTORE_DOC =
            "Certificate authorities that nodes' certificates must come from, JKS or PKCS12; without it those of the JVM.";

    static final String TRUSTSTORE_PASSWORD_CONFIG = "cassandra.tls.truststore.password";
    private static final String TRUSTSTORE_PASSWORD_DOC = "Password of the truststore.";

    static final String KEYSTORE_CONFIG = "cassandra.tls.keystore.location";
    private static final String KEYSTORE_DOC =
            "The sink's own key and certificate, JKS or PKCS12, where nodes ask for one.";

    static final String KEYSTORE_PASSWORD_CONFIG = "cassandra.tls.keystore.password";
    private static final String KEYSTORE_PASSWORD_DOC = "Password of the keystore.";

    static final String VERIFY_HOSTNAME_CONFIG = "cassandra.tls.hostname.verification";
    private static final String VERIFY_HOSTNAME_DOC =
            "Whether a node's certificate must be for the address that was called.";
    static final boolean VERIFY_HOSTNAME_DEFAULT = true;

    private EncryptionKeys() {}

    static void define(ConfigDef keys) {
        new KeyGroup(keys, "Encryption")
                .key(TLS_CONFIG, ConfigDef.Type.BOOLEAN, TLS_DEFAULT, null, Importance.MEDIUM, TLS_DOC)
                .key(TRUSTSTORE_CONFIG, ConfigDef.Type.STRING, null, null, Importance.MEDIUM, TRUSTSTORE_DOC)
                .key(
                        TRUSTSTORE_PASSWORD_CONFIG,
                        ConfigDef.Type.PASSWORD,
                        null,
                        null,
                        Importance.MEDIUM,
                        TRUSTSTORE_PASSWORD_DOC)
                .key(KEYSTORE_CONFIG, ConfigDef.Type.STRING, null, null, Importance.LOW, KEYSTORE_DOC)
                .key(
                        KEYSTORE_PASSWORD_CONFIG,
                        ConfigDef.Type.PASSWORD,
                        null,
                        null,
                        Importance.LOW,
                        KEYSTORE_PASSWORD_DOC)
                .key(
                        VERIFY_HOSTNAME_CONFIG,
                        ConfigDef.Type.BOOLEAN,
                        VERIFY_HOSTNAME_DEFAULT,
                        null,
                        Importance.LOW,
                        VERIFY_HOSTNAME_DOC);
    }

    /** Null where connections are not encrypted. */
    static Tls tls(AbstractConfig config) {
        return config.getBoolean(TLS_CONFIG)
                ? new Tls(
                        store(config, TRUSTSTORE_CONFIG, TRUSTSTORE_PASSWORD_CONFIG),
                        store(config, KEYSTORE_CONFIG, KEYSTORE_PASSWORD_CONFIG),
                        config.getBoolean(VERIFY_HOSTNAME_CONFIG))
                : null;
    }

    private static Tls.Store store(AbstractConfig config, String location, String password) {
        String path = config.getString(location);
        return path == null ? null : new Tls.Store(path, ClusterKeys.password(config, password));
    }
}
