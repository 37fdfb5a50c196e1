package dev.sluice.source.settle;

/** A file that lies beside a report. */
public enum Attachment {
    /** The rejected lines as they were, under the original header. */
    REJECTS(".rejects.csv"),
    /** Why. */
    REASONS(".rejects.reasons.csv");

    private final String suffix;

    Attachment(String suffix) {
        this.suffix = suffix;
    }

    /** Behind the imported file's name. */
    public String suffix() {
        return suffix;
    }
}
