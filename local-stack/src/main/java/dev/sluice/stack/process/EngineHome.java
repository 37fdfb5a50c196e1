package dev.sluice.stack.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The one folder that all of an engine's traces are in: {@code data}, {@code conf} and {@code log}. */
public record EngineHome(Path root) {
    public Path data() {
        return root.resolve("data");
    }

    public Path conf() {
        return root.resolve("conf");
    }

    public Path log() {
        return root.resolve("log");
    }

    /** What the engine wrote to its standard output and error, over all its starts. */
    public Path logFile() {
        return log().resolve(root.getFileName() + ".log");
    }

    public void create() throws IOException {
        Files.createDirectories(data());
        Files.createDirectories(conf());
        Files.createDirectories(log());
    }
}
