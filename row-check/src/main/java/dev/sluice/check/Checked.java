package dev.sluice.check;

import dev.sluice.check.judge.Finding;
import java.util.List;
import org.apache.kafka.connect.data.Struct;

/** What a check says of a row. */
public sealed interface Checked {
    /**
     * The row meets its contract.
     *
     * @param key null where the contract names no primary key
     * @param warnings rules that it breaks, and that only warn
     */
    record Accepted(Struct key, Struct value, List<Finding> warnings) implements Checked {
        public Accepted {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * The row does not.
     *
     * @param findings all of them, those of columns in the order of the contract's columns, then those of rules; at least one
     */
    record Refused(List<Finding> findings) implements Checked {
        public Refused {
            findings = List.copyOf(findings);
        }
    }
}
