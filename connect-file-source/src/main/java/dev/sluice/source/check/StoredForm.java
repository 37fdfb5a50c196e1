package dev.sluice.source.check;

import dev.sluice.check.schema.Contract;
import dev.sluice.check.schema.ContractColumn;
import dev.sluice.encryption.EncryptionKind;
import dev.sluice.encryption.ValueText;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/**
 * What the validating transform makes of typed rows, as far as their size goes: in the place of an encrypted value is a ciphertext of
 * its length, and of nothing. Immutable.
 */
final class StoredForm {
    /** Of rows none of whose columns is encrypted. */
    private static final StoredForm CLEAR = new StoredForm(Optional.empty(), Map.of());

    private final Optional<Contract.OfRows> contract;
    private final Map<String, Ciphertext> encrypted;

    private record Ciphertext(ValueText text, int overhead) {
        byte[] of(Object value) {
            return new byte[text.of(value).length + overhead];
        }
    }

    private StoredForm(Optional<Contract.OfRows> contract, Map<String, Ciphertext> encrypted) {
        this.contract = contract;
        this.encrypted = encrypted;
    }

    static StoredForm of(Contract contract) {
        if (!(contract instanceof Contract.OfRows rows) || !rows.isEncrypted()) {
            return CLEAR;
        }
        return new StoredForm(
                Optional.of(rows),
                rows.columns().stream()
                        .filter(ContractColumn::isEncrypted)
                        .collect(Collectors.toUnmodifiableMap(
                                ContractColumn::name,
                                column -> new Ciphertext(
                                        ValueText.ofType(column.type()),
                                        EncryptionKind.of(column.encryption().property())
                                                .orElseThrow()
                                                .overheadBytes()))));
    }

    Struct value(Struct typed) {
        return contract.isEmpty() ? typed : stored(typed, contract.get().storedValueSchema());
    }

    /** @param typed null if there is none */
    Struct key(Struct typed) {
        return typed == null || contract.isEmpty()
                ? typed
                : stored(typed, contract.get().storedKeySchema());
    }

    private Struct stored(Struct typed, Schema schema) {
        Struct stored = new Struct(schema);
        for (Field field : schema.fields()) {
            Object value = typed.get(field.name());
            Ciphertext ciphertext = encrypted.get(field.name());
            stored.put(field, value == null || ciphertext == null ? value : ciphertext.of(value));
        }
        return stored;
    }
}
