package dev.sluice.stack.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.stack.process.EngineHome;
import java.io.StringReader;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultTest {
    @TempDir
    static Path root;

    private static Vault vault;

    @BeforeAll
    static void make() {
        vault = Vault.open(root.resolve("vault"));
    }

    @Test
    void isKeptAndIsForItsOwnerOnly() throws Exception {
        Vault again = Vault.open(root.resolve("vault"));

        assertThat(again.storePassword()).isEqualTo(vault.storePassword()).hasSize(32);
        assertThat(again.password(Vault.WORKER))
                .isEqualTo(vault.password(Vault.WORKER))
                .isNotEqualTo(vault.password(Vault.KAFKA_ADMIN));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve("vault"))))
                .isEqualTo("rwx------");
        assertThat(root.resolve("vault/all.p12")).doesNotExist();
    }

    @Test
    void anEngineOfThisMachineIsTrustedByNameAndOthersAreNot() throws Exception {
        try (SSLServerSocket server = server()) {
            assertThat(greeting(server, vault.clientContext())).isEqualTo('!');
            Vault stranger = Vault.open(root.resolve("stranger"));
            assertThatThrownBy(() -> greeting(server, stranger.clientContext())).isInstanceOf(SSLException.class);
        }
    }

    private static SSLServerSocket server() throws Exception {
        char[] password = vault.storePassword().toCharArray();
        KeyStore store = KeyStore.getInstance(vault.engineKeystore().toFile(), password);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(KeyStore.getInstance(vault.truststore().toFile(), password));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        SSLServerSocket server = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress());
        server.setNeedClientAuth(true);
        return server;
    }

    private static int greeting(SSLServerSocket server, SSLContext client) throws Exception {
        CompletableFuture<Void> served = CompletableFuture.runAsync(() -> {
            try (SSLSocket socket = (SSLSocket) server.accept()) {
                socket.getOutputStream().write('!');
            } catch (java.io.IOException refused) {
                // The client says why.
            }
        });
        try (SSLSocket socket =
                (SSLSocket) client.getSocketFactory().createSocket("127.0.0.1", server.getLocalPort())) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            return socket.getInputStream().read();
        } finally {
            served.join();
        }
    }

    @Test
    void theSecuredBrokerHasNoListenerInClearTextAndAllowsNothingByItself() throws Exception {
        Broker broker = new Broker(new Checkout(root), Tuning.START, 20_001, 20_002, Map.of());
        Properties settings = new Properties();
        settings.load(new StringReader(new SecuredBroker(broker, vault)
                .files(new EngineHome(root.resolve("broker")))
                .get("server.properties")));

        assertThat(settings)
                .containsEntry("listeners", "SASL_SSL://127.0.0.1:20001,CONTROLLER://127.0.0.1:20002")
                .containsEntry("advertised.listeners", "SASL_SSL://127.0.0.1:20001")
                .containsEntry("listener.security.protocol.map", "SASL_SSL:SASL_SSL,CONTROLLER:SASL_SSL")
                .containsEntry("super.users", "User:admin;User:controller")
                .doesNotContainKey("allow.everyone.if.no.acl.found")
                .containsEntry("transaction.state.log.min.isr", "1");
    }

    @Test
    void connectorsOfASecuredWorkerAreNobodyUnlessTheySayWhoTheyAre() {
        Map<String, String> settings = vault.workerSettings();

        assertThat(settings.get("sasl.jaas.config")).contains("username=\"connect\"");
        assertThat(settings)
                .containsEntry("producer.security.protocol", "SASL_SSL")
                .containsEntry("admin.sasl.mechanism", "SCRAM-SHA-512")
                .containsEntry(
                        "consumer.ssl.truststore.location", vault.truststore().toString());
        assertThat(settings.keySet())
                .filteredOn(key -> key.endsWith("sasl.jaas.config"))
                .hasSize(1);
    }

    @Test
    void theSecuredCassandraWantsTlsAndPasswords() {
        Cassandra cassandra = new Cassandra(new Checkout(root), Tuning.START, 20_003, 20_004);
        String yaml = new SecuredCassandra(cassandra, vault)
                .files(new EngineHome(root.resolve("cassandra")))
                .get("cassandra.yaml");

        assertThat(yaml)
                .contains("native_transport_port: 20003", "\nauthenticator: PasswordAuthenticator\n")
                .contains(
                        "\nauthorizer: CassandraAuthorizer\n", "  optional: false\n", "  require_client_auth: true\n");
    }
}
