package dev.sluice.portal.follow;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One import as the Cassandra sink counts it.
 *
 * @param base of its write timestamps: of one dataset, later imports have higher ones
 * @param started empty before the start has passed the sink
 * @param settled when it was found complete, or not; empty before
 * @param bytes of the file as it lay there
 * @param total rows of the file; empty until the source has read all of it
 * @param missing rows that are neither accepted nor rejected; of an import that is settled
 * @param ordinal of the furthest row that was counted, from 1; rows before it may be on their way in other partitions
 * @param position end of that row in the uncompressed file, in bytes
 * @param failure why the source has given it up
 * @param reasons rejected rows by code and column; empty where they were not asked for
 */
public record Import(
        String tenant,
        String id,
        long base,
        String dataset,
        String table,
        int version,
        String file,
        State state,
        Optional<Instant> started,
        Optional<Instant> settled,
        long bytes,
        OptionalLong total,
        long accepted,
        long rejected,
        long missing,
        long ordinal,
        long position,
        Optional<String> failure,
        Map<String, Long> reasons) {
    public Import {
        reasons = Map.copyOf(reasons);
    }

    long rows() {
        return accepted + rejected;
    }
}
