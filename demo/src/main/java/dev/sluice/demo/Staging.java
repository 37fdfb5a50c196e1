package dev.sluice.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** One tenant's side of the staging directory: drops files, reads reports. */
public final class Staging {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path in;
    private final Path out;

    public Staging(Path stagingDirectory, String tenant) {
        this.in = stagingDirectory.resolve(tenant).resolve("in");
        this.out = stagingDirectory.resolve(tenant).resolve("out");
        io(() -> Files.createDirectories(in));
    }

    public Path in() {
        return in;
    }

    public Path out() {
        return out;
    }

    /** Drops a file as a careful tenant does: under a name that is not taken, then renamed. */
    public void drop(String name, byte[] content) {
        io(() -> {
            Path part = in.resolve("." + name + ".part");
            Files.write(part, content);
            return Files.move(part, in.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        });
    }

    public void drop(String name, String content) {
        drop(name, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Drops all regular files of a folder, definitions first. */
    public List<String> dropAll(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> sorted = files.filter(Files::isRegularFile)
                    .sorted((a, b) -> {
                        int definitionsFirst = Boolean.compare(isDefinition(b), isDefinition(a));
                        return definitionsFirst != 0 ? definitionsFirst : a.compareTo(b);
                    })
                    .toList();
            for (Path file : sorted) {
                drop(file.getFileName().toString(), Files.readAllBytes(file));
            }
            return sorted.stream().map(file -> file.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The report of a file, once the source has written it. */
    public Optional<JsonNode> report(String name) {
        Path report = out.resolve(name + ".report.json");
        return Files.exists(report)
                ? Optional.of(io(() -> JSON.readTree(Files.readAllBytes(report))))
                : Optional.empty();
    }

    private static boolean isDefinition(Path file) {
        return file.getFileName().toString().endsWith(".dataset.json");
    }

    private static <T> T io(IoCall<T> call) {
        try {
            return call.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface IoCall<T> {
        T run() throws IOException;
    }
}
