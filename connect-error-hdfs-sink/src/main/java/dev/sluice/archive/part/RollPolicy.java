package dev.sluice.archive.part;

import java.util.Optional;

/**
 * When a part is committed.
 *
 * @param maxRecords of a part
 * @param maxBytes of the largest of a part's files
 * @param maxAgeMs since the part's first record
 * @param maxIdleMs since the part's last record
 */
public record RollPolicy(long maxRecords, long maxBytes, long maxAgeMs, long maxIdleMs) {
    /** Why a part is committed. */
    public enum Reason {
        RECORDS,
        BYTES,
        AGE,
        IDLE,
        OPEN_FILES,
        CLOSE
    }

    /** Of a part that has records; times in milliseconds of one monotonic clock. */
    public record Measures(long records, long largestFile, long startedAt, long touchedAt) {}

    public Optional<Reason> due(Measures part, long now) {
        if (part.records() >= maxRecords) {
            return Optional.of(Reason.RECORDS);
        }
        if (part.largestFile() >= maxBytes) {
            return Optional.of(Reason.BYTES);
        }
        if (now - part.startedAt() >= maxAgeMs) {
            return Optional.of(Reason.AGE);
        }
        return now - part.touchedAt() >= maxIdleMs ? Optional.of(Reason.IDLE) : Optional.empty();
    }

    /** When the part will be due if nothing more comes. */
    public long deadline(Measures part) {
        return Math.min(part.startedAt() + maxAgeMs, part.touchedAt() + maxIdleMs);
    }
}
