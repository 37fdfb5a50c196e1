package dev.sluice.it.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.stack.junit.StackExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Debian's {@code prometheus} and {@code promtool}: those that are installed, else those of its package, unpacked beside the stack,
 * which takes no root. Tests that need them skip themselves, visibly, where there is neither.
 */
final class PrometheusTools {
    private static final Path UNPACKED = Path.of(
                    System.getProperty(StackExtension.DIRECTORY_PROPERTY, "target/stack") + "-prometheus")
            .toAbsolutePath();
    private static final long MINUTES = 3;

    private PrometheusTools() {}

    static synchronized Path find(String tool) throws IOException, InterruptedException {
        Optional<Path> found = installed(tool).or(() -> unpacked(tool));
        if (found.isEmpty()) {
            unpack();
            found = unpacked(tool);
        }
        assumeTrue(
                found.isPresent(),
                tool + " is neither installed nor can Debian's package 'prometheus' be fetched; nothing was proved");
        return found.orElseThrow();
    }

    private static Optional<Path> installed(String tool) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .map(folder -> Path.of(folder, tool))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Optional<Path> unpacked(String tool) {
        return Optional.of(UNPACKED.resolve("usr/bin").resolve(tool)).filter(Files::isExecutable);
    }

    private static void unpack() throws IOException, InterruptedException {
        if (installed("apt-get").isEmpty() || installed("dpkg").isEmpty()) {
            return;
        }
        Files.createDirectories(UNPACKED);
        if (run(UNPACKED, "apt-get", "download", "prometheus").code() == 0) {
            try (Stream<Path> files = Files.list(UNPACKED)) {
                for (Path deb :
                        files.filter(file -> file.toString().endsWith(".deb")).toList()) {
                    assertThat(run(UNPACKED, "dpkg", "-x", deb.toString(), UNPACKED.toString())
                                    .code())
                            .isZero();
                }
            }
        }
    }

    /** What a process said, and how it ended. */
    record Ended(int code, String output) {}

    static Ended run(Path folder, String... command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("tool", ".log");
        try {
            Process process = new ProcessBuilder(List.of(command))
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IOException("it does not end: " + List.of(command));
            }
            return new Ended(process.exitValue(), Files.readString(output));
        } finally {
            Files.delete(output);
        }
    }
}
