package dev.sluice.validate.encrypt;

import dev.sluice.check.Checked;
import dev.sluice.check.schema.Contract;
import dev.sluice.encryption.ColumnCipher;
import dev.sluice.encryption.ValueText;
import java.nio.ByteBuffer;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;

/**
 * Puts ciphertext in the place of the values of encrypted columns, in value and key; null stays null. A column of the key is encrypted once,
 * and is the same in both.
 */
final class EncryptedColumns implements RowCipher {
    private final Contract.OfRows contract;
    private final ColumnCipher[] ciphers;
    private final ValueText[] texts;
    private final Field[] clear;
    private final Field[] stored;

    /**
     * Prepares a contract's columns.
     *
     * @param ciphers of its columns, in their order; null for those that stay as they are
     */
    EncryptedColumns(Contract.OfRows contract, ColumnCipher[] ciphers) {
        this.contract = contract;
        this.ciphers = ciphers.clone();
        this.texts = new ValueText[ciphers.length];
        for (int i = 0; i < ciphers.length; i++) {
            texts[i] = ciphers[i] == null
                    ? null
                    : ValueText.ofType(contract.columns().get(i).type());
        }
        this.clear = contract.valueSchema().fields().toArray(Field[]::new);
        this.stored = contract.storedValueSchema().fields().toArray(Field[]::new);
    }

    @Override
    public Checked.Accepted stored(Checked.Accepted row) {
        Struct value = new Struct(contract.storedValueSchema());
        for (int i = 0; i < clear.length; i++) {
            Object of = row.value().get(clear[i]);
            if (of != null) {
                value.put(stored[i], ciphers[i] == null ? of : ByteBuffer.wrap(ciphers[i].encrypt(texts[i].of(of))));
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
