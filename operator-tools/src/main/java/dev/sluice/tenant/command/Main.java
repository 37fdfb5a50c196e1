package dev.sluice.tenant.command;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
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
        return Invocation.run(new Main(), out, err, args);
    }
}
