package dev.sluice.it.secured;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import dev.sluice.stack.LocalStack;
import dev.sluice.stack.engine.Vault;
import dev.sluice.stack.junit.StackExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AclBinding;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A stack whose broker and Cassandra are secured, prepared as {@code docs/security.md} tells operators to; one per test run. Not for several
 * threads.
 */
public final class SecuredStack implements AutoCloseable {
    static final String PORTAL_ROLE = "sluice_portal";

    private static final String SECRETS = "/etc/sluice/secrets";
    private static final String STORES = "/etc/sluice/tls";
    private static final int SCRAM_ITERATIONS = 4096;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final LocalStack stack;
    private final SecurityGuide guide;
    private final Map<String, String> passwords = new HashMap<>();

    private SecuredStack(LocalStack stack, SecurityGuide guide) {
        this.stack = stack;
        this.guide = guide;
    }

    /** Gives a {@link SecuredStack} to tests that have one as a parameter. */
    public static final class Extension implements ParameterResolver {
        private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(Extension.class);

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == SecuredStack.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(NAMESPACE)
                    .computeIfAbsent(SecuredStack.class, absent -> start(), SecuredStack.class);
        }
    }

    private static SecuredStack start() {
        Set<String> without = new TreeSet<>(
                List.of(System.getProperty("sluice.stack.without", "").split(",", -1)));
        without.add("worker-1");
        try {
            SecurityGuide guide = SecurityGuide.read();
            LocalStack stack = LocalStack.builder()
                    .directory(
                            Path.of(System.getProperty(StackExtension.DIRECTORY_PROPERTY, "target/stack") + "-secured"))
                    .fromScratch()
                    .secured("broker", "cassandra")
                    .without(without.toArray(String[]::new))
                    .start();
            return new SecuredStack(stack, guide);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the stack started; no test can run.", interrupted);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public LocalStack stack() {
        return stack;
    }

    SecurityGuide guide() {
        return guide;
    }

    /** Settings of a Kafka client that logs in as somebody. */
    Map<String, Object> kafka(String principal) {
        Map<String, Object> settings = new HashMap<>(stack.vault().kafkaClient(principal, password(principal)));
        settings.put("bootstrap.servers", stack.bootstrapServers());
        return settings;
    }

    Admin admin() {
        return Admin.create(kafka(Vault.KAFKA_ADMIN));
    }

    /** Of a principal; the stack's own, or made now. */
    String password(String principal) {
        String known = stack.vault().password(principal);
        return known != null
                ? known
                : passwords.computeIfAbsent(principal, who -> UUID.randomUUID().toString());
    }

    /** Makes Kafka's users, but for those that exist, and the guide's ACLs, but for those left out. */
    void furnishKafka(List<AclBinding> without) throws InterruptedException, ExecutionException {
        List<AclBinding> acls = guide.acls();
        Set<String> principals = acls.stream()
                .map(acl -> acl.entry().principal().substring("User:".length()))
                .collect(Collectors.toSet());
        principals.remove(Vault.WORKER);
        try (Admin admin = admin()) {
            List<UserScramCredentialAlteration> users = principals.stream()
                    .<UserScramCredentialAlteration>map(user -> new UserScramCredentialUpsertion(
                            user,
                            new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, SCRAM_ITERATIONS),
                            password(user)))
                    .toList();
            admin.alterUserScramCredentials(users).all().get();
            admin.createAcls(acls.stream().filter(acl -> !without.contains(acl)).toList())
                    .all()
                    .get();
        }
    }

    /**
     * Makes the roles of sink and portal and their keyspaces, with passwords of their own and one replica; once.
     *
     * @return the session of a super user
     */
    public CqlSession furnishCassandra() {
        CqlSession session = superuser();
        boolean isDone = session.execute("SELECT role FROM system_auth.roles WHERE role = 'sluice_sink'")
                        .one()
                != null;
        for (String role : isDone ? List.<String>of() : List.of("sluice_sink", PORTAL_ROLE)) {
            for (String statement : guide.statements(role)) {
                session.execute(statement
                        .replace("…", password(role))
                        .replace("'replication_factor': 3", "'replication_factor': 1"));
            }
        }
        return session;
    }

    private CqlSession superuser() {
        return session(Vault.CASSANDRA_SUPERUSER, Vault.CASSANDRA_SUPERUSER);
    }

    /** Somebody's. */
    CqlSession session(String user, String password) {
        return CqlSession.builder()
                .addContactPoint(stack.cassandra())
                .withLocalDatacenter(stack.localDatacenter())
                .withSslContext(stack.vault().clientContext())
                .withAuthCredentials(user, password)
                .withConfigLoader(DriverConfigLoader.programmaticBuilder()
                        .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, TIMEOUT)
                        .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, TIMEOUT)
                        .build())
                .build();
    }

    /** Settings that the guide gives to a connector, with this stack's places. Writes the secrets that they name. */
    public Map<String, String> settings(String connector) throws IOException {
        secret("tls.properties", "password=" + stack.vault().storePassword());
        String jaas = stack.vault().kafkaClient(connector, password(connector)).get("sasl.jaas.config");
        List<String> lines = new ArrayList<>(List.of("jaas=" + jaas));
        if (connector.equals("cassandra-sink")) {
            lines.add("cassandra=" + password("sluice_sink"));
        }
        secret(connector + ".properties", lines.toArray(String[]::new));
        Map<String, String> settings = guide.settings(connector);
        settings.replaceAll((key, value) -> placed(value));
        return settings;
    }

    /** The portal's environment as the guide has it, with this stack's places. Writes the secret that it names. */
    Map<String, String> portalEnvironment() throws IOException {
        secret("portal-cassandra", password(PORTAL_ROLE));
        Map<String, String> environment = guide.environment("portal");
        environment.replaceAll(
                (key, value) -> placed(value).replace("…", stack.vault().storePassword()));
        return environment;
    }

    private String placed(String text) {
        return text.replace(SECRETS, stack.secretsDirectory().toString())
                .replace(STORES, stack.vault().truststore().getParent().toString());
    }

    private void secret(String file, String... lines) throws IOException {
        Files.write(stack.secretsDirectory().resolve(file), List.of(lines));
    }

    /** All passwords there are. */
    List<String> secrets() {
        return passwords.values().stream().toList();
    }

    @Override
    public void close() {
        stack.close();
    }
}
