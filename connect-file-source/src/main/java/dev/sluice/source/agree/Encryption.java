package dev.sluice.source.agree;

import dev.sluice.source.crypt.Certificates;
import dev.sluice.source.crypt.PgpDecryption;
import java.util.Optional;

/**
 * What is agreed upon with a tenant about encryption.
 *
 * @param required whether data files in clear text are refused
 * @param recipients to whom that is encrypted which Sluice writes of an encrypted file's rows; if empty, it is not written
 * @param decryption of files before their first row is emitted, with all that is demanded of them
 */
public record Encryption(boolean required, Optional<Certificates> recipients, PgpDecryption decryption) {
    /** Files may be in clear text, and none can be decrypted. */
    public static final Encryption NONE = new Encryption(false, Optional.empty(), PgpDecryption.NONE);
}
