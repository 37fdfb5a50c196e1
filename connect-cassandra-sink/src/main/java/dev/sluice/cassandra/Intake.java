package dev.sluice.cassandra;

import dev.sluice.cassandra.bind.Reading;
import dev.sluice.cassandra.bind.Reading.Waiting;
import dev.sluice.cassandra.bind.RecordReader;
import dev.sluice.cassandra.write.Failure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.LongConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Reads a batch whole, before any of it is accepted: what each record turned out to be, and the streams that it will be counted in.
 * Nothing of it changes anything that a second reading would not. Confined to the task's thread.
 */
final class Intake {
    /** When a batch that cannot be read yet comes again. */
    static final long RETRY_MILLIS = 500;

    /** A record, where it came from and what it is. */
    record Item(SinkRecord record, TopicPartition partition, Reading reading) {}

    private final RecordReader reader;
    private final Imports imports;
    private final LongConsumer callAgain;
    private TopicPartition partition = new TopicPartition("", -1);

    /** @param callAgain Connect's {@code context.timeout}, in milliseconds */
    Intake(RecordReader reader, Imports imports, LongConsumer callAgain) {
        this.reader = reader;
        this.imports = imports;
        this.callAgain = callAgain;
    }

    /**
     * Reads a batch.
     *
     * @throws RetriableException if the batch has to come again
     * @throws ConnectException if an operator has to act
     */
    List<Item> read(Collection<SinkRecord> records) {
        List<Item> items = new ArrayList<>(records.size());
        for (SinkRecord record : records) {
            Reading reading = read(record);
            if (reading instanceof Waiting waiting) {
                callAgain.accept(RETRY_MILLIS);
                throw new RetriableException(waiting.reason() + "; the batch waits");
            }
            TopicPartition partition = partition(record);
            open(partition, reading);
            items.add(new Item(record, partition, reading));
        }
        return items;
    }

    private Reading read(SinkRecord record) {
        try {
            return reader.read(record);
        } catch (ConnectException e) {
            throw e;
        } catch (RuntimeException e) {
            throw worldly(e);
        }
    }

    private void open(TopicPartition partition, Reading reading) {
        try {
            imports.open(partition, reading);
        } catch (RuntimeException e) {
            throw worldly(e);
        }
    }

    /** The consumer's partition, not what a transform has made of it. Nearly always that of the record before. */
    private TopicPartition partition(SinkRecord record) {
        if (partition.partition() != record.originalKafkaPartition()
                || !partition.topic().equals(record.originalTopic())) {
            partition = new TopicPartition(record.originalTopic(), record.originalKafkaPartition());
        }
        return partition;
    }

    /** What a failure of Cassandra in the midst of reading means for the task. */
    private RuntimeException worldly(RuntimeException e) {
        Failure failure = Failure.of(e);
        if (failure == Failure.REFUSED) {
            return new ConnectException(
                    "Cassandra refuses what the sink must do in its own keyspace: " + e.getMessage()
                            + "; the task stops, nothing is lost. Check the keyspace, then restart the task.",
                    e);
        }
        callAgain.accept(RETRY_MILLIS);
        if (failure == Failure.FORBIDDEN) {
            return new RetriableException(
                    "Cassandra forbids what the sink must do in its own keyspace: " + e.getMessage()
                            + "; the batch waits, nothing is lost. Grant it to the sink's role.",
                    e);
        }
        return new RetriableException("Cassandra did not answer a question about a definition; the batch waits", e);
    }
}
