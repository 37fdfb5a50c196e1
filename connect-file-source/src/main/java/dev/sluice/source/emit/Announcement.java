package dev.sluice.source.emit;

import dev.sluice.contract.Event;
import dev.sluice.contract.SluiceHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * An event on its way to every partition of the rows topic and once to the events topic; before it, what partitions that were added
 * since have missed. Made by the poll thread, acknowledged by any.
 */
public final class Announcement implements Awaiting {
    /**
     * An event, and how many partitions of the rows topic have had it; if none has, it goes to the events topic too.
     */
    public record Part(Event event, int had) {
        /** News to all. */
        public static Part ofAll(Event event) {
            return new Part(event, 0);
        }

        /** With as many of the event's reasons as a record of so many bytes holds. */
        public Part fitting(long bytes) {
            return new Part(event.fitting(bytes), had);
        }
    }

    private final Runnable signal;
    private final AtomicInteger pending = new AtomicInteger();
    private final AtomicBoolean lost = new AtomicBoolean();
    private final boolean reachesAllPartitions;
    private final List<SourceRecord> records;

    /**
     * @param parts in the order in which a partition is told
     * @param partitions of the rows topic; 0 if it does not exist yet, and then the events go there once, so that Connect or the
     *     broker creates it
     * @param during offset of all records but the last
     * @param after offset of the last: committed once all are acknowledged
     */
    public Announcement(
            List<Part> parts,
            Topics topics,
            int partitions,
            Map<String, String> sourcePartition,
            ImportOffset during,
            ImportOffset after,
            Runnable signal) {
        this.signal = signal;
        this.reachesAllPartitions = partitions > 0;
        List<Destination> all = new ArrayList<>();
        for (Part part : parts) {
            if (!reachesAllPartitions) {
                all.add(new Destination(part.event(), topics.rows(), null));
            }
            for (int partition = part.had(); partition < partitions; partition++) {
                all.add(new Destination(part.event(), topics.rows(), partition));
            }
            if (reachesAllPartitions && part.had() == 0) {
                all.add(new Destination(part.event(), topics.events(), null));
            }
        }
        pending.set(all.size());
        List<SourceRecord> made = new ArrayList<>(all.size());
        for (Destination one : all) {
            boolean isLast = reachesAllPartitions && made.size() == all.size() - 1;
            made.add(record(one, sourcePartition, isLast ? after : during));
        }
        records = List.copyOf(made);
    }

    /** @param partition null where any will do */
    private record Destination(Event event, String topic, Integer partition) {}

    private SourceRecord record(Destination to, Map<String, String> sourcePartition, ImportOffset offset) {
        return new TrackedRecord(
                sourcePartition,
                offset,
                to.topic(),
                to.partition(),
                Event.KEY_SCHEMA,
                to.event().key(),
                Event.SCHEMA,
                to.event().toStruct(),
                to.event().time().toEpochMilli(),
                SluiceHeaders.ofEvent(to.event()),
                this,
                null);
    }

    public List<SourceRecord> records() {
        return records;
    }

    /** True if every record is acknowledged or lost. */
    public boolean isSettled() {
        return pending.get() == 0;
    }

    /** True if it must be made again: a record was lost, or not all partitions were known. */
    public boolean isInVain() {
        return lost.get() || !reachesAllPartitions;
    }

    /** True if a record was dropped on its way. */
    public boolean isLost() {
        return lost.get();
    }

    @Override
    public void acknowledged(TrackedRecord record, String topic) {
        settled();
    }

    @Override
    public void lost(TrackedRecord record) {
        lost.set(true);
        settled();
    }

    private void settled() {
        if (pending.decrementAndGet() == 0) {
            signal.run();
        }
    }
}
