package dev.sluice.source.define;

import dev.sluice.check.schema.ColumnEncryption;
import dev.sluice.contract.DatasetId;
import dev.sluice.source.discover.Glob;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;

/**
 * A dataset as its tenant defined it, checked.
 *
 * @param schema with {@link dev.sluice.contract.SchemaProperties}: what goes into the Registry
 * @param partitionKey column names, in order; at least one
 * @param clusteringColumns column names, in order
 * @param maxFileBytes larger files are refused
 * @param json the tenant's text, to be checked again whenever it is read again
 */
public record Definition(
        DatasetId id,
        String table,
        String keyspace,
        Schema schema,
        List<String> partitionKey,
        List<String> clusteringColumns,
        boolean header,
        boolean ignoresUnknownColumns,
        Glob filePattern,
        long maxFileBytes,
        CsvFormat format,
        ErrorPolicy errors,
        String json) {
    public Definition {
        partitionKey = List.copyOf(partitionKey);
        clusteringColumns = List.copyOf(clusteringColumns);
    }

    /** Tells this definition's text from any other's: 16 hexadecimal digits. */
    public String fingerprint() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(json.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The Registry subject. */
    public String subject() {
        return id.subject(table);
    }

    /** The schema as whoever asks the Registry reads it: from its text, which makes other numbers of some properties' numbers. */
    public Schema registeredSchema() {
        return new Schema.Parser().parse(schema.toString());
    }

    /** Column names in the definition's order. */
    public List<String> columns() {
        return schema.getFields().stream().map(Schema.Field::name).toList();
    }

    /** All columns of the primary key, in order. */
    public List<String> primaryKey() {
        return java.util.stream.Stream.concat(partitionKey.stream(), clusteringColumns.stream())
                .toList();
    }

    /** How each column is encrypted that is, in the definition's order. */
    public Map<String, ColumnEncryption> encryptedColumns() {
        return EncryptedColumns.of(schema);
    }

    /** True if the values of any column may be told to nobody. */
    public boolean isEncrypted() {
        return !encryptedColumns().isEmpty();
    }

    /** Columns that a file must have: those that can be neither null nor defaulted. */
    public Set<String> requiredColumns() {
        return schema.getFields().stream()
                .filter(field -> !field.hasDefaultValue() && !Columns.isNullable(field.schema()))
                .map(Schema.Field::name)
                .collect(java.util.stream.Collectors.toUnmodifiableSet());
    }
}
