package dev.sluice.source.stage;

import java.io.IOException;
import java.io.InputStream;

/** What opens encrypted files. Any thread; what it opens belongs to one. */
public interface Decryption {
    /** Opens none. */
    Decryption NONE = encrypted -> {
        throw UnpackException.undecipherable("the connector has no private key (pgp.private.keys)", "pgp.private.keys");
    };

    /**
     * The data of an encrypted stream. All of it was read, and nothing else follows, when it says that it has ended; and then its integrity
     * was found right. What comes before its end is not to be trusted until then.
     *
     * <p>Reading throws an {@link UnpackException} if the stream, not the world, is to blame.
     */
    InputStream decrypted(InputStream encrypted) throws IOException;
}
