package dev.sluice.validate.check;

import java.util.List;
import org.apache.kafka.connect.data.Struct;

/** What a check says of a row. */
public sealed interface Checked {
    /**
     * The row meets its contract.
     *
     * @param key null where the contract names no primary key
     */
    record Accepted(Struct key, Struct value) implements Checked {}

    /**
     * The row does not.
     *
     * @param findings all of them, in the order of the contract's columns; at least one
     */
    record Refused(List<Finding> findings) implements Checked {
        public Refused {
            findings = List.copyOf(findings);
        }
    }
}
