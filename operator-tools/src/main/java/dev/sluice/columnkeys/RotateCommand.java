package dev.sluice.columnkeys;

import dev.sluice.contract.Tenant;
import dev.sluice.encryption.ColumnKeys;
import dev.sluice.encryption.EncryptionKind;
import dev.sluice.encryption.KeySet;
import dev.sluice.tenant.command.Refusal;
import dev.sluice.tenant.command.TenantName;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code scripts/column-keys rotate}: a tenant's values are encrypted with a new key from now on. */
@Command(
        name = "rotate",
        mixinStandardHelpOptions = true,
        description = {
            "Makes a new random key of a tenant, which encrypts from now on. Those before it stay, and decrypt what they have encrypted.",
            "A deterministic key is not rotated: equal values would no longer be equal."
        })
final class RotateCommand implements Callable<Integer> {
    @Parameters(paramLabel = "TENANT", converter = TenantName.class)
    private Tenant tenant;

    @Mixin
    private KeyOptions keys;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        KeySet now = random(keys.file().change(this::rotated));
        spec.commandLine()
                .getOut()
                .println("key " + now.primaryId() + " of " + tenant + " in " + keys.path()
                        + " encrypts from now on, where connectors are restarted; these decrypt: " + now.ids());
        keys.tellExposure(spec.commandLine().getErr());
        return 0;
    }

    private ColumnKeys rotated(ColumnKeys known) {
        return known.with(tenant, random(known).rotated());
    }

    private KeySet random(ColumnKeys known) {
        KeySet random = known.of(tenant.name()).get(EncryptionKind.RANDOM);
        if (random == null) {
            throw new Refusal("tenant '" + tenant
                    + "' has no random key; nothing was changed. Make the first one: scripts/column-keys add.");
        }
        return random;
    }
}
