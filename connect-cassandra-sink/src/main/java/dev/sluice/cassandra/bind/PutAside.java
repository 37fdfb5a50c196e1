package dev.sluice.cassandra.bind;

import dev.sluice.cassandra.bind.Reading.Passed;
import dev.sluice.cassandra.bind.Reading.Rejected;
import dev.sluice.contract.Rejection;
import dev.sluice.contract.RowPosition;
import dev.sluice.contract.SluiceHeaders;
import java.util.Optional;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Reads records that are not to be written: rejections, and rows in a dead letter queue. Of the latter those are counted that Connect
 * put aside before they reached a sink task; those that a task reported were counted by that task.
 */
final class PutAside {
    /** Headers that Connect adds where {@code errors.deadletterqueue.context.headers.enable} is true. */
    private static final String STAGE = "__connect.errors.stage";

    private static final String TOPIC = "__connect.errors.topic";
    private static final String PARTITION = "__connect.errors.partition";
    private static final String MESSAGE = "__connect.errors.exception.message";
    private static final String REPORTED_BY_TASK = "TASK_PUT";

    private PutAside() {}

    static boolean isRejection(SinkRecord record) {
        return record.valueSchema() != null && Rejection.isRejection(record.valueSchema());
    }

    static Reading rejection(SinkRecord record) {
        Rejection rejection = Rejection.of((Struct) record.value());
        RowId id = new RowId(rejection.context(), rejection.position());
        return new Rejected(id, Optional.of(rejection), "", "");
    }

    static Reading row(SinkRecord record) {
        Headers headers = record.headers();
        Optional<String> stage = SluiceHeaders.text(headers, STAGE);
        if (stage.isEmpty() || stage.get().equals(REPORTED_BY_TASK)) {
            return new Passed();
        }
        Optional<RowPosition> position = SluiceHeaders.positionOf(headers);
        return SluiceHeaders.importOf(headers)
                .filter(context -> position.isPresent())
                .<Reading>map(context -> new Rejected(
                        new RowId(context, position.get()),
                        Optional.empty(),
                        SluiceHeaders.text(headers, TOPIC).orElse("") + "-"
                                + SluiceHeaders.text(headers, PARTITION).orElse(""),
                        SluiceHeaders.text(headers, MESSAGE).orElse(stage.get())))
                .orElse(new Passed());
    }
}
