package dev.sluice.encryption;

import dev.sluice.contract.DatasetId;
import dev.sluice.contract.Tenant;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The column that a ciphertext is of. It is bound to it: as that of another column, table or tenant it cannot be decrypted.
 *
 * @param table without the tenant
 */
public record ColumnAddress(Tenant tenant, String table, String column) {
    /** An Avro name; it has no dot. */
    private static final Pattern COLUMN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    public ColumnAddress {
        if (tenant == null
                || !DatasetId.TABLE.matcher(table).matches()
                || !COLUMN.matcher(column).matches()) {
            throw new IllegalArgumentException("column (where='" + tenant + "." + table + "." + column
                    + "') is not valid; nothing was done. Give it as tenant.table.column.");
        }
    }

    /**
     * A column of a Registry subject; none where the subject is not {@code tenant.table}, so that nobody can tell whose keys are to be
     * used.
     */
    public static Optional<ColumnAddress> of(String subject, String column) {
        int dot = subject.indexOf('.');
        return dot > 0
                        && Tenant.isValid(subject.substring(0, dot))
                        && DatasetId.TABLE.matcher(subject.substring(dot + 1)).matches()
                        && COLUMN.matcher(column).matches()
                ? Optional.of(
                        new ColumnAddress(new Tenant(subject.substring(0, dot)), subject.substring(dot + 1), column))
                : Optional.empty();
    }

    /**
     * A column as people write it, {@code tenant.table.column}.
     *
     * @throws IllegalArgumentException if it is not of that form
     */
    public static ColumnAddress parse(String text) {
        int dot = text.lastIndexOf('.');
        return of(text.substring(0, Math.max(dot, 0)), text.substring(dot + 1))
                .orElseThrow(() -> new IllegalArgumentException("column (where='" + text
                        + "') is not valid; nothing was done. Give it as tenant.table.column."));
    }

    /** What Tink calls the associated data: {@link #toString()} in UTF-8. */
    public byte[] associatedData() {
        return toString().getBytes(StandardCharsets.UTF_8);
    }

    /** {@code tenant.table.column}. */
    @Override
    public String toString() {
        return tenant + "." + table + "." + column;
    }
}
