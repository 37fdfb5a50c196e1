package dev.sluice.stack.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Keys, certificates and passwords of a stack whose engines ask for them: an own certificate authority, a certificate for all engines
 * of 127.0.0.1, one for clients, and the passwords of the stack's own users. Made by the first start in a directory, kept for
 * later ones. Immutable.
 */
public final class Vault {
    /** Kafka's super user. */
    public static final String KAFKA_ADMIN = "admin";
    /** Who the Connect workers are; may do nothing until it is allowed to. */
    public static final String WORKER = "connect";
    /** Cassandra's first super user, and its password. */
    public static final String CASSANDRA_SUPERUSER = "cassandra";

    static final String SCRAM = "SCRAM-SHA-512";
    private static final String STORE = "PKCS12";
    private static final String STORES = "stores";
    private static final int PASSWORD_BYTES = 16;

    private final Path directory;
    private final Properties passwords;

    private Vault(Path directory, Properties passwords) {
        this.directory = directory;
        this.passwords = passwords;
    }

    /** The vault in a directory, made if there is none; takes a few seconds then. */
    public static Vault open(Path directory) {
        Path file = directory.resolve("passwords.properties");
        Properties passwords = new Properties();
        try {
            if (Files.exists(file)) {
                try (InputStream in = Files.newInputStream(file)) {
                    passwords.load(in);
                }
                return new Vault(directory, passwords);
            }
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            byte[] random = new byte[PASSWORD_BYTES];
            SecureRandom source = new SecureRandom();
            for (String who : new String[] {STORES, KAFKA_ADMIN, WORKER, SecuredBroker.CONTROLLER}) {
                source.nextBytes(random);
                passwords.setProperty(who, HexFormat.of().formatHex(random));
            }
            Vault vault = new Vault(directory, passwords);
            vault.makeStores();
            // Last: without it, the next start begins anew.
            try (OutputStream out = Files.newOutputStream(file)) {
                passwords.store(out, null);
            }
            return vault;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (GeneralSecurityException failed) {
            throw new IllegalStateException("Certificates cannot be made (where='" + directory + "').", failed);
        }
    }

    private void makeStores() throws IOException, GeneralSecurityException {
        new Keytool(directory, password(STORES)).makeAll(engineKeystore(), clientKeystore(), truststore());
    }

    /** The certificate authority. */
    public Path truststore() {
        return directory.resolve("truststore.p12");
    }

    /** The engines' key and certificate. */
    Path engineKeystore() {
        return directory.resolve("engine.p12");
    }

    /** A client's key and certificate, where engines ask for one. */
    public Path clientKeystore() {
        return directory.resolve("client.p12");
    }

    /** Of all stores. */
    public String storePassword() {
        return password(STORES);
    }

    /** Of a user of the stack's own. */
    public String password(String user) {
        return passwords.getProperty(user);
    }

    /** Settings of a Kafka client that logs in as somebody; without the brokers' addresses. */
    public Map<String, String> kafkaClient(String user, String password) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("security.protocol", "SASL_SSL");
        settings.put("sasl.mechanism", SCRAM);
        settings.put("sasl.jaas.config", scramLogin(user, password));
        settings.put("ssl.truststore.location", truststore().toString());
        settings.put("ssl.truststore.password", storePassword());
        return settings;
    }

    /**
     * How workers log in. Their connectors' clients are told the way, but not who they are: a connector that does not bring a name of
     * its own gets nowhere.
     */
    public Map<String, String> workerSettings() {
        Map<String, String> login = kafkaClient(WORKER, password(WORKER));
        Map<String, String> settings = new LinkedHashMap<>(login);
        login.remove("sasl.jaas.config");
        for (String client : new String[] {"producer.", "consumer.", "admin."}) {
            login.forEach((name, value) -> settings.put(client + name, value));
        }
        return settings;
    }

    static String scramLogin(String user, String password) {
        return "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + user + "\" password=\""
                + password + "\";";
    }

    /** What a client in this JVM needs to trust the engines, and to be trusted by them. */
    public SSLContext clientContext() {
        try {
            char[] password = storePassword().toCharArray();
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(load(clientKeystore()), password);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(load(truststore()));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (GeneralSecurityException failed) {
            throw new IllegalStateException("Certificates cannot be used (where='" + directory + "').", failed);
        }
    }

    private KeyStore load(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(STORE);
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, storePassword().toCharArray());
        }
        return store;
    }
}
