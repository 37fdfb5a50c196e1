package dev.sluice.archive.layout;

import dev.sluice.archive.envelope.Envelope;

/**
 * What the directory of an envelope depends on; every part is safe in a path whatever the record says. Made by {@link
 * Template#slot}.
 *
 * @param tenant a valid tenant's name or {@link #UNKNOWN}
 * @param dataset a valid dataset's name or {@link #UNKNOWN}
 * @param importId null where the template does not name it
 * @param topic null where the template does not name it
 * @param kind null where the template does not name it
 * @param hour hours since the epoch, in UTC; 0 for records that have no time, or an absurd one
 */
public record Slot(String tenant, String dataset, String importId, String topic, Envelope.Kind kind, long hour) {
    /** Stands for names that are absent or not valid; itself not a valid name. */
    public static final String UNKNOWN = "_unknown";
}
