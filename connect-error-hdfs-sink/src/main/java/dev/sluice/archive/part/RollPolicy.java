package dev.sluice.archive.part;

import java.util.Optional;

/**
 * When a part is committed.
 *
 * @param maxRecords of a part
 * @param maxFiles of a part: a commit takes some calls to the file system for each
 * @param maxBytes of the largest of a part's files
 * @param maxAgeMs since the part's first record
 * @param maxIdleMs since the part's last record
 */
public record RollPolicy(long maxRecords, int maxFiles, long maxBytes, long maxAgeMs, long maxIdleMs) {
    /** Why a part is committed. */
    public enum Reason {
        RECORDS,
        FILES,
        BYTES,
        AGE,
        IDLE,
        MEMORY,
        CLOSE
    }

    /** Of a part that has records; times in milliseconds of one monotonic clock. */
    public record Measures(long records, int files, long largestFile, long startedAt, long touchedAt) {}

    public Optional<Reason> due(Measures part, long now) {
        if (part.records() >= maxRecords) {
            return Optional.of(Reason.RECORDS);
        }
        if (part.files() >= maxFiles) {
            return Optional.of(Reason.FILES);
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
