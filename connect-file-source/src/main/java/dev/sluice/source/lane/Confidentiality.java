package dev.sluice.source.lane;

import dev.sluice.contract.Violation;
import dev.sluice.contract.Violation.Code;
import dev.sluice.source.agree.Encryption;
import dev.sluice.source.stage.OpenFile;
import dev.sluice.source.stage.Sealing;
import dev.sluice.source.stage.StagedFile;
import dev.sluice.source.stage.TenantDirectory;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;

/** How a tenant's data are kept from others' eyes, as it is agreed upon now. Poll thread. */
final class Confidentiality {
    private Encryption terms = Encryption.NONE;

    void follow(Encryption now) {
        terms = now;
    }

    /** Why a data file is not taken, if it is in clear text and must not be. */
    Optional<Violation> objection(StagedFile file) {
        return terms.required() && !file.isEncrypted()
                ? Optional.of(Violation.bounded(
                        Code.NOT_ENCRYPTED,
                        null,
                        file.name(),
                        "files must be encrypted, and this one is not, by its name (where='"
                                + Violation.cut(file.name())
                                + "'); it was refused and no row of it was loaded. Encrypt it with OpenPGP to the public"
                                + " key that your operator has given you, gpg --encrypt --recipient KEY --output '"
                                + Violation.cut(file.name()) + ".pgp' '" + Violation.cut(file.name())
                                + "' for instance, drop the encrypted file, and delete this one from out/rejected."))
                : Optional.empty();
    }

    /** What encrypts for the tenant; empty if nothing of encrypted files, and no row with encrypted columns, may be written. */
    Optional<Sealing> sealing() {
        return terms.recipients()
                .flatMap(keys -> keys.sealing(InstantSource.system().instant()));
    }

    /** Opens a file for being read to its end, where all that is demanded of it has been found in order. */
    OpenFile openDemanding(TenantDirectory directory, StagedFile file, long maxBytes) throws IOException {
        return directory.openData(file.path(), maxBytes, terms.decryption());
    }
}
