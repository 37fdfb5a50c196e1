package dev.sluice.cassandra.progress;

/** What becomes of an import. The names stand in {@code imports.state}. */
public enum ImportState {
    /** The source reads the file. */
    RUNNING,
    /** The source has read the file; rows are on their way. */
    LOADING,
    /** Nothing has come for the grace time, and rows are missing. Becomes {@link #COMPLETED} should they come after all. */
    INCOMPLETE,
    /** Every row of the file is in its table or rejected. Final. */
    COMPLETED,
    /** The source has given the import up. Final. */
    FAILED;

    /** Whether nobody needs to look at the import again by himself. */
    public boolean isSettled() {
        return this == INCOMPLETE || this == COMPLETED || this == FAILED;
    }
}
