package dev.sluice.stack.engine;

import dev.sluice.stack.process.EngineHome;
import dev.sluice.stack.process.JavaLaunch;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The tenants' portal, beside Connect: its one jar, told by its environment where everything is.
 *
 * @param cassandra contact point
 * @param connectUrl any worker
 * @param more variables besides those that say where everything is
 */
public record Portal(
        Checkout checkout,
        Tuning tuning,
        int port,
        Path staging,
        String cassandra,
        String connectUrl,
        Map<String, String> more)
        implements Engine {
    public static final String NAME = "portal";
    private static final Tuning.Heap HEAP = new Tuning.Heap(192, 512);
    private static final String MAIN = "dev.sluice.portal.Main";

    public Portal {
        more = Map.copyOf(more);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String endpoint() {
        return "http://127.0.0.1:" + port;
    }

    @Override
    public Map<String, String> files(EngineHome home) {
        return Map.of();
    }

    @Override
    public JavaLaunch launch(EngineHome home) {
        Map<String, String> environment = new HashMap<>(more);
        environment.put("SLUICE_PORTAL_LISTEN", "127.0.0.1:" + port);
        environment.put("SLUICE_TOKENS_FILE", tokens(home));
        environment.put("SLUICE_STAGING_DIR", staging.toString());
        environment.put("SLUICE_CASSANDRA_CONTACT_POINTS", cassandra);
        environment.put("SLUICE_CASSANDRA_LOCAL_DATACENTER", Cassandra.DATACENTER);
        environment.put("SLUICE_CONNECT_URL", connectUrl);
        return program(List.of("serve"), environment);
    }

    /** The operators' command that makes a token, adds its hash to the file, and prints the token. */
    public JavaLaunch tokenCommand(EngineHome home, String name) {
        return program(List.of("token", tokens(home), name), Map.of());
    }

    private JavaLaunch program(List<String> arguments, Map<String, String> environment) {
        return new JavaLaunch(tuning.jvm(HEAP), List.of(checkout.portalJar()), MAIN, arguments, environment);
    }

    private static String tokens(EngineHome home) {
        return home.data().resolve("tokens").toString();
    }

    @Override
    public void ask() throws Exception {
        Question.get(endpoint() + "/openapi.json");
    }
}
