package dev.sluice.check;

import dev.sluice.check.read.Fault;
import dev.sluice.check.read.Notation;
import dev.sluice.check.read.TextType;
import dev.sluice.check.read.TextTypes;
import dev.sluice.check.read.ValueType;
import dev.sluice.check.read.ValueTypes;
import dev.sluice.check.schema.AvroTypes;
import dev.sluice.check.schema.Contract;
import dev.sluice.check.schema.ContractColumn;
import dev.sluice.contract.Violation.Code;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.Field;

/**
 * One column of a contract: what each kind of value becomes. What absent, null and empty mean (docs/adr/0001-wire-contract.md) is
 * decided once, here, not for each row. Immutable.
 */
final class Column {
    private final Field target;
    private final boolean encrypted;
    private final TextType ofText;
    private final ValueType ofValue;
    private final Object ifAbsent;
    private final Object ifNull;
    private final Object ifEmpty;

    private Column(ContractColumn column, Field target, boolean emptyStays, Notation notation) {
        this.target = target;
        this.encrypted = column.isEncrypted();
        this.ofText = TextTypes.of(column.type(), target.schema(), notation);
        this.ofValue = ValueTypes.of(column.type(), target.schema(), notation);
        this.ifAbsent = absent(column);
        this.ifNull = orMissing(column, column.nullable() ? null : column.defaultValue(), "has no value", true);
        this.ifEmpty = empty(column, emptyStays);
    }

    /**
     * Compiles a column of a contract.
     *
     * @throws IllegalArgumentException if its own patterns are none
     */
    static Column of(Contract.OfRows contract, int position, Notation notation) {
        ContractColumn column = contract.columns().get(position);
        return new Column(
                column,
                contract.valueSchema().fields().get(position),
                contract.emptyStays(),
                notation.forColumn(column));
    }

    Field target() {
        return target;
    }

    /** True if its values may be told to nobody. */
    boolean isEncrypted() {
        return encrypted;
    }

    /** What a row has for the column, as a text that may be told; null if it has nothing, or nothing may be told. */
    String text(Object value) {
        return encrypted || value == RowShape.ABSENT || value == null ? null : value.toString();
    }

    /**
     * What a row has for the column as a Connect value, null being one, or a {@link Fault}.
     *
     * @param value a text or any other value, null, or {@link RowShape#ABSENT}
     */
    Object read(Object value) {
        if (value instanceof String text) {
            return text.isEmpty() ? ifEmpty : ofText.read(text);
        }
        if (value == null) {
            return ifNull;
        }
        return value == RowShape.ABSENT ? ifAbsent : ofValue.read(value);
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
}
