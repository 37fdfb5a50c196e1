package dev.sluice.source.stage;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the bytes of a data file are wrapped in: compressed first, by the name behind which the encryption's suffix stands, then
 * encrypted.
 *
 * @param decryption empty if it is not encrypted
 */
record Wrapping(Compression compression, Optional<Decryption> decryption) {
    /** The file's own bytes. */
    static final Wrapping NONE = new Wrapping(Compression.NONE, Optional.empty());

    private static final List<String> ENCRYPTED = List.of(".pgp", ".gpg");

    static Wrapping of(String name, Decryption decryption) {
        return new Wrapping(
                Compression.of(clearName(name)), isEncrypted(name) ? Optional.of(decryption) : Optional.empty());
    }

    /** By name, in any case. */
    static boolean isEncrypted(String name) {
        return ENCRYPTED.stream().anyMatch(name.toLowerCase(Locale.ROOT)::endsWith);
    }

    /** The name of what is encrypted; a name's own, if it is not of an encrypted file. */
    static String clearName(String name) {
        return isEncrypted(name)
                ? name.substring(0, name.length() - ENCRYPTED.get(0).length())
                : name;
    }

    boolean isNone() {
        return compression == Compression.NONE && decryption.isEmpty();
    }

    /** An open file's data. */
    record Layers(InputStream decrypted, InputStream plain) {}

    Layers unwrapped(InputStream own) throws IOException {
        InputStream decrypted = decryption.isEmpty() ? own : decryption.get().decrypted(own);
        return new Layers(decrypted, compression.unpacked(decrypted));
    }
}
