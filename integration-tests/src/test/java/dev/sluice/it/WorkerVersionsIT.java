package dev.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.sluice.contract.SluiceVersion;
import dev.sluice.contract.Tenant;
import dev.sluice.encryption.ColumnKeys;
import dev.sluice.encryption.EncryptionKind;
import dev.sluice.encryption.KeySet;
import dev.sluice.it.worker.WorkerProbe;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The packaged folders in the plugin class loaders of the newest and of the oldest worker that they are for. No engine is started: each
 * worker's classes are loaded beside each other in this JVM, and find, make and apply plugins as they do.
 */
class WorkerVersionsIT {
    private static final List<String> PLUGINS = List.of(
            "connect-file-source",
            "smt-schema-validate",
            "connect-avro-converter",
            "connect-cassandra-sink",
            "connect-error-hdfs-sink");
    private static final String SCHEMA = """
            {"subject": "acme.orders", "version": 1, "id": 1, "schema": "{\\"type\\": \\"record\\", \\"name\\": \\"orders\\",
            \\"namespace\\": \\"acme\\", \\"fields\\": [{\\"name\\": \\"id\\", \\"type\\": \\"int\\"},
            {\\"name\\": \\"pin\\", \\"type\\": \\"string\\", \\"sluice.encrypt\\": \\"random\\"},
            {\\"name\\": \\"card\\", \\"type\\": \\"string\\", \\"sluice.encrypt\\": \\"deterministic\\"}], \\"sluice.rules\\": [
            {\\"type\\": \\"expression\\", \\"name\\": \\"odd\\", \\"expression\\": \\"id % 2 == 1\\"}]}"}""".replace("\n", " ");
    private static final String MONITORABLE = "org.apache.kafka.common.metrics.Monitorable";

    private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    private HttpServer registry;

