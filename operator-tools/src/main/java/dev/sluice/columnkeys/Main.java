package dev.sluice.columnkeys;

import dev.sluice.tenant.command.Invocation;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Command;

/** {@code scripts/column-keys}. Exit codes: 0 done, 1 refused or failed, 2 not understood. */
@Command(
        name = "scripts/column-keys",
        subcommands = {AddCommand.class, RotateCommand.class, ShowCommand.class, DecryptCommand.class},
        synopsisSubcommandLabel = "add|rotate|show|decrypt",
        mixinStandardHelpOptions = true,
        description = "Makes, rotates and shows the keys of encrypted columns, and decrypts what was stored with them.")
public final class Main {
    private final InputStream in;

    private Main(InputStream in) {
        this.in = in;
    }

    /** The user's words. */
    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(System.in, out, err, args));
    }

    /** The same without ending the JVM. */
    public static int run(InputStream in, PrintWriter out, PrintWriter err, String... args) {
        return Invocation.run(new Main(in), out, err, args);
    }

    InputStream in() {
        return in;
    }
}
