package dev.sluice.portal.follow;

/** What has become of a file. */
public enum State {
    /** The source reads it. */
    RUNNING,
    /** The source has read it; rows are on their way. */
    LOADING,
    /** Rows are missing, and nothing has come for long. */
    INCOMPLETE,
    /** Every row is in its table or rejected. */
    COMPLETED,
    /** The source has given it up; it is to be sent again. */
    FAILED,
    /** Refused as a whole; nothing of it was loaded. */
    REJECTED,
    /** Was to be checked only. */
    CHECKED;

    /** Whether more is to come. */
    public boolean isUnderWay() {
        return this == RUNNING || this == LOADING;
    }
}
