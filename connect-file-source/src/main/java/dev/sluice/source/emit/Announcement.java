package dev.sluice.source.emit;

import dev.sluice.contract.Event;
import dev.sluice.contract.SluiceHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * One event on its way to every partition of the rows topic and once to the events topic. Made by the poll thread, acknowledged by
 * any.
 */
public final class Announcement implements Awaiting {
    private final Runnable signal;
    private final AtomicInteger pending = new AtomicInteger();
    private final AtomicBoolean lost = new AtomicBoolean();
    private final boolean reachesAllPartitions;
    private final List<SourceRecord> records;

    /**
     * @param partitions of the rows topic; 0 if it does not exist yet, and then the event goes there once, so that Connect or the
     *     broker creates it
     * @param during offset of all records but the last
     * @param after offset of the last: committed once all are acknowledged
     */
    public Announcement(
            Event event,
            Topics topics,
            int partitions,
            Map<String, String> sourcePartition,
            ImportOffset during,
            ImportOffset after,
            Runnable signal) {
        this.signal = signal;
        this.reachesAllPartitions = partitions > 0;
        List<SourceRecord> all = new ArrayList<>(partitions + 1);
        if (partitions == 0) {
            all.add(record(event, topics.rows(), null, sourcePartition, during));
        }
        for (int partition = 0; partition < partitions; partition++) {
            all.add(record(event, topics.rows(), partition, sourcePartition, during));
        }
        if (reachesAllPartitions) {
            all.add(record(event, topics.events(), null, sourcePartition, after));
        }
        pending.set(all.size());
        records = List.copyOf(all);
    }

    /**
     * An event that has gone to all other partitions already.
     *
     * @param from the first partition that has not had it
     * @param to behind the last
     */
    public Announcement(
            Event event,
            Topics topics,
            int from,
            int to,
            Map<String, String> sourcePartition,
            ImportOffset offset,
            Runnable signal) {
        this.signal = signal;
        this.reachesAllPartitions = true;
        this.records = IntStream.range(from, to)
                .mapToObj(partition -> record(event, topics.rows(), partition, sourcePartition, offset))
                .toList();
        pending.set(records.size());
    }

    private SourceRecord record(
            Event event, String topic, Integer partition, Map<String, String> sourcePartition, ImportOffset offset) {
        return new TrackedRecord(
                sourcePartition,
                offset,
                topic,
                partition,
                Event.KEY_SCHEMA,
                event.key(),
                Event.SCHEMA,
                event.toStruct(),
                event.time().toEpochMilli(),
                SluiceHeaders.ofEvent(event),
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
