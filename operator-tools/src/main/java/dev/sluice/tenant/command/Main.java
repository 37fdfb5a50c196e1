package dev.sluice.tenant.command;

import dev.sluice.contract.SluiceVersion;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code scripts/tenant}. Exit codes: 0 done, 1 refused or failed, 2 not understood. */
@Command(
        name = "scripts/tenant",
        subcommands = {
            AddCommand.class,
            CheckCommand.class,
            ShowCommand.class,
            ListCommand.class,
            ReplayCommand.class,
            RemoveCommand.class
        },
        synopsisSubcommandLabel = "add|check|show|list|replay|remove",
        mixinStandardHelpOptions = true,
        description = "Has a tenant served, looks how it does, loads files again, and ends it.")
public final class Main {
    private Main() {}

    /** The user's words. */
    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(out, err, args));
    }

    /** The same without ending the JVM. */
    public static int run(PrintWriter out, PrintWriter err, String... args) {
        CommandLine line = new CommandLine(new Main())
                .setOut(out)
                .setErr(err)
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    if (e instanceof Refusal || e instanceof IOException) {
                        err.println("sluice: " + (e instanceof Refusal ? e.getMessage() : plain(e)));
                        return CommandLine.ExitCode.SOFTWARE;
                    }
                    throw e;
                });
        String version = "Sluice " + SluiceVersion.get();
        line.getCommandSpec().version(version);
        line.getSubcommands()
                .values()
                .forEach(command -> command.getCommandSpec().version(version));
        return args.length == 0 ? usage(line) : line.execute(args);
    }

    private static int usage(CommandLine line) {
        line.usage(line.getErr());
        return CommandLine.ExitCode.USAGE;
    }

    /** Of files, Java says nothing but the name where the kind of exception says it all. */
    private static String plain(Exception e) {
        String name = e.getClass().getSimpleName();
        return e.getClass().equals(IOException.class) ? e.getMessage() : e.getMessage() + " (" + name + ")";
    }
}
