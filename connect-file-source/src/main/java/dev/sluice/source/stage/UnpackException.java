package dev.sluice.source.stage;

import dev.sluice.contract.Violation;
import java.io.IOException;

/** A file cannot be unpacked or decrypted, however often it is tried: a reason against the file, not trouble with the world. */
public final class UnpackException extends IOException {
    private static final long serialVersionUID = 1L;

    private final Violation.Code code;
    private final String where;
    private final String cure;

    private UnpackException(Violation.Code code, String what, String where, String cure, Throwable cause) {
        super(what, cause);
        this.code = code;
        this.where = where;
        this.cure = cure;
    }

    static UnpackException corrupt(long packedBytes, IOException cause) {
        return new UnpackException(
                Violation.Code.CORRUPT_FILE,
                "the compressed file is damaged, cut off, or not of the form that its name says",
                cause.getMessage() + ", before byte " + packedBytes,
                "Pack and drop it again.",
                cause);
    }

    /**
     * An encrypted file that is not what was encrypted. It is never told how that was noticed: whoever can change files and read reports
     * could else ask, file by file, what stands in one that he cannot read, or what a private key makes of it.
     */
    public static UnpackException tampered(Throwable cause) {
        return new UnpackException(
                Violation.Code.CORRUPT_FILE,
                "the encrypted file is damaged, cut off, was changed after it was encrypted, is for none of the connector's"
                        + " keys without telling for which, or holds something else than data in the form of its name",
                "not what was encrypted",
                "Encrypt and drop it again.",
                cause);
    }

    /** A file that Sluice cannot or will not decrypt. */
    public static UnpackException undecipherable(String what, String where) {
        return new UnpackException(
                Violation.Code.NOT_DECRYPTED,
                what,
                where,
                "Encrypt it with OpenPGP to the public key that your operator has given you (gpg --encrypt), and drop it"
                        + " again.",
                null);
    }

    /** An encrypted file that is not signed as was agreed upon. */
    public static UnpackException unsigned(String what, String where) {
        return new UnpackException(
                Violation.Code.NOT_SIGNED,
                what,
                where,
                "Sign it with a key that your operator knows (gpg --sign --encrypt), and drop it again.",
                null);
    }

    static UnpackException tooLarge(long maxBytes) {
        return new UnpackException(
                Violation.Code.FILE_TOO_LARGE,
                "the file is larger than max_file_size_mb=" + (maxBytes >> 20) + " of its dataset when it is unpacked",
                "more than " + maxBytes + " bytes",
                "Split it, or drop a definition with a larger max_file_size_mb.",
                null);
    }

    /**
     * Why the file is refused, or its import has failed.
     *
     * @param consequence as a clause
     */
    public Violation violation(String consequence) {
        return Violation.bounded(
                code,
                null,
                where,
                getMessage() + " (where='" + Violation.cut(where) + "'); " + consequence + " " + cure);
    }
}
