package dev.sluice.cassandra.progress;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What Cassandra knows of one import.
 *
 * @param state as recorded; empty where neither start nor end has passed anywhere yet
 * @param total rows that the source has read; empty before the import's end has passed somewhere
 * @param failed whether the source has given the import up
 * @param streams its progress in every partition
 */
public record ImportFacts(Optional<ImportState> state, OptionalLong total, boolean failed, List<Progress> streams) {
    /**
     * One partition.
     *
     * @param saved when the state was saved last
     */
    public record Progress(StreamId id, StreamState state, Instant saved) {}

    public ImportFacts {
        streams = List.copyOf(streams);
    }

    long rows() {
        return streams.stream().mapToLong(stream -> stream.state().rows()).sum();
    }

    long rejected() {
        return streams.stream().mapToLong(stream -> stream.state().rejected()).sum();
    }

    /** Whether rows are known to be on their way: in a partition where the import has begun and not ended. */
    boolean isOnItsWay() {
        return streams.stream().anyMatch(stream -> stream.state().seen() == Seen.START);
    }

    Instant lastChange() {
        return streams.stream().map(Progress::saved).max(Instant::compareTo).orElse(Instant.EPOCH);
    }
}
