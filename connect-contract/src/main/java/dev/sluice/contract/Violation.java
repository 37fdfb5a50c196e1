package dev.sluice.contract;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;

/**
 * One reason why a row, a file or a definition was refused.
 *
 * @param code stable, for machines
 * @param column the column, or the key of a definition; null where it is about the whole
 * @param value the offending value, bounded in length; null where there is none or it may not be shown
 * @param message for people: what (where='value'); consequence. Cure.
 */
public record Violation(Code code, String column, String value, String message) {
    /** Values longer than this many characters are cut by {@link #bounded}. */
    public static final int MAX_VALUE_LENGTH = 256;

    private static final int MOST = 256;
    private static final int MOST_CHARACTERS = 1 << 17;
    /** More than the violation takes that says how many more there are. */
    private static final int NOTE_BYTES = 160;

    /** Connect schema of a violation. */
    public static final Schema SCHEMA = SchemaBuilder.struct()
            .name("dev.sluice.Violation")
            .field("code", Schema.STRING_SCHEMA)
            .field("column", Schema.OPTIONAL_STRING_SCHEMA)
            .field("value", Schema.OPTIONAL_STRING_SCHEMA)
            .field("message", Schema.STRING_SCHEMA)
            .build();

    /** Stable codes. New ones may be added; none is ever renamed or given another meaning. */
    public enum Code {
        /** The text is not of the column's type. */
        TYPE_MISMATCH,
        /** The text is a number, but not one that fits the column's type. */
        OUT_OF_RANGE,
        /** A column that must have a value has none. */
        MISSING_REQUIRED,
        /** A decimal with more digits than the column's precision or scale. */
        PRECISION_EXCEEDED,
        /** Not one of an enum's symbols. */
        NOT_A_SYMBOL,
        /** Not of a fixed's or uuid's length or form. */
        BAD_FORMAT,
        /** The file has a column that the definition does not have. */
        UNKNOWN_COLUMN,
        /** The file names a column twice. */
        DUPLICATE_COLUMN,
        /** The file lacks a column that the primary key or a required field needs. */
        MISSING_COLUMN,
        /** A row with more or fewer fields than the header or the definition. */
        COLUMN_COUNT,
        /** A quote that never closes, or text after a closing quote. */
        MALFORMED_CSV,
        /** Bytes that are not of the file's charset. */
        BAD_ENCODING,
        /** A row longer than the operator's bound. */
        RECORD_TOO_LARGE,
        /** A data quality rule of the definition. */
        RULE_FAILED,
        /** No dataset's pattern or folder matches the file. */
        NO_DATASET,
        /** More than one dataset's pattern matches the file. */
        AMBIGUOUS_DATASET,
        /** The file is larger than its dataset allows. */
        FILE_TOO_LARGE,
        /** A link, a special file or a name that is not safe. */
        UNSAFE_FILE,
        /** A compressed or encrypted file that is damaged, cut off, or not of the form that its name says. */
        CORRUPT_FILE,
        /** The file is in clear text, and encryption was agreed upon. */
        NOT_ENCRYPTED,
        /** An encrypted file that is not for any key of the operator's, or whose integrity nothing protects. */
        NOT_DECRYPTED,
        /** An encrypted file that nobody has signed who was agreed upon. */
        NOT_SIGNED,
        /** A file with the same bytes was loaded into the dataset before. */
        DUPLICATE_FILE,
        /** More rows are not in order than the definition lets pass. */
        TOO_MANY_ERRORS,
        /** The file was removed, truncated, replaced or appended to while it was read. */
        FILE_CHANGED,
        /** The definition is not valid JSON, or a key of it is missing, unknown or has a bad value. */
        INVALID_DEFINITION,
        /** The operator does not allow the keyspace to this tenant. */
        KEYSPACE_NOT_ALLOWED,
        /** A change of a living table that Cassandra cannot make, or that the Registry refuses. */
        INCOMPATIBLE_CHANGE,
        /** Rows were dropped on their way to a topic. */
        ROWS_LOST,
        /** Rejected behind the source, which finds nothing wrong with the row. */
        NOT_EXPLAINED,
        /** Sluice itself failed on the row or file: a fault of ours. */
        INTERNAL_ERROR,
        /** Not a fault of its own: how many more there are than a rejection can hold. */
        MORE_VIOLATIONS,
        /** Valid, but perhaps not what its writer meant; nothing is refused for it alone. */
        WARNING,
        /** A code of a newer version of this contract. */
        UNRECOGNIZED;

