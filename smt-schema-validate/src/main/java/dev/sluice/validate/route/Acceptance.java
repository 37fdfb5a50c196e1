package dev.sluice.validate.route;

import dev.sluice.contract.SluiceHeaders;
import dev.sluice.validate.check.Checked;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;

/** Makes the record of an accepted row: the same place and time, a typed key and value, and headers without the raw text. */
public final class Acceptance {
    private Acceptance() {}

    /** The record to send on; the one that came stays as it is. */
    public static <R extends ConnectRecord<R>> R accept(R record, Checked.Accepted row) {
        boolean keyed = row.key() != null;
        Schema keySchema = keyed ? row.key().schema() : record.keySchema();
        return record.newRecord(
                record.topic(),
                record.kafkaPartition(),
                keySchema,
                keyed ? row.key() : record.key(),
                row.value().schema(),
                row.value(),
                record.timestamp(),
                SluiceHeaders.withoutRaw(record.headers()));
    }
}
