package dev.sluice.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.sluice.stack.engine.Checkout;
import dev.sluice.stack.engine.Engine;
import dev.sluice.stack.engine.Portal;
import dev.sluice.stack.process.EngineHome;
import dev.sluice.stack.process.FreePorts;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

    /** The same variables; their values are places, but for the datacenter, which is Cassandra's. */
    @Test
    void thePortalIsTheSame() {
        Map<String, String> compose = properties(services.at("/portal/environment"));
        Map<String, String> local =
                plan.portal(Map.of()).launch(home(Portal.NAME)).environment();
        assertThat(compose.keySet()).isEqualTo(new TreeSet<>(local.keySet()));
        String datacenter = "SLUICE_CASSANDRA_LOCAL_DATACENTER";
        assertThat(compose).containsEntry(datacenter, local.get(datacenter));
        assertThat(compose)
                .containsEntry(
                        datacenter,
                        services.at("/cassandra/environment/CASSANDRA_DC").asText());
        assertThat(mounted("portal", "/opt/sluice/tenant-portal.jar"))
                .isEqualTo(ROOT.resolve("tenant-portal/target/tenant-portal.jar"));
        assertThat(services.at("/portal/volumes").toString()).contains("\"./staging:/staging\"");
        assertThat(services.at("/connect/volumes").toString()).contains("\"./staging:/staging\"");
    }

    @Test
    void everyImageIsPinned() {
        services.forEach(
                service -> assertThat(service.path("image").asText()).matches("[a-z/-]+:v?\\d+\\.\\d+\\.\\d+"));
    }

    /** The exporter's jar and rules; what Prometheus scrapes is what the worker opens. */
    @Test
    void theWorkersMetricsAreTheSame() throws IOException {
        List<String> agent = engine("worker-1").launch(home("worker-1")).jvmOptions().stream()
                .filter(option -> option.startsWith("-javaagent:"))
                .toList();
        assertThat(agent).singleElement().satisfies(option -> {
            assertThat(option)
                    .startsWith("-javaagent:" + mounted("connect", "/opt/jmx-exporter/jmx_prometheus_javaagent.jar"));
            assertThat(option).endsWith(":" + mounted("connect", "/etc/sluice/jmx-exporter.yml"));
        });
        assertThat(services.at("/connect/environment/KAFKA_OPTS").asText())
                .isEqualTo(
                        "-javaagent:/opt/jmx-exporter/jmx_prometheus_javaagent.jar=0.0.0.0:9404:/etc/sluice/jmx-exporter.yml");
        assertThat(new ObjectMapper(new YAMLFactory())
                        .readTree(mounted("prometheus", "/etc/prometheus/prometheus.yml")
                                .toFile())
                        .at("/scrape_configs/0/static_configs/0/targets/0")
                        .asText())
                .isEqualTo("connect:9404");
        assertThat(new ObjectMapper(new YAMLFactory())
                        .readTree(mounted("grafana", "/etc/grafana/provisioning")
                                .resolve("datasources/prometheus.yml")
                                .toFile())
                        .at("/datasources/0/url")
                        .asText())
                .isEqualTo("http://prometheus:9090");
        assertThat(new ObjectMapper(new YAMLFactory())
                        .readTree(mounted("grafana", "/etc/grafana/provisioning")
                                .resolve("dashboards/sluice.yml")
                                .toFile())
                        .at("/providers/0/options/path")
                        .asText())
                .isEqualTo("/var/lib/grafana-dashboards");
        assertThat(mounted("grafana", "/var/lib/grafana-dashboards").resolve("sluice.json"))
                .exists();
    }

    /** What of this checkout stands at a path of a container. */
    private Path mounted(String service, String path) {
        for (JsonNode volume : services.path(service).path("volumes")) {
            String[] parts = volume.asText().split(":", -1);
            if (parts[1].equals(path)) {
                return ROOT.resolve(parts[0]).normalize();
            }
        }
        throw new AssertionError("nothing is mounted at " + path + " of " + service);
    }

    /** What runs on can be asked how it is; what waits for another says until when; what ends is waited for to have ended well. */
    @Test
    void everyServiceIsWaitedForAsItCanBe() {
        assertThat(services.properties()).allSatisfy(entry -> {
            boolean runsOn = entry.getValue().has("restart");
            assertThat(entry.getValue().has("healthcheck")).as(entry.getKey()).isEqualTo(runsOn);
            entry.getValue()
                    .path("depends_on")
                    .properties()
                    .forEach(other -> assertThat(
                                    other.getValue().path("condition").asText())
                            .as("%s on %s", entry.getKey(), other.getKey())
                            .isEqualTo(
                                    services.path(other.getKey()).has("restart")
                                            ? "service_healthy"
                                            : "service_completed_successfully"));
            assertThat(entry.getValue().path("depends_on").isArray()).isFalse();
        });
    }

    @Test
    void nothingRunsOnAsRootAndNothingIsOpenToOtherMachines() {
        assertThat(services.properties()).allSatisfy(entry -> {
            String user = entry.getValue().path("user").asText();
            assertThat(user).as(entry.getKey()).matches("\\d+:\\d+");
            assertThat(user.startsWith("0:"))
                    .as(entry.getKey())
                    .isEqualTo(entry.getKey().equals("permissions"));
            entry.getValue()
                    .path("ports")
                    .forEach(port -> assertThat(port.asText()).startsWith("127.0.0.1:"));
        });
    }

    @Test
    void everyNamedVolumeIsDeclaredAndUsed() throws IOException {
        Set<String> used = new TreeSet<>();
        services.forEach(service -> service.path("volumes").forEach(volume -> {
            String source = volume.asText().split(":", -1)[0];
            if (!source.startsWith(".")) {
                used.add(source);
            }
        }));
        Set<String> declared = new TreeSet<>();
        new ObjectMapper(new YAMLFactory())
                .readTree(ROOT.resolve("docker-compose.yml").toFile())
                .path("volumes")
                .fieldNames()
                .forEachRemaining(declared::add);
        assertThat(used).isEqualTo(declared);
    }

    /** Compose's own word, where it is installed; it needs no engine for that. */
    @Test
    void composeTakesTheFile() throws IOException, InterruptedException {
        Path program = Stream.of(System.getenv("PATH").split(":", -1))
                .map(folder -> Path.of(folder, "docker-compose"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
        assumeTrue(program != null, "docker-compose is not installed");
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(
                        program.toString(),
                        "-f",
                        ROOT.resolve("docker-compose.yml").toString(),
                        "config",
                        "--quiet")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as("%s", Files.readString(output)).isZero();
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
