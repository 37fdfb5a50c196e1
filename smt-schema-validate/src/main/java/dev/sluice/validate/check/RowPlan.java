package dev.sluice.validate.check;

import dev.sluice.contract.Violation.Code;
import dev.sluice.validate.schema.Contract;
import dev.sluice.validate.schema.ContractColumn;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/**
 * Checks rows of one raw schema against one contract: everything that can be looked up has been. Columns of the raw row that the
 * contract does not have are left behind; whether a file may have such is the source's to say.
 */
public final class RowPlan implements RowCheck {
    private final Schema valueSchema;
    private final Schema keySchema;
    private final Column[] columns;
    private final Field[] keySources;
    private final Field[] keyTargets;

    private RowPlan(Contract.OfRows contract, Schema raw, ZoneId zone) {
        this.valueSchema = contract.valueSchema();
        this.keySchema = contract.keySchema();
        this.columns = new Column[contract.columns().size()];
        for (int i = 0; i < columns.length; i++) {
            ContractColumn column = contract.columns().get(i);
            columns[i] =
                    new Column(column, source(column, raw), valueSchema.fields().get(i), contract.emptyStays(), zone);
        }
        this.keySources =
                contract.keyColumns().stream().map(valueSchema.fields()::get).toArray(Field[]::new);
        this.keyTargets = keySchema == null ? new Field[0] : keySchema.fields().toArray(Field[]::new);
    }

    /** The check of rows of a raw schema against a contract. */
    public static RowCheck of(Contract contract, Schema raw, ZoneId zone) {
        return contract instanceof Contract.OfRows rows
                ? new RowPlan(rows, raw, zone)
                : refuseAll((Contract.Unusable) contract);
    }

    @Override
    public Checked check(Struct raw) {
        Struct value = new Struct(valueSchema);
        List<Finding> findings = null;
        for (Column column : columns) {
            Object read = column.value(raw);
            if (read instanceof Fault fault) {
                findings = findings == null ? new ArrayList<>() : findings;
                findings.add(new Finding(column.target().name(), column.text(raw), fault));
            } else if (read != null && findings == null) {
                value.put(column.target(), read);
            }
        }
        return findings == null ? new Checked.Accepted(key(value), value) : new Checked.Refused(findings);
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

    /** The column's own name goes before its aliases. */
    private static Field source(ContractColumn column, Schema raw) {
        Field field = raw.field(column.name());
        for (int i = 0; field == null && i < column.aliases().size(); i++) {
            field = raw.field(column.aliases().get(i));
        }
        return field;
    }

    private static RowCheck refuseAll(Contract.Unusable contract) {
        Finding finding = new Finding(
                null,
                null,
                new Fault(
                        Code.INVALID_DEFINITION,
                        "cannot be validated against schema " + contract.id() + ": " + contract.reason(),
                        "Correct the definition and drop it again, then the file."));
        return raw -> new Checked.Refused(List.of(finding));
    }
}
