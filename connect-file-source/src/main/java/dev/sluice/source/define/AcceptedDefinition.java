package dev.sluice.source.define;

/**
 * A definition in force.
 *
 * @param version of its subject in the Registry
 * @param nextWriteTimestamp microseconds since the epoch; the next import's write timestamps are not below it
 */
public record AcceptedDefinition(Definition definition, int version, long nextWriteTimestamp) {
    /** After an import that has used write timestamps up to one below the given. */
    public AcceptedDefinition withWriteTimestampsFrom(long next) {
        return new AcceptedDefinition(definition, version, Math.max(next, nextWriteTimestamp));
    }
}
