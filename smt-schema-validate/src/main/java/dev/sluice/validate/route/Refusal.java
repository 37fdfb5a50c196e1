package dev.sluice.validate.route;

import dev.sluice.contract.Rejection;
import org.apache.kafka.connect.connector.ConnectRecord;

/** What is done with a row that does not meet its contract. Dropping it is not among the possibilities. */
public interface Refusal {
    /**
     * Refuses a row.
     *
     * @return the record to send on; never null
     * @throws org.apache.kafka.connect.errors.DataException if Connect is to deal with it
     */
    <R extends ConnectRecord<R>> R refuse(R record, Rejection rejection);
}
