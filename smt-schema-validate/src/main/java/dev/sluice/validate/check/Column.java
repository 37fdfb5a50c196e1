package dev.sluice.validate.check;

import dev.sluice.contract.Violation.Code;
import dev.sluice.validate.schema.AvroTypes;
import dev.sluice.validate.schema.ContractColumn;
import java.time.ZoneId;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;

/**
 * One column of a plan: where its text stands in the raw row, and what each kind of text becomes. What absent, null and empty mean
 * (docs/adr/0001-wire-contract.md) is decided once, here, not for each row.
 */
final class Column {
    private final Field source;
    private final Field target;
    private final TextType type;
    private final Object ifAbsent;
    private final Object ifNull;
    private final Object ifEmpty;

    /**
     * Compiles a column.
     *
     * @param source of the raw row; null if the raw row does not have the column
     * @param target of the accepted row
     * @param emptyStays in a nullable string column
     */
    Column(ContractColumn column, Field source, Field target, boolean emptyStays, ZoneId zone) {
        this.source = source;
        this.target = target;
        this.type = isText(source) ? TextTypes.of(column.type(), target.schema(), zone) : notText(source);
        this.ifAbsent = absent(column);
        this.ifNull = orMissing(column, column.nullable() ? null : column.defaultValue(), "has no value", true);
        this.ifEmpty = empty(column, emptyStays);
    }

    Field target() {
        return target;
    }

    /** The column's text in a row; null if it has none. */
    String text(Struct raw) {
        return source != null && raw.get(source) instanceof String text ? text : null;
    }

    /** The column's value in a row, null being one, or a {@link Fault}. */
    Object value(Struct raw) {
        if (source == null) {
            return ifAbsent;
        }
        Object text = raw.get(source);
        if (text == null) {
            return ifNull;
        }
        String present = text instanceof String string ? string : "?";
        return present.isEmpty() ? ifEmpty : type.read(present);
    }

    private static Object absent(ContractColumn column) {
        return "".equals(column.defaultValue())
                ? orMissing(column, "", "is not in the file", true)
                : orMissing(column, column.defaultValue(), "is not in the file", false);
    }

    private static Object empty(ContractColumn column, boolean emptyStays) {
        boolean string = column.type().getType() == Schema.Type.STRING
                && AvroTypes.logicalName(column.type()).isEmpty();
        if (string && !column.key() && (emptyStays || !column.nullable())) {
            return "";
        }
        return orMissing(column, column.nullable() ? null : column.defaultValue(), "is empty", true);
    }

    /**
     * A value that takes a text's place, or the fault that none may.
     *
     * @param keyNeedsText a key column is not content with what takes a text's place
     */
    private static Object orMissing(ContractColumn column, Object substitute, String problem, boolean keyNeedsText) {
        if (column.key() && (keyNeedsText || substitute == null)) {
            return new Fault(
                    Code.MISSING_REQUIRED,
                    problem + ", but the column belongs to the primary key",
                    "Give a value: a primary key column is never null or empty.");
        }
        if (substitute == null && !column.nullable()) {
            return new Fault(
                    Code.MISSING_REQUIRED,
                    problem + ", but the column must have a value",
                    "Give a value, or define the column as nullable or with a default.");
        }
        return substitute;
    }

    private static boolean isText(Field source) {
        return source == null || source.schema().type() == org.apache.kafka.connect.data.Schema.Type.STRING;
    }

    private static TextType notText(Field source) {
        Fault fault = Fault.mismatch(
                "is not text but " + source.schema().type().getName(),
                "Feed the transform with rows of text, as the file source makes them.");
        return text -> fault;
    }
}
