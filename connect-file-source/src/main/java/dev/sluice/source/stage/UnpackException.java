package dev.sluice.source.stage;

import dev.sluice.contract.Violation;
import java.io.IOException;

/** A file cannot be unpacked, however often it is tried: a reason against the file, not trouble with the world. */
public final class UnpackException extends IOException {
    private static final long serialVersionUID = 1L;

    private final Violation.Code code;
    private final String where;

    private UnpackException(Violation.Code code, String what, String where, Throwable cause) {
        super(what, cause);
        this.code = code;
        this.where = where;
    }

    static UnpackException corrupt(long packedBytes, IOException cause) {
        return new UnpackException(
                Violation.Code.CORRUPT_FILE,
                "the compressed file is damaged, cut off, or not of the form that its name says",
                cause.getMessage() + ", before byte " + packedBytes,
                cause);
    }

    static UnpackException tooLarge(long maxBytes) {
        return new UnpackException(
                Violation.Code.FILE_TOO_LARGE,
                "the file is larger than max_file_size_mb=" + (maxBytes >> 20) + " of its dataset when it is unpacked",
                "more than " + maxBytes + " bytes",
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
                getMessage() + " (where='" + Violation.cut(where) + "'); " + consequence
                        + (code == Violation.Code.CORRUPT_FILE
                                ? " Pack and drop it again."
                                : " Split it, or drop a definition with a larger max_file_size_mb."));
    }
}
