package dev.sluice.check;

import dev.sluice.check.judge.Finding;
import dev.sluice.check.judge.RowRule;
import dev.sluice.check.judge.RowRules;
import dev.sluice.check.read.Fault;
import dev.sluice.check.read.Surrogates;
import dev.sluice.check.schema.Contract;
import dev.sluice.check.schema.ContractColumn;
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
final class RowPlan implements RowCheck {
    private final RowShape shape;
    private final boolean decoded;
    private final Schema valueSchema;
    private final Schema keySchema;
    private final Column[] columns;
    private final RowShape.Locator[] sources;
    private final RowRules rules;
    private final Field[] keySources;
    private final Field[] keyTargets;

    RowPlan(Contract.OfRows contract, Column[] columns, RowRules rules, RowShape shape) {
        this.shape = shape;
        this.decoded = shape.isDecoded();
        this.valueSchema = contract.valueSchema();
        this.keySchema = contract.keySchema();
        this.rules = rules;
        this.columns = columns;
        this.sources = new RowShape.Locator[columns.length];
        for (int i = 0; i < columns.length; i++) {
            sources[i] = shape.locator(names(contract.columns().get(i)), i);
        }
        this.keySources =
                contract.keyColumns().stream().map(valueSchema.fields()::get).toArray(Field[]::new);
        this.keyTargets = keySchema == null ? new Field[0] : keySchema.fields().toArray(Field[]::new);
    }

    private static List<String> names(ContractColumn column) {
        List<String> names = new ArrayList<>(List.of(column.name()));
        names.addAll(column.aliases());
        return names;
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
            Object found = sources[i].in(row);
            Object read = !decoded && Surrogates.isHalved(found) ? Surrogates.HALF : column.read(found);
            if (values != null) {
                values[i] = read;
            }
            if (read instanceof Fault wrong) {
                findings = findings == null ? new ArrayList<>() : findings;
                findings.add(new Finding(column.target().name(), column.text(found), wrong));
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

    /** What a finding quotes: the text of one column, or the columns by name; null if one of them may not be told. */
    private String texts(RowRule rule, Object row) {
        if (rule.columns().stream().anyMatch(at -> columns[at].isEncrypted())) {
            return null;
        }
        return rule.columns().size() == 1
                ? text(rule.columns().get(0), row)
                : rule.columns().stream()
                        .map(at -> columns[at].target().name() + "=" + text(at, row))
                        .collect(Collectors.joining(", "));
    }

    private String text(int column, Object row) {
        return columns[column].text(sources[column].in(row));
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
