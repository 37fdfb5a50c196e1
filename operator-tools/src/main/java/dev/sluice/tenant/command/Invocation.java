package dev.sluice.tenant.command;

import dev.sluice.contract.SluiceVersion;
import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine;

/** Runs a command as a user gives it. Exit codes: 0 done, 1 refused or failed, 2 not understood. */
public final class Invocation {
    private Invocation() {}

    /**
     * Runs a command that has subcommands.
     *
     * @param command annotated for picocli
     * @param args the user's words; of none, the usage is told
     */
    public static int run(Object command, PrintWriter out, PrintWriter err, String... args) {
        CommandLine line = new CommandLine(command)
                .setOut(out)
                .setErr(err)
                .setExecutionExceptionHandler((e, given, parsed) -> {
                    if (e instanceof Refusal || e instanceof IOException) {
                        err.println("sluice: " + (e instanceof Refusal ? e.getMessage() : plain(e)));
                        return CommandLine.ExitCode.SOFTWARE;
                    }
                    throw e;
                });
        String version = "Sluice " + SluiceVersion.get();
        line.getCommandSpec().version(version);
        line.getSubcommands().values().forEach(each -> each.getCommandSpec().version(version));
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
