package dev.sluice.stack.engine;

import dev.sluice.stack.process.EngineHome;
import dev.sluice.stack.process.JavaLaunch;
import java.util.HashMap;
import java.util.Map;

/**
 * The same Cassandra, which wants TLS, a certificate and a password of its clients, and lets roles do only what they were granted. It
 * begins with Cassandra's own super user, {@link Vault#CASSANDRA_SUPERUSER}.
 */
public record SecuredCassandra(Cassandra cassandra, Vault vault) implements Engine {
    private static final String YAML = "cassandra.yaml";

    @Override
    public String name() {
        return cassandra.name();
    }

    @Override
    public String endpoint() {
        return cassandra.endpoint();
    }

    /** What is granted holds at once; Cassandra's own two seconds spare a cluster work, and tests nothing. */
    @Override
    public Map<String, String> files(EngineHome home) {
        Map<String, String> files = new HashMap<>(cassandra.files(home));
        files.put(
                YAML,
                files.get(YAML) + """
                authenticator: PasswordAuthenticator
                authorizer: CassandraAuthorizer
                role_manager: CassandraRoleManager
                credentials_validity: 100ms
                permissions_validity: 100ms
                roles_validity: 100ms
                client_encryption_options:
                  enabled: true
                  optional: false
                  store_type: PKCS12
                  keystore: "%1$s"
                  keystore_password: "%3$s"
                  require_client_auth: true
                  truststore: "%2$s"
                  truststore_password: "%3$s"
                """.formatted(vault.engineKeystore(), vault.truststore(), vault.storePassword()));
        return files;
    }

    @Override
    public JavaLaunch launch(EngineHome home) {
        return cassandra.launch(home);
    }

    /** It listens some time before its super user is there. */
    @Override
    public void ask() throws Exception {
        Question.cqlLogin(
                cassandra.port(), vault.clientContext(), Vault.CASSANDRA_SUPERUSER, Vault.CASSANDRA_SUPERUSER);
    }
}
