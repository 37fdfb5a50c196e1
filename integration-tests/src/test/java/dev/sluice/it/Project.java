package dev.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.demo.Pipeline;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Files of the project and the reference data beside it. */
public final class Project {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The project's folder. */
    public static final Path ROOT = Path.of(System.getProperty("sluice.root"));

    private static final Path DATA =
            Path.of(System.getProperty("sluice.shared")).resolve("data");

    private Project() {}

    /** A file of the reference data; skips the calling test, visibly, where the data is not there. */
    static byte[] data(String path) throws IOException {
        Path file = DATA.resolve(path);
        assumeTrue(Files.exists(file), "reference data is missing: " + path);
        try (InputStream in = Files.newInputStream(file)) {
            return path.endsWith(".gz") ? new GZIPInputStream(in).readAllBytes() : in.readAllBytes();
        }
    }

    /** All JSON files that operators post, sorted; templates are posted by {@code scripts/tenant}. */
    static List<Path> connectorConfigs() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve("connector-configs"))) {
            List<Path> configs = files.filter(file -> file.toString().endsWith(".json"))
                    .filter(file -> !file.getParent().endsWith("templates"))
                    .sorted()
                    .toList();
            assertThat(configs).isNotEmpty();
            return configs;
        }
    }

    public static String connectorConfig(String name) throws IOException {
        return Files.readString(Pipeline.config(ROOT, name));
    }

    /**
     * client_a's source connector, for a tenant that no other test has.
     *
     * @param changes settings that replace or add to client_a's
     */
    public static String sourceConfig(String name, String tenant, Map<String, String> changes) throws IOException {
        Map<String, String> all = new HashMap<>(changes);
        all.put("tenant", tenant);
        return changed("client-a-source", name, all);
    }

    /**
     * A connector of {@code connector-configs/} under another name.
     *
     * @param changes settings that replace or add to its own; an empty one takes its away
     */
    public static String changed(String config, String name, Map<String, String> changes) throws IOException {
        ObjectNode connector = (ObjectNode) JSON.readTree(connectorConfig(config));
        ObjectNode settings = (ObjectNode) connector.put("name", name).path("config");
        changes.forEach((key, value) -> {
            if (value.isEmpty()) {
                settings.remove(key);
            } else {
                settings.put(key, value);
            }
        });
        return connector.toString();
    }
}
