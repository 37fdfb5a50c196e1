package dev.sluice.stack.process;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The two system properties that every process of a stack carries first on its command line.
 *
 * <p>They tell it from every other process, whatever became of its pid: what is stopped is only what carries the marker.
 */
public record Marker(Path stack, String engine) {
    private static final String STACK = "-Dsluice.stack=";
    private static final String ENGINE = "-Dsluice.engine=";

    List<String> options() {
        return List.of(STACK + stack, ENGINE + engine);
    }

    /** Whether the process carries this very marker. */
    public boolean isOn(ProcessHandle process) {
        return of(process).filter(this::equals).isPresent();
    }

    /** All living processes of the stack in this directory, also those that no file tells of. */
    public static List<ProcessHandle> processesOf(Path stack) {
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.filter(process ->
                            of(process).filter(m -> m.stack().equals(stack)).isPresent())
                    .toList();
        }
    }

    /** The marker of a process, if it has one. */
    public static Optional<Marker> of(ProcessHandle process) {
        String[] arguments = process.info().arguments().orElseGet(() -> new String[0]);
        Optional<String> stack = valueOf(STACK, arguments);
        Optional<String> engine = valueOf(ENGINE, arguments);
        return stack.flatMap(s -> engine.map(e -> new Marker(Path.of(s), e)));
    }

    private static Optional<String> valueOf(String prefix, String[] arguments) {
        return Arrays.stream(arguments)
                .filter(a -> a.startsWith(prefix))
                .map(a -> a.substring(prefix.length()))
                .findFirst();
    }
}
