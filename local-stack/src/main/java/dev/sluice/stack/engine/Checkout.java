package dev.sluice.stack.engine;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The source tree of Sluice as Maven leaves it after {@code package}: class paths of the engines and plugin folders. */
public record Checkout(Path root) {
    /** System property that names the root folder, for JVMs that run elsewhere. */
    public static final String ROOT_PROPERTY = "sluice.root";

    private static final Path ENGINES = Path.of("local-stack", "engines");
    private static final List<String> PLUGINS = List.of(
            "connect-file-source",
            "smt-schema-validate",
            "connect-avro-converter",
            "connect-cassandra-sink",
            "connect-error-hdfs-sink");
    private static final List<String> FOREIGN_PLUGINS = List.of("avro-converter", "jdbc-sink");

    /** The tree that {@value #ROOT_PROPERTY} names, else the one around the working directory. */
    public static Checkout find() {
        String named = System.getProperty(ROOT_PROPERTY);
        Path start = Path.of(named == null ? "" : named).toAbsolutePath().normalize();
        return Stream.<Path>iterate(start, folder -> folder != null, Path::getParent)
                .filter(folder -> Files.isRegularFile(folder.resolve(ENGINES).resolve("pom.xml")))
                .findFirst()
                .map(Checkout::new)
                .orElseThrow(() -> new IllegalStateException("No checkout of Sluice here (directory='" + start
                        + "'); the engines' class paths are unknown. Run inside the checkout or set -D" + ROOT_PROPERTY
                        + "=<its root>."));
    }

    /** The jars of an engine, in the local Maven repository. */
    public List<Path> classPath(String engine) {
        Path list = classPathFile(engine);
        try {
            List<Path> jars = Stream.of(Files.readString(list).strip().split(File.pathSeparator))
                    .map(Path::of)
                    .toList();
            for (Path jar : jars) {
                if (!Files.exists(jar)) {
                    throw new NoSuchFileException(jar.toString());
                }
            }
            return jars;
        } catch (IOException notBuilt) {
            throw notBuilt(list, notBuilt);
        }
    }

    /** The agent that shows a worker's MBeans to Prometheus. */
    public Path jmxExporter() {
        Path jar = root.resolve(ENGINES)
                .resolve(Path.of("jmx-exporter", "target", "agent", "jmx_prometheus_javaagent.jar"));
        if (!Files.exists(jar)) {
            throw notBuilt(jar, new NoSuchFileException(jar.toString()));
        }
        return jar;
    }

    /** The tenants' portal, whole. */
    public Path portalJar() {
        Path jar = root.resolve(Path.of("tenant-portal", "target", "tenant-portal.jar"));
        if (!Files.exists(jar)) {
            throw notBuilt(jar, new NoSuchFileException(jar.toString()));
        }
        return jar;
    }

    /** The jar of the Schema Registry, whose manifest names all the others beside it. */
    public Path registryJar() {
        try (Stream<Path> files = Files.list(registryDirectory())) {
            return files.filter(file -> file.getFileName().toString().endsWith("-runner.jar"))
                    .findFirst()
                    .orElseThrow(() -> new NoSuchFileException(registryDirectory() + "/*-runner.jar"));
        } catch (IOException notBuilt) {
            throw notBuilt(registryDirectory(), notBuilt);
        }
    }

    private Path registryDirectory() {
        return root.resolve(ENGINES).resolve(Path.of("schema-registry", "target", "registry"));
    }

    private UncheckedIOException notBuilt(Path wanted, IOException cause) {
        return new UncheckedIOException(
                "Engine is not built (path='" + wanted + "'); the stack cannot start. Run 'mvn -q package -DskipTests"
                        + " -pl local-stack -am' in " + root + ".",
                cause);
    }

    /**
     * What a worker gets as {@code plugin.path}: the parents of the plugin folders that are built.
     *
     * <p>A plugin that is not built is left out, for the stack also serves those who work on another one.
     */
    public List<Path> pluginPath() {
        return Stream.concat(
                        PLUGINS.stream().map(root::resolve),
                        FOREIGN_PLUGINS.stream().map(root.resolve(ENGINES)::resolve))
                .map(module -> module.resolve("target").resolve("plugins"))
                .filter(Files::isDirectory)
                .toList();
    }

    private Path classPathFile(String engine) {
        return root.resolve(ENGINES).resolve(Path.of(engine, "target", "engine.classpath"));
    }
}
