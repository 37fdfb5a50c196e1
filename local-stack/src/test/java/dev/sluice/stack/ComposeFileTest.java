package dev.sluice.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.sluice.stack.engine.Checkout;
import dev.sluice.stack.engine.Engine;
import dev.sluice.stack.process.EngineHome;
import dev.sluice.stack.process.FreePorts;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docker-compose.yml} is the same pipeline as the local stack: the same settings, but for addresses and paths. */
class ComposeFileTest {
    private static final Path ROOT = Checkout.find().root();
    /** What says where something is, not how it behaves. */
    private static final Set<String> PLACES = Set.of(
            "client.id",
            "bootstrap.servers",
            "listeners",
            "advertised.listeners",
            "rest.advertised.host.name",
            "rest.advertised.port",
            "plugin.path",
            "key.converter.schema.registry.url",
            "value.converter.schema.registry.url",
            "config.providers.file.param.allowed.paths",
            "config.providers.directory.param.allowed.paths",
            "controller.quorum.voters",
            "listener.security.protocol.map",
            "log.dirs",
            "fs.defaultFS",
            "dfs.namenode.name.dir",
            "dfs.datanode.data.dir",
            "dfs.namenode.rpc-address",
            "dfs.namenode.http-address",
            "dfs.datanode.address",
            "dfs.datanode.http.address",
            "dfs.datanode.ipc.address");

    @TempDir
    Path directory;

    private StackPlan plan;
    private JsonNode services;

    @BeforeEach
    void read() throws IOException {
        plan = new StackPlan(directory, StackOptions.USUAL, new FreePorts(Map.of(), new Random(1)));
        services = new ObjectMapper(new YAMLFactory())
                .readTree(ROOT.resolve("docker-compose.yml").toFile())
                .path("services");
    }

    @Test
    void theWorkerIsTheSame() throws IOException {
        Map<String, String> local =
                properties(new StringReader(files("worker-1").get("worker.properties")));
        try (Reader file = Files.newBufferedReader(ROOT.resolve("docker/worker.properties"))) {
            assertThat(behaviour(properties(file))).isEqualTo(behaviour(local));
        }
        assertThat(properties(services.at("/connect/environment")).keySet().stream()
                        .filter(name -> name.startsWith("SLUICE_")))
                .containsExactlyInAnyOrderElementsOf(engine("worker-1")
                        .launch(home("worker-1"))
                        .environment()
                        .keySet());
    }

    @Test
    void theBrokerIsTheSame() throws IOException {
        Map<String, String> compose = properties(services.at("/kafka/environment"));
        behaviour(properties(new StringReader(files("broker").get("server.properties"))))
                .forEach((key, value) -> assertThat(compose)
                        .containsEntry("KAFKA_" + key.toUpperCase(Locale.ROOT).replace('.', '_'), value));
    }

    @Test
    void theTopicsAreTheSame() {
        Matcher matcher = Pattern.compile("^ *create ([\\w-]+) (\\d+)$", Pattern.MULTILINE)
                .matcher(services.at("/topics/command/0").asText());
        Map<String, Integer> topics =
                matcher.results().collect(Collectors.toMap(m -> m.group(1), m -> Integer.valueOf(m.group(2))));
        assertThat(topics).isEqualTo(StackOptions.USUAL.topics());
    }

    @Test
    void hdfsIsTheSame() {
        Map<String, String> compose = properties(services.at("/namenode/environment"));
        hadoop("core-site.xml")
                .forEach((key, value) -> assertThat(compose).containsEntry("CORE-SITE.XML_" + key, value));
        hadoop("hdfs-site.xml")
                .forEach((key, value) -> assertThat(compose).containsEntry("HDFS-SITE.XML_" + key, value));
    }

    @Test
    void everyImageIsPinned() {
        services.forEach(service -> assertThat(service.path("image").asText()).matches("[a-z/-]+:\\d+\\.\\d+\\.\\d+"));
    }

    private Map<String, String> hadoop(String file) {
        Matcher matcher = Pattern.compile("<name>([^<]*)</name>\\s*<value>([^<]*)</value>")
                .matcher(files("namenode").get(file));
        Map<String, String> found = matcher.results().collect(Collectors.toMap(m -> m.group(1), m -> m.group(2)));
        assertThat(found).isNotEmpty();
        return behaviour(found);
    }

    private static Map<String, String> behaviour(Map<String, String> settings) {
        Map<String, String> rest = new TreeMap<>(settings);
        rest.keySet().removeAll(PLACES);
        assertThat(rest).isNotEmpty();
        return rest;
    }

    private Map<String, String> files(String engine) {
        return engine(engine).files(home(engine));
    }

    private Engine engine(String name) {
        return plan.engines().stream()
                .filter(engine -> engine.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private EngineHome home(String name) {
        return new EngineHome(directory.resolve(name));
    }

    private static Map<String, String> properties(Reader reader) throws IOException {
        Properties properties = new Properties();
        properties.load(reader);
        Map<String, String> map = new TreeMap<>();
        properties.stringPropertyNames().forEach(name -> map.put(name, properties.getProperty(name)));
        return map;
    }

    private static Map<String, String> properties(JsonNode environment) {
        Map<String, String> map = new TreeMap<>();
        environment
                .properties()
                .forEach(entry -> map.put(entry.getKey(), entry.getValue().asText()));
        return map;
    }
}
