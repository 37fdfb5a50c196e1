package dev.sluice.validate.check;

import dev.sluice.contract.Violation.Code;
import dev.sluice.validate.schema.Contract;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/**
 * Checks rows of one shape against one contract: everything that can be looked up has been. Columns of the row that the contract does
 * not have are left behind; whether a file may have such is the source's to say.
 */
public final class RowPlan implements RowCheck {
    private static final String CURE = "Correct the definition and drop it again, then the file.";

    private final RowShape shape;
    private final Schema valueSchema;
    private final Schema keySchema;
    private final Column[] columns;
    private final RowRules rules;
    private final Field[] keySources;
    private final Field[] keyTargets;

    private RowPlan(Contract.OfRows contract, RowRules rules, RowShape shape, Notation notation) {
        this.shape = shape;
        this.valueSchema = contract.valueSchema();
        this.keySchema = contract.keySchema();
        this.rules = rules;
        this.columns = new Column[contract.columns().size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = Column.of(contract, i, shape, notation);
        }
        this.keySources =
                contract.keyColumns().stream().map(valueSchema.fields()::get).toArray(Field[]::new);
        this.keyTargets = keySchema == null ? new Field[0] : keySchema.fields().toArray(Field[]::new);
    }

    /** The check of rows of a shape against a contract. */
    public static RowCheck of(Contract contract, RowShape shape, Notation notation) {
        return contract instanceof Contract.OfRows rows
                ? of(rows, RowRules.of(rows, notation), shape, notation)
                : refuseAll((Contract.Unusable) contract);
    }

    /** The check of rows of a shape against a contract whose rules have been compiled. */
    static RowCheck of(Contract.OfRows contract, RowRules rules, RowShape shape, Notation notation) {
        return new RowPlan(contract, rules, shape, notation);
    }

    /** The check of a contract that no row can meet. */
    static RowCheck refuseAll(Contract.Unusable contract) {
        Fault fault = new Fault(
                Code.INVALID_DEFINITION,
                "cannot be validated against schema " + contract.id() + ": " + contract.reason(),
                CURE);
        Checked refused = new Checked.Refused(List.of(new Finding(null, null, fault)));
        return (row, timeMs) -> refused;
    }

    @Override
    public Checked check(Object row, long timeMs) {
        Fault fault = shape.fault(row, columns.length);
        if (fault != null) {
            return new Checked.Refused(List.of(new Finding(null, null, fault)));
        }
        Struct value = new Struct(valueSchema);
        Object[] values = rules.isEmpty() ? null : new Object[columns.length];
        List<Finding> findings = null;
        for (int i = 0; i < columns.length; i++) {
            Column column = columns[i];
            Object read = column.value(row);
            if (values != null) {
                values[i] = read;
            }
            if (read instanceof Fault wrong) {
                findings = findings == null ? new ArrayList<>() : findings;
                findings.add(new Finding(column.target().name(), column.text(row), wrong));
            } else if (read != null && findings == null) {
                value.put(column.target(), read);
            }
        }
        return values == null
                ? checked(value, findings, List.of())
                : checked(value, findings, rules.check(values, rule -> texts(rule, row), timeMs));
    }

    private Checked checked(Struct value, List<Finding> ofColumns, List<Finding> ofRules) {
        if (ofColumns == null && ofRules.stream().allMatch(Finding::isWarning)) {
            return new Checked.Accepted(key(value), value, ofRules);
        }
        List<Finding> all = new ArrayList<>(ofColumns == null ? List.of() : ofColumns);
        all.addAll(ofRules);
        return new Checked.Refused(all);
    }

    /** What a finding quotes: the text of one column, or the columns by name. */
    private String texts(RowRule rule, Object row) {
        return rule.columns().size() == 1
                ? columns[rule.columns().get(0)].text(row)
                : rule.columns().stream()
                        .map(at -> columns[at].target().name() + "=" + columns[at].text(row))
                        .collect(Collectors.joining(", "));
    }

    private Struct key(Struct value) {
        if (keySchema == null) {
            return null;
        }
        Struct key = new Struct(keySchema);
        for (int i = 0; i < keyTargets.length; i++) {
            key.put(keyTargets[i], value.get(keySources[i]));
        }
        return key;
    }
}
