package dev.sluice.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The plugin over the API of the oldest Kafka that it is for, with class loaders like a worker's. */
class OldestWorkerTest {
    private static final String CONNECTOR = "dev.sluice.source.FileSourceConnector";
    private static final String TASK = "dev.sluice.source.FileSourceTask";

    @TempDir(factory = Scratch.class)
    Path staging;

    private final URLClassLoader worker = new URLClassLoader(
            Stream.concat(kafka(), classPath(OldestWorkerTest::isOfTheWorker)).toArray(URL[]::new),
            ClassLoader.getPlatformClassLoader());
    private final URLClassLoader plugin = new URLClassLoader(
            classPath(path -> !isOfTheWorker(path) && !isKafka(path)).toArray(URL[]::new), worker);

    private static Stream<URL> kafka() {
        File[] jars = new File(System.getProperty("oldest.worker")).listFiles();
        assertThat(jars).as("jars of the oldest Kafka").hasSize(2);
        return Arrays.stream(jars).map(OldestWorkerTest::url);
    }

    private static Stream<URL> classPath(java.util.function.Predicate<String> filter) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(filter)
                .map(File::new)
                .map(OldestWorkerTest::url);
    }

    private static boolean isOfTheWorker(String path) {
        return path.contains("slf4j");
    }

    private static boolean isKafka(String path) {
        return path.contains("kafka-clients-") || path.contains("connect-api-");
    }

    private static URL url(File file) {
        try {
            return file.toURI().toURL();
        } catch (MalformedURLException e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void close() throws Exception {
        plugin.close();
        worker.close();
    }

    private Object made(String name) throws ReflectiveOperationException {
        return plugin.loadClass(name).getConstructor().newInstance();
    }

    private static Object call(Object target, String method, Class<?> type, Object argument)
            throws ReflectiveOperationException {
        return target.getClass().getMethod(method, type).invoke(target, argument);
    }

    @Test
    void theConnectorAndItsTaskRunAndAreSeenByJmx() throws Exception {
        Object connector = made(CONNECTOR);
        Map<String, String> props = new HashMap<>(Map.of(
                "name", "oldest",
                "tenant", "acme",
                "staging.dir", staging.toString(),
                "file.settle.ms", "0",
                "schema.registry.url", "mock://oldest",
                "kafka.bootstrap.servers", "localhost:1"));
        call(connector, "start", Map.class, props);
        List<?> configs = (List<?>) call(connector, "taskConfigs", int.class, 1);
        Object task = made(TASK);
        Class<?> context = worker.loadClass("org.apache.kafka.connect.source.SourceTaskContext");
        assertThat(context.getMethods())
                .as("really an old one")
                .noneMatch(m -> m.getName().equals("pluginMetrics"));
        task.getClass()
                .getMethod("initialize", context)
                .invoke(task, Proxy.newProxyInstance(worker, new Class<?>[] {context}, (proxy, method, arguments) -> {
                    if (method.getName().equals("transactionContext")) {
                        return null;
                    }
                    throw new AssertionError(method);
                }));
        call(task, "start", Map.class, configs.get(0));
        Path in = Files.createDirectories(staging.resolve("acme/in"));
        Files.writeString(in.resolve("nobody.csv"), "id\n1\n");
        ObjectName name =
                new ObjectName("dev.sluice:type=file-source,connector=\"oldest\",task=0,tenant=acme,dataset=unknown");
        for (int i = 0; i < 200 && !ManagementFactory.getPlatformMBeanServer().isRegistered(name); i++) {
            task.getClass().getMethod("poll").invoke(task);
        }
        assertThat(ManagementFactory.getPlatformMBeanServer().isRegistered(name))
                .isTrue();
        task.getClass().getMethod("stop").invoke(task);
        assertThat(ManagementFactory.getPlatformMBeanServer().isRegistered(name))
                .isFalse();
    }
}
