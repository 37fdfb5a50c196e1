package dev.sluice.cassandra.bind;

import dev.sluice.contract.SluiceHeaders;
import org.apache.kafka.connect.sink.SinkRecord;

/** Says where a record is, for people: in Kafka, and in the tenant's file. Never its content. */
public final class Coordinates {
    private Coordinates() {}

    public static String of(SinkRecord record) {
        String kafka =
                record.originalTopic() + "-" + record.originalKafkaPartition() + "@" + record.originalKafkaOffset();
        try {
            return SluiceHeaders.importOf(record.headers())
                    .flatMap(context -> SluiceHeaders.positionOf(record.headers())
                            .map(row -> kafka + ", " + context.dataset() + " version " + context.version() + ", import "
                                    + context.importId() + ", row " + row.ordinal() + ", line " + row.line()))
                    .orElse(kafka);
        } catch (IllegalArgumentException e) {
            return kafka;
        }
    }
}
