package dev.sluice.cassandra.progress;

import dev.sluice.cassandra.commit.Passage;
import dev.sluice.contract.Event;
import dev.sluice.contract.Event.ImportEnded;
import dev.sluice.contract.Event.ImportFailed;
import dev.sluice.contract.Event.ImportStarted;
import dev.sluice.contract.ImportContext;
import dev.sluice.contract.RowPosition;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Counts what passes, import by import and partition by partition, and bounds what may be committed by what is saved. The package's
 * page tells why the counts are exact. Confined to the task's thread; {@link Saving} brings them to Cassandra.
 */
public final class ImportBook {
    /** More streams than these are not kept once all is saved: they are read again if they come again. */
    private static final int MAX_STREAMS = 5_000;

    /**
     * What an operator may choose.
     *
     * @param samples rejected rows that are remembered per import and partition
     * @param grace how long nothing may have come before missing rows are said to be missing
     */
    public record Choices(int samples, Duration grace) {}

    private final ProgressStore store;
    private final int maxSamples;
    private final Map<TopicPartition, Lane> lanes = new HashMap<>();
    private final Set<ImportContext> toJudge = new LinkedHashSet<>();

    public ImportBook(ProgressStore store, Choices choices) {
        this.store = store;
        this.maxSamples = choices.samples();
    }

    /** Makes sure that a stream's former state is known. Throws what Cassandra's driver throws, and may then be called again. */
    public void open(StreamId id, ImportContext context) {
        Lane lane = lanes.computeIfAbsent(id.partition(), key -> new Lane());
        if (lane.find(context, id) == null) {
            lane.add(
                    id.frame().equals(id)
                            ? new Stream(context, id, store.load(context, id))
                            : new Stream(context, id, store.load(context, id), frame(lane, id, context)));
        }
    }

    private Stream frame(Lane lane, StreamId id, ImportContext context) {
        open(id.frame(), context);
        return lane.find(context, id.frame());
    }

    /** A row that will be written or refused. Its stream is open. */
    public Passage row(StreamId id, ImportContext context, RowPosition position, long offset) {
        Lane lane = lanes.get(id.partition());
        Stream stream = lane.find(context, id);
        stream.expect();
        return refusal -> {
            boolean isNew = stream.count(position.ordinal(), position.byteStart() + position.byteLength(), offset);
            if (isNew && refusal != null) {
                reject(lane, stream, RejectedRow.of(position, RejectedRow.REFUSED_BY_SINK, refusal), offset);
            }
            if (stream.frame().seen() == Seen.END) {
                toJudge.add(context);
            }
        };
    }

    /** A row that was refused before it came here. Its stream is open. */
    public Passage rejection(StreamId id, ImportContext context, RejectedRow row, long offset) {
        Lane lane = lanes.get(id.partition());
        Stream stream = lane.find(context, id);
        stream.expect();
        return refusal -> {
            RowPosition position = row.position();
            if (stream.count(position.ordinal(), position.byteStart() + position.byteLength(), offset)) {
                reject(lane, stream, row, offset);
            }
            // Also if it is not new: its counterpart may have crashed between saving and judging.
            toJudge.add(context);
        };
    }

    /** Start, end or failure of an import. Its stream is open. */
    public Passage event(StreamId id, ImportContext context, Event event, long offset) {
        Lane lane = lanes.get(id.partition());
        Stream stream = lane.find(context, id);
        stream.expect();
        boolean isStart = event instanceof ImportStarted;
        return refusal -> {
            stream.see(isStart ? Seen.START : Seen.END, offset);
            lane.announce(event, offset);
            if (!isStart) {
                toJudge.add(context);
            }
        };
    }

    /** The import that an event belongs to, if it is one that is counted; null otherwise. */
    public static ImportContext contextOf(Event event) {
        if (event instanceof ImportStarted started) {
            return started.context();
        }
        if (event instanceof ImportEnded ended) {
            return ended.context();
        }
        return event instanceof ImportFailed failed ? failed.context() : null;
    }

    /** Partitions that this task gets or loses: what is not saved of them will be counted again, by whoever has them then. */
    public void forget(Collection<TopicPartition> partitions) {
        partitions.forEach(lanes::remove);
    }

    /** Holds offsets back to what is saved. */
    public Map<TopicPartition, OffsetAndMetadata> bound(Map<TopicPartition, OffsetAndMetadata> offsets) {
        Map<TopicPartition, OffsetAndMetadata> bounded = new HashMap<>(offsets);
        bounded.replaceAll((partition, offset) -> {
            Lane lane = lanes.get(partition);
            OptionalLong bound = lane == null ? OptionalLong.empty() : lane.bound();
            return bound.isPresent() && bound.getAsLong() < offset.offset()
                    ? new OffsetAndMetadata(bound.getAsLong())
                    : offset;
        });
        return bounded;
    }

    private void reject(Lane lane, Stream stream, RejectedRow row, long offset) {
        stream.countRejected(row);
        if (stream.rejected() <= maxSamples) {
            lane.remember(new Lane.Sample(stream, offset, row));
        }
    }

    boolean isSaved() {
        return toJudge.isEmpty() && lanes.values().stream().allMatch(Lane::isSaved);
    }

    Collection<Lane> lanes() {
        return lanes.values();
    }

    /** Imports to be judged once what is counted now is saved. */
    Set<ImportContext> takeToJudge() {
        Set<ImportContext> taken = new LinkedHashSet<>(toJudge);
        toJudge.clear();
        return taken;
    }

    void judge(Collection<ImportContext> contexts) {
        toJudge.addAll(contexts);
    }

    void forgetIdleStreams() {
        if (lanes.values().stream().mapToInt(lane -> lane.streams().size()).sum() > MAX_STREAMS) {
            lanes.values().forEach(Lane::forgetIdleStreams);
        }
    }
}
