package dev.sluice.stack.engine;

import dev.sluice.stack.process.EngineHome;
import dev.sluice.stack.process.JavaLaunch;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The same broker, which talks to nobody in clear text, knows everybody by name (SCRAM) and lets nobody do anything that no ACL
 * allows. {@link Vault#KAFKA_ADMIN} may do everything; {@link Vault#WORKER} is known.
 */
public record SecuredBroker(Broker broker, Vault vault) implements Engine {
    static final String CONTROLLER = "controller";
    private static final String LISTENER = "SASL_SSL";

    @Override
    public String name() {
        return broker.name();
    }

    @Override
    public String endpoint() {
        return broker.endpoint();
    }

    @Override
    public Map<String, String> files(EngineHome home) {
        Map<String, String> settings = new LinkedHashMap<>(broker.settings(home));
        settings.replace("listeners", settings.get("listeners").replace("PLAINTEXT:", LISTENER + ":"));
        settings.put("advertised.listeners", LISTENER + "://" + endpoint());
        settings.put("listener.security.protocol.map", LISTENER + ":SASL_SSL,CONTROLLER:SASL_SSL");
        settings.put("inter.broker.listener.name", LISTENER);
        settings.put("sasl.enabled.mechanisms", Vault.SCRAM);
        settings.put("sasl.mechanism.inter.broker.protocol", Vault.SCRAM);
        settings.put(
                "listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config",
                Vault.scramLogin(Vault.KAFKA_ADMIN, vault.password(Vault.KAFKA_ADMIN)));
        // SCRAM's users are in the log that controllers keep, so controllers know each other otherwise.
        settings.put("sasl.mechanism.controller.protocol", "PLAIN");
        settings.put("listener.name.controller.sasl.enabled.mechanisms", "PLAIN");
        String password = vault.password(CONTROLLER);
        settings.put(
                "listener.name.controller.plain.sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"" + CONTROLLER
                        + "\" password=\"" + password + "\" user_" + CONTROLLER + "=\"" + password + "\";");
        settings.put("ssl.keystore.location", vault.engineKeystore().toString());
        settings.put("ssl.keystore.password", vault.storePassword());
        settings.put("ssl.truststore.location", vault.truststore().toString());
        settings.put("ssl.truststore.password", vault.storePassword());
        settings.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        settings.put("super.users", "User:" + Vault.KAFKA_ADMIN + ";User:" + CONTROLLER);
        Map<String, String> files = new HashMap<>(broker.files(home));
        files.put("server.properties", Rendering.properties(settings));
        return files;
    }

    @Override
    public List<JavaLaunch> preparations(EngineHome home) {
        return List.of(broker.format(
                home, List.of("--add-scram", scram(Vault.KAFKA_ADMIN), "--add-scram", scram(Vault.WORKER))));
    }

    private String scram(String user) {
        return Vault.SCRAM + "=[name=" + user + ",password=" + vault.password(user) + "]";
    }

    @Override
    public JavaLaunch launch(EngineHome home) {
        return broker.launch(home);
    }

    @Override
    public void ask() throws Exception {
        broker.ask(admin());
    }

    @Override
    public void furnish() throws Exception {
        broker.furnish(admin());
    }

    private Map<String, String> admin() {
        return vault.kafkaClient(Vault.KAFKA_ADMIN, vault.password(Vault.KAFKA_ADMIN));
    }
}
