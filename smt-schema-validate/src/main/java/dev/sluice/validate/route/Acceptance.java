package dev.sluice.validate.route;

import dev.sluice.check.Checked;
import dev.sluice.check.judge.Finding;
import dev.sluice.contract.SluiceHeaders;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.Headers;

/** Makes the record of an accepted row: the same place and time, a typed key and value, and headers without the raw text. */
public final class Acceptance {
    private final boolean marksWarnings;

    /**
     * Chooses what an accepted row carries.
     *
     * @param marksWarnings rows with warnings, and only these, get a header that names the rules
     */
    public Acceptance(boolean marksWarnings) {
        this.marksWarnings = marksWarnings;
    }

    /** The record to send on; the one that came stays as it is. */
    public <R extends ConnectRecord<R>> R accept(R record, Checked.Accepted row) {
        boolean keyed = row.key() != null;
        Headers headers = SluiceHeaders.withoutRaw(record.headers());
        if (marksWarnings && !row.warnings().isEmpty()) {
            SluiceHeaders.addWarnings(
                    headers, row.warnings().stream().map(Finding::rule).toList());
        }
        Schema keySchema = keyed ? row.key().schema() : record.keySchema();
        return record.newRecord(
                record.topic(),
                record.kafkaPartition(),
                keySchema,
                keyed ? row.key() : record.key(),
                row.value().schema(),
                row.value(),
                record.timestamp(),
                headers);
    }
}
