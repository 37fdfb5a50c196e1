package dev.sluice.stack;

import dev.sluice.stack.process.Marker;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** What {@code <dir>/stack.properties} says: endpoints, ports and processes of a stack that may run or have run there. */
public record StackRecord(Endpoints endpoints, Map<String, Integer> ports, List<Run> runs) {
    static final String FILE = "stack.properties";
    private static final String PORT = "port.";
    private static final String ENGINE = "engine.";

    public StackRecord {
        ports = Map.copyOf(ports);
        runs = List.copyOf(runs);
    }

    /** The last launch of an engine. */
    public record Run(String engine, String endpoint, long pid, Instant started) {
        /** A clock that is set right between two readings moves start times by this much at most. */
        private static final Duration DRIFT = Duration.ofSeconds(5);

        /** The process, if it lives and is still the one that was launched: pids are used again. */
        public Optional<ProcessHandle> process(Path stack) {
            return ProcessHandle.of(pid)
                    .filter(ProcessHandle::isAlive)
                    .filter(process -> new Marker(stack, engine).isOn(process))
                    .filter(process -> process.info()
                            .startInstant()
                            .map(at -> Duration.between(at, started).abs().compareTo(DRIFT) <= 0)
                            .orElse(true));
        }
    }

    /** Written at once or not at all, for another process may be reading. */
    void write(Path stack) throws IOException {
        Map<String, String> lines = new TreeMap<>(endpoints.toMap());
        ports.forEach((name, port) -> lines.put(PORT + name, Integer.toString(port)));
        for (int i = 0; i < runs.size(); i++) {
            Run run = runs.get(i);
            String prefix = ENGINE + i + ".";
            lines.put(prefix + "name", run.engine());
            lines.put(prefix + "endpoint", run.endpoint());
            lines.put(prefix + "pid", Long.toString(run.pid()));
            lines.put(prefix + "started", run.started().toString());
        }
        Properties properties = new Properties();
        properties.putAll(lines);
        Path written = stack.resolve(FILE + ".tmp");
        try (Writer writer = Files.newBufferedWriter(written)) {
            properties.store(writer, null);
        }
        Files.move(written, stack.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The record of the stack in this directory, if there ever was one. */
    public static Optional<StackRecord> read(Path stack) throws IOException {
        Path file = stack.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        Map<String, String> lines = new HashMap<>();
        Map<String, Integer> ports = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> {
            lines.put(name, properties.getProperty(name));
            if (name.startsWith(PORT)) {
                ports.put(name.substring(PORT.length()), Integer.valueOf(properties.getProperty(name)));
            }
        });
        return Optional.of(new StackRecord(Endpoints.of(lines), ports, runs(lines)));
    }

    private static List<Run> runs(Map<String, String> lines) {
        return IntStream.iterate(0, i -> lines.containsKey(ENGINE + i + ".name"), i -> i + 1)
                .mapToObj(i -> ENGINE + i + ".")
                .map(prefix -> new Run(
                        lines.get(prefix + "name"),
                        lines.get(prefix + "endpoint"),
                        Long.parseLong(lines.get(prefix + "pid")),
                        Instant.parse(lines.get(prefix + "started"))))
                .toList();
    }
}
