package dev.sluice.source.check;

import dev.sluice.check.Checked;
import dev.sluice.check.StoredRows;
import dev.sluice.check.schema.Contract;
import dev.sluice.check.schema.ContractColumn;
import dev.sluice.encryption.EncryptionKind;
import dev.sluice.encryption.ValueText;
import java.util.function.UnaryOperator;

/**
 * What the validating transform makes of typed rows, as far as their size goes: in the place of an encrypted value is a ciphertext of
 * its length, and of nothing. Pure.
 */
final class StoredForm {
    private StoredForm() {}

    /** Of a contract's rows. */
    static UnaryOperator<Checked.Accepted> of(Contract contract) {
        return contract instanceof Contract.OfRows rows && rows.isEncrypted()
                ? new StoredRows(rows, StoredForm::ciphertext)::of
                : UnaryOperator.identity();
    }

    private static UnaryOperator<Object> ciphertext(ContractColumn column) {
        ValueText texts = ValueText.ofType(column.type());
        int overhead =
                EncryptionKind.of(column.encryption().property()).orElseThrow().overheadBytes();
        return value -> new byte[texts.of(value).length + overhead];
    }
}
