package dev.sluice.validate.check;

import dev.sluice.contract.Violation.Code;
import dev.sluice.validate.schema.AvroTypes;
import dev.sluice.validate.schema.Contract;
import dev.sluice.validate.schema.ContractColumn;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.Field;

/**
 * One column of a plan: where its value stands in the row, and what each kind of value becomes. What absent, null and empty mean
 * (docs/adr/0001-wire-contract.md) is decided once, here, not for each row.
 */
final class Column {
    private final RowShape.Locator source;
    private final Field target;
    private final TextType ofText;
    private final ValueType ofValue;
    private final Object ifAbsent;
    private final Object ifNull;
    private final Object ifEmpty;

    private Column(
            ContractColumn column, Field target, RowShape.Locator source, boolean emptyStays, Notation notation) {
        this.source = source;
        this.target = target;
        this.ofText = TextTypes.of(column.type(), target.schema(), notation);
        this.ofValue = ValueTypes.of(column.type(), target.schema(), notation);
        this.ifAbsent = absent(column);
        this.ifNull = orMissing(column, column.nullable() ? null : column.defaultValue(), "has no value", true);
        this.ifEmpty = empty(column, emptyStays);
    }

    /** Compiles a column of a contract for rows of a shape. */
    static Column of(Contract.OfRows contract, int position, RowShape shape, Notation notation) {
        ContractColumn column = contract.columns().get(position);
        List<String> names = new ArrayList<>(List.of(column.name()));
        names.addAll(column.aliases());
        return new Column(
                column,
                contract.valueSchema().fields().get(position),
                shape.locator(names, position),
                contract.emptyStays(),
                notation.forColumn(column));
    }

    Field target() {
        return target;
    }

    /** The column's value in a row, as a text; null if it has none. */
    String text(Object row) {
        Object value = source.in(row);
        return value == RowShape.ABSENT || value == null ? null : value.toString();
    }

    /** The column's value in a row, null being one, or a {@link Fault}. */
    Object value(Object row) {
        Object value = source.in(row);
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
