package dev.sluice.stack.engine;

import dev.sluice.stack.process.EngineHome;
import dev.sluice.stack.process.JavaLaunch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Apicurio Registry, spoken to as a Confluent Schema Registry.
 *
 * <p>Its schemas are kept in a file: a registry in memory gives out other ids after a restart, and old records would decode
 * silently wrong.
 */
public record Registry(Checkout checkout, Tuning tuning, int port) implements Engine {
    public static final String NAME = "registry";
    private static final Tuning.Heap HEAP = new Tuning.Heap(160, 512);
    private static final String MAIN = "io.quarkus.runner.GeneratedMain";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String endpoint() {
        return "http://127.0.0.1:" + port + "/apis/ccompat/v7";
    }

    @Override
    public Map<String, String> files(EngineHome home) {
        return Map.of();
    }

    @Override
    public JavaLaunch launch(EngineHome home) {
        List<String> options = new ArrayList<>(tuning.jvm(HEAP));
        options.add("-Djava.util.logging.manager=org.jboss.logmanager.LogManager");
        Path database = home.data().resolve("db");
        return new JavaLaunch(
                options,
                List.of(checkout.registryJar()),
                MAIN,
                List.of(),
                Map.of(
                        "QUARKUS_HTTP_PORT",
                        Integer.toString(port),
                        "QUARKUS_HTTP_HOST",
                        "127.0.0.1",
                        "LOG_LEVEL",
                        "WARN",
                        "APICURIO_DATASOURCE_URL",
                        // Otherwise a killed Registry forgets what it acknowledged within the last second.
                        "jdbc:h2:file:" + database + ";WRITE_DELAY=0"));
    }

    @Override
    public void ask() throws Exception {
        Question.get(endpoint() + "/subjects");
    }

    /** Apicurio's own default is NONE; Confluent's, and what Sluice is written for, is BACKWARD. */
    @Override
    public void furnish() throws Exception {
        Question.putJson(endpoint() + "/config", "{\"compatibility\":\"BACKWARD\"}");
    }
}
