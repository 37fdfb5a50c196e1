package dev.sluice.archive;

import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;

/** Where the archive is, and who writes it. */
final class PlaceSettings {
    static final String HDFS_URL_CONFIG = "hdfs.url";
    static final String HDFS_URL_DOC =
            "The file system: scheme and authority, like hdfs://namenode:8020, or hdfs://nameservice "
                    + "with hadoop.conf.dir for NameNode high availability, or file:/// for a local directory.";

    static final String ROOT_DIR_CONFIG = "root.dir";
    static final String ROOT_DIR_DEFAULT = "/sluice/errors";
    static final String ROOT_DIR_DOC =
            "The archive's directory on the file system, absolute. One root belongs to one Kafka cluster: "
                    + "topic, partition and offset name a record in it.";

    static final String HDFS_USER_CONFIG = "hdfs.user";
    static final String HDFS_USER_DEFAULT = "";
    static final String HDFS_USER_DOC =
            "Who to be on a file system with simple authentication; empty for the user that runs the worker.";

    static final String KERBEROS_PRINCIPAL_CONFIG = "hdfs.kerberos.principal";
    static final String KERBEROS_PRINCIPAL_DEFAULT = "";
    static final String KERBEROS_PRINCIPAL_DOC =
            "Kerberos principal to log in as, like sluice/host@REALM; empty for simple authentication. The login is this connector's "
                    + "own: others in the same worker are not touched. With hdfs.user, that user is impersonated.";

    static final String KERBEROS_KEYTAB_CONFIG = "hdfs.kerberos.keytab";
    static final String KERBEROS_KEYTAB_DEFAULT = "";
    static final String KERBEROS_KEYTAB_DOC = "Local path of the principal's keytab, on every worker.";

    static final String HADOOP_CONF_DIR_CONFIG = "hadoop.conf.dir";
    static final String HADOOP_CONF_DIR_DEFAULT = "";
    static final String HADOOP_CONF_DIR_DOC =
            "Local directory with core-site.xml and hdfs-site.xml, on every worker; empty for none. "
                    + "Any other key that begins with 'hadoop.' is given to Hadoop without that prefix and wins over these files, like "
                    + "hadoop.dfs.replication=3.";

    private PlaceSettings() {}

    static void define(SettingsDefinition def) {
        def.group("File system");
        def.add(
                HDFS_URL_CONFIG,
                ConfigDef.Type.STRING,
                ConfigDef.NO_DEFAULT_VALUE,
                Checks.URL,
                Importance.HIGH,
                HDFS_URL_DOC);
        def.add(ROOT_DIR_CONFIG, ConfigDef.Type.STRING, ROOT_DIR_DEFAULT, Checks.ROOT, Importance.HIGH, ROOT_DIR_DOC);
        def.add(HDFS_USER_CONFIG, ConfigDef.Type.STRING, HDFS_USER_DEFAULT, null, Importance.MEDIUM, HDFS_USER_DOC);
        def.add(
                KERBEROS_PRINCIPAL_CONFIG,
                ConfigDef.Type.STRING,
                KERBEROS_PRINCIPAL_DEFAULT,
                null,
                Importance.MEDIUM,
                KERBEROS_PRINCIPAL_DOC);
        def.add(
                KERBEROS_KEYTAB_CONFIG,
                ConfigDef.Type.STRING,
                KERBEROS_KEYTAB_DEFAULT,
                Checks.FILE,
                Importance.MEDIUM,
                KERBEROS_KEYTAB_DOC);
        def.add(
                HADOOP_CONF_DIR_CONFIG,
                ConfigDef.Type.STRING,
                HADOOP_CONF_DIR_DEFAULT,
                Checks.CONF_DIR,
                Importance.MEDIUM,
                HADOOP_CONF_DIR_DOC);
    }
}
