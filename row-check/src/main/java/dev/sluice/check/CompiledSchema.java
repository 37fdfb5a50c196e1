package dev.sluice.check;

import dev.sluice.check.judge.Finding;
import dev.sluice.check.judge.RowRules;
import dev.sluice.check.read.Fault;
import dev.sluice.check.read.Notation;
import dev.sluice.check.rule.Rule;
import dev.sluice.check.rule.RuleReader;
import dev.sluice.check.schema.Contract;
import dev.sluice.check.schema.ContractCompiler;
import dev.sluice.check.schema.SubjectVersion;
import dev.sluice.contract.SchemaProperties;
import dev.sluice.contract.Violation.Code;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/**
 * One schema version with all that it asks of a row: types, nullability, defaults, the primary key and data quality rules, from the
 * Avro schema and its custom properties ({@link SchemaProperties}). Compiling one takes milliseconds, tens of them with CEL expressions;
 * compile it once and keep it. Immutable; for any thread.
 */
public final class CompiledSchema {
    private static final String CURE = "Correct the definition and drop it again, then the file.";

    private final Contract contract;
    private final Checks checks;

    /** Makes the check of rows of a shape. */
    private interface Checks {
        RowCheck of(RowShape shape);
    }

    private CompiledSchema(Contract contract, Checks checks) {
        this.contract = contract;
        this.checks = checks;
    }

    /**
     * Compiles a schema version. A version that no row can meet is compiled too: it says why, and refuses every row.
     *
     * @param notation how texts are written, where a column does not say so itself
     */
    public static CompiledSchema of(SubjectVersion id, Schema schema, Notation notation) {
        List<String> problems = new ArrayList<>();
        List<Rule> rules = RuleReader.read(schema.getObjectProp(SchemaProperties.RULES), problems);
        Contract contract = ContractCompiler.compile(id, schema);
        if (contract instanceof Contract.Unusable unusable) {
            problems.addAll(0, unusable.reasons());
            return unusable(new Contract.Unusable(id, problems, unusable.isEncrypted()));
        }
        Contract.OfRows rows = (Contract.OfRows) contract;
        Column[] columns = columns(rows, notation, problems);
        RowRules compiled = RowRules.of(rules, rows, notation, problems);
        return problems.isEmpty()
                ? new CompiledSchema(rows, shape -> new RowPlan(rows, columns, compiled, shape))
                : unusable(new Contract.Unusable(id, problems, rows.isEncrypted()));
    }

    /**
     * A schema version that no row can meet, for reasons that were found before it could be compiled.
     *
     * @param problems at least one, for people
     */
    public static CompiledSchema unusable(SubjectVersion id, List<String> problems) {
        return unusable(new Contract.Unusable(id, problems, false));
    }

    private static CompiledSchema unusable(Contract.Unusable contract) {
        Fault fault = new Fault(
                Code.INVALID_DEFINITION,
                "cannot be validated against schema " + contract.id() + ": " + String.join("; ", contract.reasons()),
                CURE);
        Checked refused = new Checked.Refused(List.of(new Finding(null, null, fault)));
        return new CompiledSchema(contract, shape -> (row, timeMs) -> refused);
    }

    /**
     * Everything that is wrong with a schema that has no version yet: what a definition is checked with before it is registered.
     *
     * @return each for people, and to be read after the schema's name; empty if rows can be checked against it
     */
    public static List<String> problems(Schema schema, Notation notation) {
        return of(new SubjectVersion(schema.getFullName(), 1), schema, notation).problems();
    }

    public SubjectVersion id() {
        return contract.id();
    }

    /** Why no row can meet this version; empty if rows can be checked against it. */
    public List<String> problems() {
        return contract instanceof Contract.Unusable unusable ? unusable.reasons() : List.of();
    }

    /** What it asks of rows; {@link Contract.Unusable} if no row can meet it. */
    public Contract contract() {
        return contract;
    }

    /** The check of rows of a shape. It is cheap to make, but not for each row. */
    public RowCheck rows(RowShape shape) {
        return checks.of(shape);
    }

    private static Column[] columns(Contract.OfRows contract, Notation notation, List<String> problems) {
        Column[] columns = new Column[contract.columns().size()];
        for (int i = 0; i < columns.length; i++) {
            try {
                columns[i] = Column.of(contract, i, notation);
            } catch (RuntimeException | StackOverflowError e) {
                problems.add("its column " + contract.columns().get(i).name() + " cannot be read: " + e.getMessage());
            }
        }
        return columns;
    }
}
