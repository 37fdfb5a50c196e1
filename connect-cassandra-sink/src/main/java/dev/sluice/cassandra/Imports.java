package dev.sluice.cassandra;

import dev.sluice.cassandra.bind.Reading;
import dev.sluice.cassandra.bind.Reading.Announced;
import dev.sluice.cassandra.bind.Reading.Bound;
import dev.sluice.cassandra.bind.Reading.Errant;
import dev.sluice.cassandra.bind.Reading.Rejected;
import dev.sluice.cassandra.bind.RowId;
import dev.sluice.cassandra.commit.Passage;
import dev.sluice.cassandra.progress.ImportBook;
import dev.sluice.cassandra.progress.RejectedRow;
import dev.sluice.cassandra.progress.Saving;
import dev.sluice.cassandra.progress.StreamId;
import dev.sluice.contract.ImportContext;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Tells the import book what a record counts as. Confined to the task's thread.
 *
 * @param saving of the same book
 */
record Imports(ImportBook book, Saving saving) {
    /** Makes sure that what a record will be counted in is known; throws what Cassandra's driver throws. */
    void open(TopicPartition partition, Reading reading) {
        ImportContext context = context(reading);
        if (context != null) {
            book.open(stream(partition, reading), context);
        }
    }

    /** What is to be done when the record has passed; it has been opened. */
    Passage passage(TopicPartition partition, long offset, Reading reading) {
        ImportContext context = context(reading);
        if (context == null) {
            return Passage.UNNOTICED;
        }
        StreamId stream = stream(partition, reading);
        if (reading instanceof Announced announced) {
            return book.event(stream, context, announced.event(), offset);
        }
        if (reading instanceof Rejected rejected) {
            return book.rejection(stream, context, row(rejected), offset);
        }
        return book.row(stream, context, id(reading).orElseThrow().position(), offset);
    }

    void forget(Collection<TopicPartition> partitions) {
        book.forget(partitions);
    }

    Map<TopicPartition, OffsetAndMetadata> bound(Map<TopicPartition, OffsetAndMetadata> offsets) {
        return book.bound(offsets);
    }

    private static StreamId stream(TopicPartition partition, Reading reading) {
        String origin = reading instanceof Rejected rejected ? rejected.origin() : "";
        return new StreamId(
                partition, origin, id(reading).map(id -> id.position().block()).orElse(0L));
    }

    private static RejectedRow row(Rejected rejected) {
        return rejected.rejection()
                .map(RejectedRow::of)
                .orElseGet(() ->
                        RejectedRow.of(rejected.id().position(), RejectedRow.REFUSED_BY_CONNECT, rejected.reason()));
    }

    private static ImportContext context(Reading reading) {
        return reading instanceof Announced announced
                ? ImportBook.contextOf(announced.event())
                : id(reading).map(RowId::context).orElse(null);
    }

    private static Optional<RowId> id(Reading reading) {
        if (reading instanceof Bound bound) {
            return bound.id();
        }
        if (reading instanceof Errant errant) {
            return errant.id();
        }
        return reading instanceof Rejected rejected ? Optional.of(rejected.id()) : Optional.empty();
    }
}
