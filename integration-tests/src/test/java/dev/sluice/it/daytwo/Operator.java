package dev.sluice.it.daytwo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.it.Guide;
import dev.sluice.it.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** Does what {@code docs/day-2.md} says, to the letter, in a shell. For one thread. */
final class Operator {
    private static final long SECONDS = 90;

    private final Guide guide;
    private final Path desk;
    private final Map<String, String> environment = new HashMap<>();
    private final Set<String> undone;

    /**
     * Reads the page.
     *
     * @param desk where the operator works: files that commands write and read
     */
    Operator(Path desk) throws IOException {
        this.guide = Guide.read("docs/day-2.md");
        this.desk = desk;
        this.undone = new TreeSet<>(guide.blocks("sh"));
        undone.remove("functions");
        Path tools = Files.createDirectories(desk.resolve("bin"));
        Files.createDirectories(desk.resolve("scripts"));
        command(
                desk.resolve("scripts/tenant"),
                Project.ROOT.resolve("scripts/tenant").toString());
        // Kafka's own, which is a script around this class.
        String jars = Files.readString(Project.ROOT.resolve("local-stack/engines/kafka/target/engine.classpath"))
                .strip();
        command(
                tools.resolve("kafka-topics.sh"),
                ProcessHandle.current().info().command().orElse("java") + " -Xmx128m -XX:TieredStopAtLevel=1 -cp "
                        + jars + " org.apache.kafka.tools.TopicCommand");
        environment.put("PATH", tools + ":" + System.getenv("PATH"));
    }

    private static void command(Path file, String command) throws IOException {
        Files.writeString(file, "#!/bin/sh\nexec " + command + " \"$@\"\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** What a variable of the page stands for from now on. */
    Operator where(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    Path desk() {
        return desk;
    }

    /**
     * Runs a block of the page.
     *
     * @param changes words of the block and what is run instead, for places that a test may not touch
     * @return what it printed
     */
    String does(String recipe, Map<String, String> changes) throws IOException, InterruptedException {
        String commands = guide.block("sh", recipe);
        for (Map.Entry<String, String> change : changes.entrySet()) {
            assertThat(commands).as(recipe).contains(change.getKey());
            commands = commands.replace(change.getKey(), change.getValue());
        }
        Path log = desk.resolve(recipe + ".log");
        ProcessBuilder shell =
                new ProcessBuilder("bash", "-euo", "pipefail", "-c", guide.block("sh", "functions") + commands);
        shell.directory(desk.toFile()).redirectErrorStream(true).redirectOutput(log.toFile());
        shell.environment().putAll(environment);
        Process process = shell.start();
        try {
            assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS))
                    .as("%s ends; it says: %s", recipe, Files.readString(log))
                    .isTrue();
            assertThat(process.exitValue())
                    .as("%s says: %s", recipe, Files.readString(log))
                    .isZero();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        undone.remove(recipe);
        return Files.readString(log);
    }

    String does(String recipe) throws IOException, InterruptedException {
        return does(recipe, Map.of());
    }

    /** Recipes of the page that nobody has tried yet. */
    Set<String> undone() {
        return undone;
    }
}
