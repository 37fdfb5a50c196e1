package dev.sluice.tenant.command;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code scripts/tenant check}: whether agreements are in order; does nothing else. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = "Tells all that is wrong with service agreements.")
final class CheckCommand implements Callable<Integer> {
    @Parameters(paramLabel = "AGREEMENT", arity = "1..*", description = "Files of service agreements.")
    private List<Path> files;

    @Option(
            names = "--timezone",
            paramLabel = "ZONE",
            defaultValue = "UTC",
            description = "Of schedules; by default UTC.")
    private ZoneId zone;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        int code = 0;
        for (Path file : files) {
            try {
                Agreement.read(file, zone);
                spec.commandLine().getOut().println(file + " is in order");
            } catch (Refusal e) {
                spec.commandLine().getErr().println("sluice: " + e.getMessage());
                code = 1;
            }
        }
        return code;
    }
}
