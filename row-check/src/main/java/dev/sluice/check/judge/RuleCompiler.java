package dev.sluice.check.judge;

import dev.sluice.check.read.Fault;
import dev.sluice.check.read.Notation;
import dev.sluice.check.read.TextType;
import dev.sluice.check.read.TextTypes;
import dev.sluice.check.rule.Rule;
import dev.sluice.check.schema.AvroTypes;
import dev.sluice.check.schema.Contract;
import dev.sluice.check.schema.ContractColumn;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;

/** Compiles rules for the columns of one contract. For one thread. */
final class RuleCompiler {
    private final Contract.OfRows contract;
    private final Notation notation;
    private final Map<String, Integer> positions = new HashMap<>();
    private Expressions expressions;

    RuleCompiler(Contract.OfRows contract, Notation notation) {
        this.contract = contract;
        this.notation = notation;
        for (int i = 0; i < contract.columns().size(); i++) {
            positions.put(contract.columns().get(i).name(), i);
        }
    }

    /**
     * Compiles one rule.
     *
     * @throws IllegalArgumentException saying what does not fit
     */
    RowRule compile(Rule rule) {
        if (rule instanceof Rule.Required required) {
            return ofColumns(required.heading(), required.columns(), Tests::required);
        }
        if (rule instanceof Rule.NotBlank notBlank) {
            return ofColumns(notBlank.heading(), notBlank.columns(), Tests::notBlank);
        }
        if (rule instanceof Rule.AtLeast atLeast) {
            return ofColumns(atLeast.heading(), atLeast.columns(), columns -> Tests.atLeast(atLeast.count(), columns));
        }
        if (rule instanceof Rule.Range range) {
            return ofColumn(range.heading(), range.column(), at -> range(range, at));
        }
        if (rule instanceof Rule.Length length) {
            return ofColumn(length.heading(), length.column(), at -> {
                mustBe(Tests.hasLength(type(at)), "needs a column of strings, bytes, arrays or maps");
                return Tests.length(at, length.min(), length.max());
            });
        }
        if (rule instanceof Rule.Matches matches) {
            return ofColumn(matches.heading(), matches.column(), at -> {
                mustBe(Tests.isText(type(at)), "needs a column of strings");
                return Tests.matches(at, Regex.compile(matches.pattern()));
            });
        }
        if (rule instanceof Rule.OneOf oneOf) {
            return ofColumn(oneOf.heading(), oneOf.column(), at -> {
                Set<Object> values = new HashSet<>();
                oneOf.values().forEach(value -> values.add(bound(at, value)));
                return Tests.oneOf(at, values);
            });
        }
        if (rule instanceof Rule.Timely timely) {
            return ofColumn(timely.heading(), timely.column(), at -> Timeliness.test(type(at), at, timely));
        }
        return expression((Rule.Expression) rule);
    }

    private interface OfColumns {
        RowRule.Test test(int[] columns);
    }

    private interface OfColumn {
        RowRule.Test test(int column);
    }

    private RowRule ofColumns(Rule.Heading heading, List<String> names, OfColumns factory) {
        List<Integer> columns = names.stream().map(this::position).toList();
        return new RowRule(
                heading,
                columns,
                names.size() == 1 ? names.get(0) : null,
                factory.test(columns.stream().mapToInt(Integer::intValue).toArray()));
    }

    private RowRule ofColumn(Rule.Heading heading, String name, OfColumn factory) {
        int column = position(name);
        return new RowRule(heading, List.of(column), name, factory.test(column));
    }

    private RowRule.Test range(Rule.Range range, int at) {
        mustBe(Tests.isOrdered(type(at)), "needs a column of numbers, dates or times");
        Comparable<Object> min = range.min() == null ? null : Tests.comparable(bound(at, range.min()));
        Comparable<Object> max = range.max() == null ? null : Tests.comparable(bound(at, range.max()));
        mustBe(min == null || max == null || min.compareTo(max) <= 0, "has a min that is larger than its max");
        return Tests.range(at, min, max, range.min(), range.max());
    }

    private RowRule expression(Rule.Expression rule) {
        if (expressions == null) {
            expressions = new Expressions(contract.columns());
        }
        Expressions.Compiled compiled = expressions.compile(rule.expression());
        List<Integer> columns =
                compiled.columns().stream().map(this::position).sorted().toList();
        return new RowRule(
                rule.heading(),
                columns,
                columns.size() == 1 ? contract.columns().get(columns.get(0)).name() : null,
                compiled.test());
    }

    private Schema type(int column) {
        return contract.columns().get(column).type();
    }

    /** A value of a rule, read as a text of its column is. */
    private Object bound(int at, String text) {
        ContractColumn column = contract.columns().get(at);
        TextType type = TextTypes.of(
                column.type(), contract.valueSchema().fields().get(at).schema(), notation);
        Object value = text.isEmpty() && column.type().getType() != Schema.Type.STRING
                ? Fault.of("is empty", "")
                : type.read(text);
        if (value instanceof Fault fault) {
            throw new IllegalArgumentException("has the value '" + text + "', which " + fault.problem() + " (column "
                    + column.name() + ", " + AvroTypes.describe(column.type()) + ")");
        }
        return value;
    }

    private int position(String name) {
        Integer position = positions.get(name);
        mustBe(position != null, "names a column that the schema does not have, '" + name + "'");
        return position;
    }

    private static void mustBe(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
