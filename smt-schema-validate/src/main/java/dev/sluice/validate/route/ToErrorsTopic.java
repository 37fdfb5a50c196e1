package dev.sluice.validate.route;

import dev.sluice.contract.DatasetId;
import dev.sluice.contract.Rejection;
import dev.sluice.contract.SluiceHeaders;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.sink.SinkRecord;

/** Addresses the rejection to the errors topic; for source connectors, because Connect has no dead letter queue for these. */
public final class ToErrorsTopic implements Refusal {
    private final String topic;
    private final int maxBytes;

    /**
     * Chooses the topic.
     *
     * @param topic may hold <code>${tenant}</code> and <code>${dataset}</code>
     * @param maxBytes of a rejection in Kafka; larger ones are cut
     */
    public ToErrorsTopic(String topic, int maxBytes) {
        this.topic = topic;
        this.maxBytes = maxBytes;
    }

    @Override
    public <R extends ConnectRecord<R>> R refuse(R record, Rejection rejection) {
        if (record instanceof SinkRecord) {
            // The sink would take the rejection for a row.
            throw new DataException(
                    "on.invalid (where='route') re-addresses records, which a sink connector cannot do; the "
                            + "row was not loaded. Set on.invalid=fail, errors.tolerance=all and "
                            + "errors.deadletterqueue.topic.name on the connector. " + AsDataException.text(rejection));
        }
        Headers headers = SluiceHeaders.withoutRaw(record.headers());
        Rejection fitting = rejection.fitting(headers, maxBytes);
        return record.newRecord(
                topicOf(rejection.context().dataset()),
                null,
                Rejection.KEY_SCHEMA,
                fitting.key(),
                Rejection.SCHEMA,
                fitting.toStruct(),
                record.timestamp(),
                headers);
    }

    private String topicOf(DatasetId dataset) {
        return topic.indexOf('$') < 0
                ? topic
                : topic.replace("${tenant}", dataset.tenant().name()).replace("${dataset}", dataset.name());
    }
}