        static Code of(String name) {
            for (Code code : values()) {
                if (code.name().equals(name)) {
                    return code;
                }
            }
            return UNRECOGNIZED;
        }
    }

    /** A violation whose value is cut to {@link #MAX_VALUE_LENGTH} characters. */
    public static Violation bounded(Code code, String column, String value, String message) {
        return new Violation(code, column, cut(value), message);
    }

    /** Cuts a value for display: never in the middle of a surrogate pair, and never without saying so. */
    public static String cut(String value) {
        if (value == null || value.length() <= MAX_VALUE_LENGTH) {
            return value;
        }
        int end = Character.isHighSurrogate(value.charAt(MAX_VALUE_LENGTH - 2))
                ? MAX_VALUE_LENGTH - 2
                : MAX_VALUE_LENGTH - 1;
        return value.substring(0, end) + "…";
    }

    /**
     * As many of them as fit into one record, and how many more there are: a row of thousands of columns may have as many faults, and
     * the broker takes no record of any size.
     */
    static List<Violation> fitting(List<Violation> all) {
        int characters = 0;
        for (int i = 0; i < all.size() && !isCut(all); i++) {
            characters += all.get(i).characters();
            if (i == MOST || (characters > MOST_CHARACTERS && i > 0)) {
                return first(i, all);
            }
        }
        return List.copyOf(all);
    }

    /**
     * As many of them as so many bytes hold, and how many more there are; of the first, if need be, as much of its message.
     *
     * @param bytes as {@link #size} counts them
     */
    static List<Violation> fitting(List<Violation> all, long bytes) {
        if (size(all) <= bytes) {
            return all;
        }
        long left = bytes - NOTE_BYTES;
        for (int i = 0; i < all.size(); i++) {
            left -= all.get(i).size();
            if (left < 0) {
                return i > 0 ? first(i, all) : List.of(all.get(0).cutTo(bytes));
            }
        }
        return all;
    }

    /** Bytes that they take in a record. */
    static long size(List<Violation> all) {
        return all.stream().mapToLong(Violation::size).sum();
    }

    private long size() {
        return 1
                + RecordSize.ofText(code.name())
                + RecordSize.ofText(column)
                + RecordSize.ofText(value)
                + RecordSize.ofText(message);
    }

    private Violation cutTo(long bytes) {
        Violation brief = new Violation(code, cut(column), null, "");
        return new Violation(
                code,
                brief.column(),
                null,
                RecordSize.cut(message, Math.max(0, bytes - brief.size() - RecordSize.COUNT)));
    }

    private static boolean isCut(List<Violation> all) {
        return !all.isEmpty() && all.get(all.size() - 1).code() == Code.MORE_VIOLATIONS;
    }

    private static List<Violation> first(int count, List<Violation> all) {
        List<Violation> fitting = new ArrayList<>(all.subList(0, count));
        int more = all.size() - count;
        fitting.add(new Violation(
                Code.MORE_VIOLATIONS,
                null,
                null,
                "the row has " + (isCut(all) ? "at least " + (more - 1) : more)
                        + " more violations than are told here. Mend these first."));
        return List.copyOf(fitting);
    }

    /** Characters of all of them, and some for what each has besides. */
    static long characters(List<Violation> all) {
        return all.stream().mapToLong(violation -> 32L + violation.characters()).sum();
    }

    private int characters() {
        return message.length() + (column == null ? 0 : column.length()) + (value == null ? 0 : value.length());
    }

    public Struct toStruct() {
        return new Struct(SCHEMA)
                .put("code", code.name())
                .put("column", column)
                .put("value", value)
                .put("message", message);
    }

    public static Violation of(Struct struct) {
        return new Violation(
                Code.of(struct.getString("code")),
                struct.getString("column"),
                struct.getString("value"),
                struct.getString("message"));
    }

    static List<Struct> toStructs(List<Violation> violations) {
        return violations.stream().map(Violation::toStruct).toList();
    }

    static List<Violation> ofStructs(List<?> structs) {
        return structs == null
                ? List.of()
                : structs.stream().map(struct -> of((Struct) struct)).toList();
    }
}
