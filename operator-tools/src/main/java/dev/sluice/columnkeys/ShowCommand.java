package dev.sluice.columnkeys;

import dev.sluice.encryption.ColumnKeys;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code scripts/column-keys show}: who has which keys, by number. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Tells whose keys a file holds, of which kinds, and their numbers; never a key.")
final class ShowCommand implements Callable<Integer> {
    @Mixin
    private KeyOptions keys;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        ColumnKeys known = keys.file().read();
        for (String tenant : known.tenants()) {
            known.of(tenant)
                    .forEach((kind, set) ->
                            out.println(tenant + "  " + kind.word() + "  encrypts: " + set.primaryId() + "  decrypt: "
                                    + set.ids().stream().map(String::valueOf).collect(Collectors.joining(" "))));
        }
        keys.tellExposure(spec.commandLine().getErr());
        return 0;
    }
}
