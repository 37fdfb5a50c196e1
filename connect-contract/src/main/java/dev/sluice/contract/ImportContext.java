package dev.sluice.contract;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What all rows of one import have in common. It travels as one packed header on every row, because a header costs time: the same
 * String object for all rows of the import.
 *
 * @param dataset the dataset that the file belongs to
 * @param importId names the import for ever; the same after a crash; see {@link #ID}
 * @param table the table of the dataset at the time of the import, as in the definition's schema name
 * @param version the Registry version of the subject that the import is pinned to
 * @param writeTimestampBase microseconds since the epoch; a row's write timestamp is base + ordinal
 */
public record ImportContext(DatasetId dataset, String importId, String table, int version, long writeTimestampBase) {
    /** What an import id looks like: 80 bits as lower-case hexadecimal digits. */
    public static final Pattern ID = Pattern.compile("[0-9a-f]{20}");

    private static final int PARTS = 6;

    public ImportContext {
        Objects.requireNonNull(dataset, "dataset");
        if (importId == null || !ID.matcher(importId).matches()) {
            throw new IllegalArgumentException("import id (where='" + importId + "') is not 20 hexadecimal digits");
        }
        if (table == null || !DatasetId.TABLE.matcher(table).matches()) {
            throw new IllegalArgumentException("table (where='" + table + "') is not a valid table name");
        }
    }

    /** The Registry subject of the rows. */
    public String subject() {
        return dataset.subject(table);
    }

    /** The Cassandra write timestamp of a row, in microseconds since the epoch. */
    public long writeTimestamp(long ordinal) {
        return writeTimestampBase + ordinal;
    }

    /** {@code tenant/dataset/import/table/version/base}. */
    public String encode() {
        return dataset + "/" + importId + "/" + table + "/" + version + "/" + writeTimestampBase;
    }

    /**
     * The opposite of {@link #encode()}.
     *
     * @throws IllegalArgumentException if the text is not an encoded context
     */
    public static ImportContext decode(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != PARTS) {
            throw new IllegalArgumentException(
                    "import context (where='" + text + "') does not have " + PARTS + " parts");
        }
        return new ImportContext(
                DatasetId.of(parts[0], parts[1]),
                parts[2],
                parts[3],
                Integer.parseInt(parts[4]),
                Long.parseLong(parts[5]));
    }
}
