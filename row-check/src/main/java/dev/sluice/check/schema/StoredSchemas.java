package dev.sluice.check.schema;

import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;

/**
 * Schemas of rows in which the values of encrypted columns are ciphertext: bytes, whatever they were. A default in clear text is left out. But
 * where there was one, rows of earlier versions may lack the column, and readers of Avro must have something for it: no bytes at all, which
 * no ciphertext is.
 */
final class StoredSchemas {
    /** A value of these has several values inside it, and no text. */
    private static final Set<org.apache.avro.Schema.Type> NESTED = EnumSet.of(
            org.apache.avro.Schema.Type.ARRAY,
            org.apache.avro.Schema.Type.MAP,
            org.apache.avro.Schema.Type.RECORD,
            org.apache.avro.Schema.Type.UNION,
            org.apache.avro.Schema.Type.NULL);

    private StoredSchemas() {}

    /**
     * Refuses an encryption that a column cannot have.
     *
     * @throws IllegalArgumentException says why
     */
    static void check(ContractColumn column) {
        if (!column.isEncrypted()) {
            return;
        }
        if (NESTED.contains(column.type().getType())) {
            throw new IllegalArgumentException("is to be encrypted, which only a column of a scalar type can be");
        }
        if (column.key() && column.encryption() != ColumnEncryption.DETERMINISTIC) {
            throw new IllegalArgumentException(
                    "is to be encrypted and belongs to the primary key, so that its encryption must be"
                            + " deterministic: else the same row would be another one each time");
        }
    }

    /** The schema of a row or of its key; itself if no column of it is encrypted. */
    static Schema of(Schema clear, List<ContractColumn> columns) {
        Set<String> encrypted = columns.stream()
                .filter(ContractColumn::isEncrypted)
                .map(ContractColumn::name)
                .collect(Collectors.toSet());
        if (clear.fields().stream().noneMatch(field -> encrypted.contains(field.name()))) {
            return clear;
        }
        SchemaBuilder stored = SchemaBuilder.struct().name(clear.name()).version(clear.version());
        for (Field field : clear.fields()) {
            stored.field(field.name(), encrypted.contains(field.name()) ? bytes(field.schema()) : field.schema());
        }
        return stored.build();
    }

    private static Schema bytes(Schema clear) {
        if (clear.isOptional()) {
            return Schema.OPTIONAL_BYTES_SCHEMA;
        }
        return clear.defaultValue() == null
                ? Schema.BYTES_SCHEMA
                : SchemaBuilder.bytes().defaultValue(ByteBuffer.allocate(0)).build();
    }
}
