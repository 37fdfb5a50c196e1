package dev.sluice.archive.envelope;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * What the archive keeps of one record: one form for all kinds. Fields are null where the record does not say. Buffers
 * are never written to, nor are their positions moved.
 *
 * @param kind what the record was
 * @param tenant as the record says; not yet checked for use in a path
 * @param origin where the record stood in Kafka; its coordinates are unique in an archive
 * @param source where the record of a dead letter queue first stood; null for other kinds
 * @param row where the row stood in its file, and what was tried with it
 * @param violations why the row was refused, in the order of the wire
 * @param raw the record's or row's text
 * @param rawBytes the record's value where it is no text
 * @param keyBytes the record's key where it tells more than tenant, dataset and import
 * @param headers the record's headers, other than those that only repeat what stands here
 * @param time milliseconds since the epoch: when the row was read, else the record's timestamp
 */
public record Envelope(
        Kind kind,
        String tenant,
        String dataset,
        String importId,
        Row row,
        List<Reason> violations,
        String raw,
        ByteBuffer rawBytes,
        ByteBuffer keyBytes,
        List<Head> headers,
        Origin origin,
        Source source,
        Long time) {

    /** What a record was. New kinds may be added. */
    public enum Kind {
        /** A rejection of the wire contract. */
        REJECTION,
        /** A record of a Connect dead letter queue. */
        DEAD_LETTER,
        /** Anything else: kept as it is. */
        OTHER;

        /** The kind of that name; {@link #OTHER} for one of a newer Sluice. */
        static Kind of(String name) {
            for (Kind kind : values()) {
                if (kind.name().equals(name)) {
                    return kind;
                }
            }
            return OTHER;
        }
    }

    /** Where the row stood in its file, and the contract it was tried against. */
    public record Row(
            String file,
            Long ordinal,
            Long line,
            Long byteStart,
            Long byteLength,
            String stage,
            String subject,
            Integer version,
            Long writeTimestampBase) {
        /** Of a record that tells nothing about a row. */
        public static final Row UNKNOWN = new Row(null, null, null, null, null, null, null, null, null);
    }

    /** One reason for refusal; the code as it was on the wire, also one that this version does not know. */
    public record Reason(String code, String column, String value, String message) {}

    /** One header; as text where it is text, else as bytes. */
    public record Head(String name, String value, ByteBuffer valueBytes) {}

    /**
     * Where the record stood in Kafka, before any transformation.
     *
     * @param timestamp milliseconds since the epoch; null where the record has none
     */
    public record Origin(String topic, int partition, long offset, Long timestamp) {}

    /** What a dead letter queue's headers say about the original record; null where they do not say, or nothing sensible. */
    public record Source(String topic, Integer partition, Long offset) {}
}
