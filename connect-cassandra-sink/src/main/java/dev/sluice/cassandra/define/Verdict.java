package dev.sluice.cassandra.define;

/** What is known of one version of a dataset. */
public sealed interface Verdict {
    /** The table is there and has the version's columns. */
    record Ready(TableDefinition definition) implements Verdict {}

    /** The definition was refused; its rows cannot be written. */
    record Refused(String reason) implements Verdict {}

    /** Nobody has announced it yet, or another task is busy changing the schema: ask again later. */
    record NotYet(String reason) implements Verdict {}
}