    @BeforeEach
    void startRegistry() throws IOException {
        registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        registry.createContext("/subjects/acme.orders/versions/1", exchange -> {
            byte[] body = SCHEMA.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        registry.start();
    }

    @AfterEach
    void stopRegistry() {
        registry.stop(0);
    }

    /**
     * Plugin metrics (KIP-877) came with Kafka 4.1. The transform implements an interface of theirs; the folder carries a stand-in of
     * it for workers that have none.
     */
    @ParameterizedTest
    @CsvSource({"connect, true", "connect-oldest, false"})
    void everyWorkerFindsThePluginsAndValidates(String engine, boolean hasPluginMetrics) throws Exception {
        try (URLClassLoader worker = new URLClassLoader(classPath(engine), ClassLoader.getPlatformClassLoader())) {
            assertThat(worker.loadClass("org.apache.kafka.connect.runtime.Worker")
                            .getClassLoader())
                    .isSameAs(worker);
            Class<?> type = worker.loadClass(WorkerProbe.class.getName());
            AutoCloseable probe =
                    (AutoCloseable) type.getConstructor(String.class, Map.class).newInstance(pluginPath(), settings());
            try (probe) {
                assertThat(found(type, probe)).containsAllEntriesOf(expected());

                Map<String, Object> accepted = row(probe, "7");
                assertThat(accepted.get("topic")).isEqualTo("rows");
                // Encrypted by the plugin's own Tink and protobuf: bytes, which print as what holds them.
                assertThat(accepted.get("value").toString())
                        .matches("Struct\\{id=7,pin=java.nio[^,]+,card=java.nio[^,]+}");
                assertThat(row(probe, "8").get("topic")).isEqualTo("import-error");
                assertThat(row(probe, "x").get("topic")).isEqualTo("import-error");

                assertThat(attribute("dev.sluice:type=smt-schema-validate,*", "RowsAccepted"))
                        .containsExactly(1L);
                assertThat(attribute("kafka.connect:type=plugins,transformation=validate,*", "rows-accepted"))
                        .isEqualTo(hasPluginMetrics ? List.of(1L) : List.of());
                assertThat(attribute(
                                "kafka.connect:type=plugins,transformation=validate,code=RULE_FAILED,*", "violations"))
                        .isEqualTo(hasPluginMetrics ? List.of(1L) : List.of());
                Class<?> transform = (Class<?>) type.getMethod("transform").invoke(probe);
                assertThat(transform.getClassLoader()).isNotSameAs(worker);
                assertThat(monitorable(transform).getClassLoader())
                        .isSameAs(hasPluginMetrics ? worker : transform.getClassLoader());
            }
            assertThat(attribute("dev.sluice:type=smt-schema-validate,*", "RowsAccepted"))
                    .isEmpty();
            assertThat(attribute("kafka.connect:type=plugins,*", "rows-accepted"))
                    .isEmpty();
        }
    }

    private Map<String, String> settings() {
        return Map.of(
                "type", "dev.sluice.validate.SchemaValidate$Value",
                "schema.registry.url",
                        "http://127.0.0.1:" + registry.getAddress().getPort(),
                "subject", "acme.orders",
                "version", "1",
                "encryption.keys", keys());
    }

    private static String keys() {
        Tenant acme = new Tenant("acme");
        return ColumnKeys.NONE
                .with(acme, KeySet.generate(EncryptionKind.RANDOM))
                .with(acme, KeySet.generate(EncryptionKind.DETERMINISTIC))
                .toJson();
    }

    @SuppressWarnings("unchecked") // It is another loader's class.
    private static Map<String, Object> row(AutoCloseable probe, String id) {
        return ((UnaryOperator<Map<String, Object>>) probe).apply(Map.of("id", id, "pin", "4711", "card", "4711"));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, String> found(Class<?> type, Object probe) throws ReflectiveOperationException {
        return (Map<String, String>) type.getMethod("found").invoke(probe);
    }

    private static Map<String, String> expected() {
        return Stream.of(
                        "dev.sluice.source.FileSourceConnector",
                        "dev.sluice.validate.SchemaValidate$Value",
                        "dev.sluice.converter.CachingAvroConverter",
                        "dev.sluice.cassandra.CassandraSinkConnector",
                        "dev.sluice.archive.ErrorHdfsSinkConnector")
                .collect(Collectors.toMap(name -> name, name -> SluiceVersion.get()));
    }

    private static Class<?> monitorable(Class<?> transform) {
        return Stream.<Class<?>>iterate(transform, Class::getSuperclass)
                .takeWhile(each -> each != null)
                .flatMap(each -> Stream.of(each.getInterfaces()))
                .filter(each -> each.getName().equals(MONITORABLE))
                .findFirst()
                .orElseThrow();
    }

    private List<Object> attribute(String pattern, String name) throws JMException {
        List<Object> values = new ArrayList<>();
        for (ObjectName bean : beans.queryNames(new ObjectName(pattern), null)) {
            if (Stream.of(beans.getMBeanInfo(bean).getAttributes())
                    .anyMatch(attribute -> attribute.getName().equals(name))) {
                values.add(beans.getAttribute(bean, name));
            }
        }
        return values;
    }

    private static String pluginPath() {
        return PLUGINS.stream()
                .map(plugin ->
                        Project.ROOT.resolve(plugin).resolve("target/plugins").toString())
                .collect(Collectors.joining(","));
    }

    /** The worker's jars, without what would configure logging, and the probe. */
    private static URL[] classPath(String engine) throws IOException {
        String jars = Files.readString(
                Project.ROOT.resolve("local-stack/engines").resolve(engine).resolve("target/engine.classpath"));
        List<URL> urls = new ArrayList<>();
        for (String jar : jars.trim().split(java.io.File.pathSeparator, -1)) {
            if (!jar.contains("log4j")) {
                urls.add(url(Path.of(jar)));
            }
        }
        urls.add(WorkerProbe.class.getProtectionDomain().getCodeSource().getLocation());
        return urls.toArray(URL[]::new);
    }

    private static URL url(Path file) throws MalformedURLException {
        return file.toUri().toURL();
    }
}
