package dev.sluice.source.settle;

import dev.sluice.source.stage.Sealing;

/** A file that lies beside a report. */
public enum Attachment {
    /** The rejected lines as they were, under the original header. */
    REJECTS(".rejects.csv"),
    /** Why. */
    REASONS(".rejects.reasons.csv"),
    /** The first, encrypted: of an encrypted file, or of a dataset with encrypted columns. */
    SEALED_REJECTS(REJECTS.suffix + Sealing.SUFFIX),
    /** The second, encrypted: of an encrypted file. */
    SEALED_REASONS(REASONS.suffix + Sealing.SUFFIX);

    private final String suffix;

    Attachment(String suffix) {
        this.suffix = suffix;
    }

    /** Behind the imported file's name. */
    public String suffix() {
        return suffix;
    }
}
