package dev.sluice.check;

import dev.sluice.check.schema.Contract;
import dev.sluice.check.schema.ContractColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;

/**
 * Puts ciphertext in the place of the values of a contract's encrypted columns, in value and key; null stays null. A column of the key is
 * encrypted once, and is the same in both. Immutable; for any thread, if what encrypts is.
 */
public final class StoredRows {
    private final Contract.OfRows contract;
    private final List<UnaryOperator<Object>> cells = new ArrayList<>();
    private final Field[] clear;
    private final Field[] stored;

    /**
     * Prepares a contract's columns.
     *
     * @param ciphertexts asked once for each encrypted column: makes bytes, as Connect has them, of its values
     */
    public StoredRows(Contract.OfRows contract, Function<ContractColumn, UnaryOperator<Object>> ciphertexts) {
        this.contract = contract;
        for (ContractColumn column : contract.columns()) {
            cells.add(column.isEncrypted() ? ciphertexts.apply(column) : UnaryOperator.identity());
        }
        this.clear = contract.valueSchema().fields().toArray(Field[]::new);
        this.stored = contract.storedValueSchema().fields().toArray(Field[]::new);
    }

    /** The row as it is stored; the one that came stays as it is. */
    public Checked.Accepted of(Checked.Accepted row) {
        Struct value = new Struct(contract.storedValueSchema());
        for (int i = 0; i < clear.length; i++) {
            Object cell = row.value().get(clear[i]);
            if (cell != null) {
                value.put(stored[i], cells.get(i).apply(cell));
            }
        }
        return new Checked.Accepted(row.key() == null ? null : key(value), value, row.warnings());
    }

    private Struct key(Struct value) {
        Struct key = new Struct(contract.storedKeySchema());
        for (int i = 0; i < contract.keyColumns().size(); i++) {
            key.put(
                    contract.storedKeySchema().fields().get(i),
                    value.get(stored[contract.keyColumns().get(i)]));
        }
        return key;
    }
}
