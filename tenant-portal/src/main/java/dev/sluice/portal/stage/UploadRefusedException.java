package dev.sluice.portal.stage;

/** Bytes that are not taken, for a reason that their sender can do something about. */
public final class UploadRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** More bytes than a file may have. */
        TOO_LARGE,
        /** Other bytes than the sender has hashed. */
        OTHER_CHECKSUM,
        /** A file of that name waits already. */
        NAME_TAKEN
    }

    private final Reason reason;

    public UploadRefusedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
