package dev.sluice.check.schema;

import java.util.List;
import org.apache.kafka.connect.data.Schema;

/** What the types of one schema version ask of a row. Immutable. */
public sealed interface Contract {
    SubjectVersion id();

    /**
     * A version that rows can be checked against.
     *
     * @param valueSchema of accepted rows: named after the subject, of the Registry's version; one object for all rows
     * @param columns in the order of the schema's fields
     * @param keySchema of accepted rows' keys, without a version; null where the contract names no primary key
     * @param keyColumns positions in {@code columns} of the primary key's columns, in the key's order
     * @param emptyStays an empty field of a nullable string column is the empty string, not null
     */
    record OfRows(
            SubjectVersion id,
            Schema valueSchema,
            List<ContractColumn> columns,
            Schema keySchema,
            List<Integer> keyColumns,
            boolean emptyStays)
            implements Contract {
        public OfRows {
            columns = List.copyOf(columns);
            keyColumns = List.copyOf(keyColumns);
        }
    }

    /**
     * A version that no row can meet, because the version itself is wrong.
     *
     * @param reasons at least one, for people
     */
    record Unusable(SubjectVersion id, List<String> reasons) implements Contract {
        public Unusable {
            reasons = List.copyOf(reasons);
        }
    }
}
