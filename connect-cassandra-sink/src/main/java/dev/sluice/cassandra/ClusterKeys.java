package dev.sluice.cassandra;

import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import dev.sluice.cassandra.session.HostAndPort;
import dev.sluice.cassandra.session.SessionSettings;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.types.Password;

/** The keys that say how Cassandra is reached. */
final class ClusterKeys {
    static final String CONTACT_POINTS_CONFIG = "cassandra.contact.points";
    private static final String CONTACT_POINTS_DOC =
            "Nodes to reach the cluster by, as host:port; the others are found. The port may be left out: 9042. Required "
                    + "unless there is a secure connect bundle.";

    static final String LOCAL_DATACENTER_CONFIG = "cassandra.local.datacenter";
    private static final String LOCAL_DATACENTER_DOC =
            "The datacenter, by Cassandra's name for it, that requests go to and that LOCAL_ consistency levels mean. "
                    + "Required unless there is a secure connect bundle.";

    static final String USERNAME_CONFIG = "cassandra.username";
    private static final String USERNAME_DOC = "User, where the cluster asks for one.";

    static final String PASSWORD_CONFIG = "cassandra.password";
    private static final String PASSWORD_DOC = "Password of cassandra.username. Give it by a ConfigProvider.";

    static final String CLOUD_BUNDLE_CONFIG = "cassandra.secure.connect.bundle";
    private static final String CLOUD_BUNDLE_DOC =
            "Secure connect bundle of a cloud database, a path on the worker. It tells contact points, datacenter and encryption.";

    static final String CONSISTENCY_LEVEL_CONFIG = "cassandra.consistency.level";
    private static final String CONSISTENCY_LEVEL_DOC =
            "How many replicas must have a row before its offset is committed.";
    static final String CONSISTENCY_LEVEL_DEFAULT = "LOCAL_QUORUM";

    private static final String[] LEVELS = {
        "LOCAL_QUORUM", "LOCAL_ONE", "EACH_QUORUM", "QUORUM", "ONE", "TWO", "THREE", "ALL"
    };

    private ClusterKeys() {}

    static void define(ConfigDef keys) {
        new KeyGroup(keys, "Cassandra")
                .key(
                        CONTACT_POINTS_CONFIG,
                        ConfigDef.Type.LIST,
                        List.of(),
                        new Check(Check::contactPoints),
                        Importance.HIGH,
                        CONTACT_POINTS_DOC)
                .key(
                        LOCAL_DATACENTER_CONFIG,
                        ConfigDef.Type.STRING,
                        null,
                        new ConfigDef.NonEmptyString(),
                        Importance.HIGH,
                        LOCAL_DATACENTER_DOC)
                .key(USERNAME_CONFIG, ConfigDef.Type.STRING, null, null, Importance.MEDIUM, USERNAME_DOC)
                .key(PASSWORD_CONFIG, ConfigDef.Type.PASSWORD, null, null, Importance.MEDIUM, PASSWORD_DOC)
                .key(
                        CONSISTENCY_LEVEL_CONFIG,
                        ConfigDef.Type.STRING,
                        CONSISTENCY_LEVEL_DEFAULT,
                        ValidString.in(LEVELS),
                        Importance.MEDIUM,
                        CONSISTENCY_LEVEL_DOC)
                .key(CLOUD_BUNDLE_CONFIG, ConfigDef.Type.STRING, null, null, Importance.MEDIUM, CLOUD_BUNDLE_DOC);
    }

    /** @param applicationName as Cassandra shows it */
    static SessionSettings session(AbstractConfig config, String applicationName) {
        String bundle = config.getString(CLOUD_BUNDLE_CONFIG);
        return new SessionSettings(
                config.getList(CONTACT_POINTS_CONFIG).stream()
                        .map(HostAndPort::parse)
                        .toList(),
                config.getString(LOCAL_DATACENTER_CONFIG),
                config.getString(USERNAME_CONFIG),
                password(config, PASSWORD_CONFIG),
                EncryptionKeys.tls(config),
                bundle == null ? null : Path.of(bundle),
                DefaultConsistencyLevel.valueOf(config.getString(CONSISTENCY_LEVEL_CONFIG)),
                TimeKeys.request(config),
                TimeKeys.ddl(config),
                applicationName);
    }

    /** Null where it is not set. */
    static String password(AbstractConfig config, String key) {
        Password password = config.getPassword(key);
        return password == null ? null : password.value();
    }
}
