package dev.sluice.columnkeys;

import dev.sluice.contract.Tenant;
import dev.sluice.encryption.EncryptionKind;
import dev.sluice.encryption.KeySet;
import dev.sluice.tenant.command.Refusal;
import dev.sluice.tenant.command.TenantName;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code scripts/column-keys add}: a tenant gets a key. */
@Command(
        name = "add",
        mixinStandardHelpOptions = true,
        description = {
            "Makes a key for a tenant that has none of that kind.",
            "A file that is not there is made, for its owner only; of one that is there, everything else stays."
        })
final class AddCommand implements Callable<Integer> {
    @Parameters(paramLabel = "TENANT", converter = TenantName.class)
    private Tenant tenant;

    @Mixin
    private KeyOptions keys;

    @Option(
            names = "--kind",
            paramLabel = "random|deterministic",
            defaultValue = "random",
            converter = KindWord.class,
            description =
                    "Of columns with \"encrypt\": true, or with \"encrypt\": \"deterministic\". By default random.")
    private EncryptionKind kind;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        KeySet made = KeySet.generate(kind);
        keys.file().change(known -> {
            if (known.has(tenant.name(), kind)) {
                throw new Refusal("tenant '" + tenant + "' has a " + kind.word() + " key; nothing was changed. "
                        + (kind == EncryptionKind.RANDOM
                                ? "To have another from now on: scripts/column-keys rotate."
                                : "Its tables need it: with another, equal values would no longer be equal."));
            }
            return known.with(tenant, made);
        });
        spec.commandLine()
                .getOut()
                .println("made " + kind.word() + " key " + made.primaryId() + " of " + tenant + " in " + keys.path()
                        + "; connectors with this file in encryption.keys see it when they are restarted. Keep a copy where"
                        + " the rows are not: without it nobody reads them.");
        keys.tellExposure(spec.commandLine().getErr());
        return 0;
    }
}
