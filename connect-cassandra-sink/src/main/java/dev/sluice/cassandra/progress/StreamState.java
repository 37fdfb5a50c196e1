package dev.sluice.cassandra.progress;

import java.util.Map;

/**
 * How far an import has come in one partition: absolute, never a difference.
 *
 * @param ordinal the highest that is counted; rows up to it are never counted again
 * @param rows distinct rows, written or rejected
 * @param rejected how many of them were rejected
 * @param offset of the last counted record
 * @param position end of the furthest row in the uncompressed file, in bytes
 * @param reasons rejected rows by code and column: {@code CODE} or {@code CODE column}
 */
public record StreamState(
        long ordinal, long rows, long rejected, long offset, long position, Seen seen, Map<String, Long> reasons) {
    public static final StreamState NONE = new StreamState(0, 0, 0, -1, 0, Seen.NOTHING, Map.of());

    public StreamState {
        reasons = Map.copyOf(reasons);
    }
}
