package dev.sluice.it.archive;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivilegedExceptionAction;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.minikdc.MiniKdc;
import org.apache.hadoop.security.UserGroupInformation;

/** A real key distribution centre in this JVM, with principals for HDFS and its users, and what HDFS must be told to demand tickets. */
final class Kerberos implements AutoCloseable {
    private final MiniKdc kdc;
    private final Path directory;
    private final String before = System.getProperty(MiniKdc.JAVA_SECURITY_KRB5_CONF);

    Kerberos(Path directory) throws Exception {
        this.directory = Files.createDirectories(directory).toAbsolutePath();
        this.kdc = new MiniKdc(MiniKdc.createConf(), this.directory.toFile());
        kdc.start();
        kdc.createPrincipal(keytab("hdfs").toFile(), "hdfs/localhost", "HTTP/localhost");
        kdc.createPrincipal(keytab("sluice").toFile(), "sluice/worker");
        kdc.createPrincipal(keytab("stranger").toFile(), "stranger");
    }

    String principal(String name) {
        return name + "@" + kdc.getRealm();
    }

    Path keytab(String name) {
        return directory.resolve(name + ".keytab");
    }

    /**
     * JVM option with which a process finds the key distribution centre.
     *
     * @param ticketLifetime that its logins ask for, as krb5.conf has it, like {@code 60s}
     */
    String jvmOption(String ticketLifetime) throws IOException {
        Path file = directory.resolve("krb5-" + ticketLifetime + ".conf");
        String text = Files.readString(kdc.getKrb5conf().toPath());
        Files.writeString(
                file, text.replace("[libdefaults]", "[libdefaults]\n    ticket_lifetime = " + ticketLifetime));
        return "-D" + MiniKdc.JAVA_SECURITY_KRB5_CONF + "=" + file;
    }

    /** Hadoop's own keys: tickets for every call, and blocks encrypted on their way. */
    Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        settings.put("hadoop.security.authentication", "kerberos");
        settings.put("hadoop.rpc.protection", "privacy");
        settings.put("dfs.block.access.token.enable", "true");
        settings.put("dfs.data.transfer.protection", "privacy");
        // Otherwise its web server would need certificates.
        settings.put("ignore.secure.ports.for.testing", "true");
        for (String node : new String[] {"namenode", "datanode"}) {
            settings.put("dfs." + node + ".kerberos.principal", principal("hdfs/localhost"));
            settings.put("dfs." + node + ".keytab.file", keytab("hdfs").toString());
        }
        settings.put("dfs.web.authentication.kerberos.principal", principal("HTTP/localhost"));
        settings.put("dfs.web.authentication.kerberos.keytab", keytab("hdfs").toString());
        return settings;
    }

    /** Connects as HDFS's superuser. */
    FileSystem asSuperuser(String uri) throws Exception {
        Configuration configuration = new Configuration();
        settings().forEach(configuration::set);
        // Of this JVM, but undone below: who demands no tickets gets along without them.
        UserGroupInformation.setConfiguration(configuration);
        return UserGroupInformation.loginUserFromKeytabAndReturnUGI(
                        principal("hdfs/localhost"), keytab("hdfs").toString())
                .doAs((PrivilegedExceptionAction<FileSystem>)
                        () -> FileSystem.newInstance(URI.create(uri), configuration));
    }

    @Override
    public void close() {
        kdc.stop();
        UserGroupInformation.setConfiguration(new Configuration());
        if (before == null) {
            System.clearProperty(MiniKdc.JAVA_SECURITY_KRB5_CONF);
        } else {
            System.setProperty(MiniKdc.JAVA_SECURITY_KRB5_CONF, before);
        }
    }
}
