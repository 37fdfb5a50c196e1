package dev.sluice.stack.command;

import dev.sluice.stack.LocalStack;
import dev.sluice.stack.Shutdown;
import dev.sluice.stack.StackException;
import dev.sluice.stack.StackRecord;
import dev.sluice.stack.engine.Tuning;
import dev.sluice.stack.process.Marker;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The command behind {@code scripts/stack}. Exit codes: 0 done, 1 failed or not running, 2 not understood. */
public final class Main {
    private static final String USAGE = """
            Usage: scripts/stack up|status|down [--dir <directory>] [--throughput] [--build|--no-build]
              up            starts Kafka, a Connect worker, a Schema Registry, Cassandra and HDFS; they stay until 'down'
              status        shows each engine: endpoint, pid, memory; exit code 1 unless all of them run
              down          stops them; data and logs stay
              --dir         where everything of the stack is, by default .stack in the checkout
              --throughput  larger heaps and optimising compilers, for benchmarks
              --build       up: builds even if everything was built before
              --no-build    up: takes what is there, even if a plugin is missing
            """;

    private final PrintStream out;

    private Main(PrintStream out) {
        this.out = out;
    }

    public static void main(String[] arguments) {
        System.exit(new Main(System.out).run(List.of(arguments)));
    }

    private int run(List<String> arguments) {
        Optional<CommandLine> understood = CommandLine.of(arguments);
        if (understood.isEmpty()) {
            System.err.print(USAGE);
            return 2;
        }
        CommandLine command = understood.get();
        try {
            return switch (command.verb()) {
                case UP -> up(command.directory(), command.tuning());
                case STATUS -> status(command.directory());
                case DOWN -> down(command.directory());
                case HELP -> help();
            };
        } catch (StackException | IOException | UncheckedIOException failed) {
            System.err.println(failed.getMessage());
            return 1;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private int help() {
        out.print(USAGE);
        return 0;
    }

    private int up(Path directory, Tuning tuning) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        Path home = directory.toRealPath();
        if (!Marker.processesOf(home).isEmpty()) {
            out.println("The stack in " + home + " runs already.");
            return status(home);
        }
        out.println("Starting the engines in " + home + " …");
        Instant start = Instant.now();
        LocalStack stack = LocalStack.builder().directory(home).tuning(tuning).start();
        stack.outliveThisJvm();
        String times = stack.engines().stream()
                .map(engine -> engine.name() + " " + engine.startupTime().toSeconds() + " s")
                .collect(Collectors.joining(", "));
        out.println("Up after " + Duration.between(start, Instant.now()).toSeconds() + " s (" + times + ").");
        return status(home);
    }

    private int status(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            out.println("There is no stack in " + directory + ". Start one with 'scripts/stack up'.");
            return 1;
        }
        Path home = directory.toRealPath();
        Optional<StackRecord> record = StackRecord.read(home);
        if (record.isEmpty()) {
            out.println("There is no stack in " + home + ". Start one with 'scripts/stack up'.");
            return 1;
        }
        out.print(StatusTable.of(record.get(), home));
        boolean allUp =
                record.get().runs().stream().allMatch(run -> run.process(home).isPresent());
        return allUp && !record.get().runs().isEmpty() ? 0 : 1;
    }

    /** Stops what carries this stack's mark, even if no file tells of it: a start may have been cut short. */
    private int down(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            out.println("There is no stack in " + directory + ".");
            return 0;
        }
        Path home = directory.toRealPath();
        List<ProcessHandle> running = Marker.processesOf(home);
        Shutdown.of(running);
        out.println(
                running.isEmpty()
                        ? "No engine runs in " + home + "."
                        : "Stopped " + running.size() + " processes; data and logs stay in " + home + ".");
        return 0;
    }
}
