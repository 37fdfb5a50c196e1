package dev.sluice.check.schema;

import java.util.List;
import org.apache.kafka.connect.data.Schema;

/** What the types of one schema version ask of a row. Immutable. */
public sealed interface Contract {
    SubjectVersion id();

    /** True if values of any column are to be encrypted, and so no row's text may be told; also if they are to be, but cannot. */
    boolean isEncrypted();

    /**
     * A version that rows can be checked against.
     *
     * @param valueSchema of accepted rows: named after the subject, of the Registry's version; one object for all rows
     * @param columns in the order of the schema's fields
     * @param keySchema of accepted rows' keys, without a version; null where the contract names no primary key
     * @param keyColumns positions in {@code columns} of the primary key's columns, in the key's order
     * @param emptyStays an empty field of a nullable string column is the empty string, not null
     * @param storedValueSchema of accepted rows whose encrypted columns are ciphertext; {@code valueSchema} where none is encrypted
     * @param storedKeySchema of their keys; {@code keySchema} where no column of the key is encrypted
     */
    record OfRows(
            SubjectVersion id,
            Schema valueSchema,
            List<ContractColumn> columns,
            Schema keySchema,
            List<Integer> keyColumns,
            boolean emptyStays,
            Schema storedValueSchema,
            Schema storedKeySchema)
            implements Contract {
        public OfRows {
            columns = List.copyOf(columns);
            keyColumns = List.copyOf(keyColumns);
        }

        @Override
        public boolean isEncrypted() {
            return columns.stream().anyMatch(ContractColumn::isEncrypted);
        }
    }

    /**
     * A version that no row can meet, because the version itself is wrong.
     *
     * @param reasons at least one, for people
     */
    record Unusable(SubjectVersion id, List<String> reasons, boolean isEncrypted) implements Contract {
        public Unusable {
            reasons = List.copyOf(reasons);
        }
    }
}
