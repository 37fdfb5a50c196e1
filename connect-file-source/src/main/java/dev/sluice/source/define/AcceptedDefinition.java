package dev.sluice.source.define;

/**
 * A definition in force.
 *
 * @param version of its subject in the Registry
 * @param nextWriteTimestamp microseconds since the epoch; the next import's write timestamps are not below it
 * @param reach who has been told
 */
public record AcceptedDefinition(Definition definition, int version, long nextWriteTimestamp, Reach reach) {
    /** A topic, and how many partitions of it have been told a definition; those that were added since have not. */
    public record Reach(String topic, int partitions) {
        /** How many partitions of a topic have been told; 0 if it is another one. */
        public int partitions(String ofTopic) {
            return topic.equals(ofTopic) ? partitions : 0;
        }
    }

    /** After an import that has used write timestamps up to one below the given. */
    public AcceptedDefinition withWriteTimestampsFrom(long next) {
        return new AcceptedDefinition(definition, version, Math.max(next, nextWriteTimestamp), reach);
    }

    /** After all partitions of a topic have been told. */
    public AcceptedDefinition withReach(String topic, int partitions) {
        return new AcceptedDefinition(definition, version, nextWriteTimestamp, new Reach(topic, partitions));
    }
}
