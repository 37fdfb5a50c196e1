package dev.sluice.it.story.model;

import java.util.Set;

/** What must have come of a drop. */
public sealed interface Outcome {
    /** A definition in force. */
    record Defined(String table, int version) implements Outcome {}

    /** A definition that changed nothing; one of the codes is this. */
    record DefinitionRefused(String code) implements Outcome {}

    /** A file of which no row was loaded; reasons are {@code CODE column}. */
    record FileRefused(Set<String> reasons) implements Outcome {}

    /**
     * A file that was loaded.
     *
     * @param malformed rows that were rejected for their form
     * @param invalid rows that were rejected for their meaning
     */
    record Loaded(String table, int version, long rows, long malformed, long invalid) implements Outcome {
        public long rejected() {
            return malformed + invalid;
        }
    }
}
