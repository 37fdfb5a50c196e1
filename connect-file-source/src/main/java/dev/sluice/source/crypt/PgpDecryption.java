package dev.sluice.source.crypt;

import dev.sluice.source.stage.Decryption;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.Optional;

/** Opens OpenPGP messages. Any thread; a message belongs to one. */
public final class PgpDecryption implements Decryption {
    /** Has no key. */
    public static final PgpDecryption NONE = new PgpDecryption(PrivateKeys.NONE);

    private final PrivateKeys keys;
    private final Optional<Certificates> signers;

    public PgpDecryption(PrivateKeys keys) {
        this(keys, Optional.empty());
    }

    private PgpDecryption(PrivateKeys keys, Optional<Certificates> signers) {
        this.keys = keys;
        this.signers = signers;
    }

    /** The same with the demand that messages be signed by one of these; empty for none. */
    public PgpDecryption demanding(Optional<Certificates> signedBy) {
        return new PgpDecryption(keys, signedBy);
    }

    @Override
    public InputStream decrypted(InputStream encrypted) {
        return new PgpMessage(
                encrypted, keys, new Signatures(signers, InstantSource.system().instant()));
    }

    /** The keys' ids. */
    @Override
    public String toString() {
        return keys.toString();
    }
}
