package dev.sluice.check.judge;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.Program;
import dev.sluice.check.schema.ContractColumn;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Compiles CEL expressions over the columns of one contract, with Google's library. Types are checked when it compiles. An expression
 * comes from a tenant, so its size is bounded, and so is what it can do: loops have a bounded number of steps, regular expressions
 * take linear time, and there is nothing to call but CEL's own functions. For one thread; what it compiles is for any.
 */
final class Expressions {
    private static final String FALSE = "the expression is false";
    private static final int MAX_CHARACTERS = 2_000;
    private static final int MAX_DEPTH = 50;
    private static final int MAX_NODES = 1_000;
    private static final int MAX_STEPS = 1_000;
    private static final int MAX_PATTERN_SIZE = 2_000;

    private static final CelOptions OPTIONS = CelOptions.current()
            .maxExpressionCodePointSize(MAX_CHARACTERS)
            .maxParseRecursionDepth(MAX_DEPTH)
            .maxParseExpressionNodeCount(MAX_NODES)
            .comprehensionMaxIterations(MAX_STEPS)
            .maxRegexProgramSize(MAX_PATTERN_SIZE)
            .enableHeterogeneousNumericComparisons(true)
            .build();
    private static final CelRuntime RUNTIME =
            CelRuntimeFactory.plannerRuntimeBuilder().setOptions(OPTIONS).build();

    private final CelCompiler compiler;
    private final Map<String, Variable> variables = new HashMap<>();
    private final Map<String, Integer> positions = new HashMap<>();
    private final DirectExpression direct;

    /** A column as an expression sees it. */
    private record Variable(int position, CelValues.Conversion conversion) {}

    /**
     * An expression.
     *
     * @param test what to ask
     * @param byLibrary the same, asked of the library alone
     * @param columns that it names
     */
    record Compiled(RowRule.Test test, RowRule.Test byLibrary, Set<String> columns) {}

    Expressions(List<ContractColumn> columns) {
        CelCompilerBuilder builder = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .setResultType(SimpleType.BOOL);
        for (int i = 0; i < columns.size(); i++) {
            ContractColumn column = columns.get(i);
            CelType type = CelValues.type(column.type(), column.nullable());
            builder.addVar(column.name(), type);
            positions.put(column.name(), i);
            variables.put(column.name(), new Variable(i, CelValues.conversion(column.type())));
        }
        this.compiler = builder.build();
        this.direct = new DirectExpression(columns, positions);
    }

    /**
     * Compiles one expression.
     *
     * @throws IllegalArgumentException if it is no valid expression, or not one of type bool
     */
    Compiled compile(String expression) {
        try {
            CelAbstractSyntaxTree tree = compiler.compile(expression).getAst();
            Set<String> columns = columns(tree);
            if (columns.isEmpty()) {
                throw new IllegalArgumentException("is an expression that names no column");
            }
            checkPatterns(tree);
            RowRule.Test byLibrary = new Evaluation(RUNTIME.createProgram(tree), variables);
            return new Compiled(directly(tree, byLibrary), byLibrary, columns);
        } catch (CelValidationException e) {
            throw new IllegalArgumentException("is no valid expression: " + firstLine(e.getMessage()), e);
        } catch (CelEvaluationException e) {
            throw new IllegalArgumentException("is an expression that cannot be run: " + firstLine(e.getMessage()), e);
        }
    }

    /** The library compiles a regular expression for each row, however large: only constants, and only such as are small, may be one. */
    private static void checkPatterns(CelAbstractSyntaxTree tree) {
        CelNavigableAst.fromAst(tree)
                .getRoot()
                .allNodes()
                .filter(node -> node.getKind() == CelExpr.ExprKind.Kind.CALL)
                .map(node -> node.expr().call())
                .filter(call -> call.function().equals("matches"))
                .forEach(call -> {
                    CelExpr pattern = call.args().get(call.args().size() - 1);
                    if (pattern.getKind() != CelExpr.ExprKind.Kind.CONSTANT) {
                        throw new IllegalArgumentException("has a pattern that is no constant");
                    }
                    Regex.compile(pattern.constant().stringValue());
                });
    }

    private RowRule.Test directly(CelAbstractSyntaxTree tree, RowRule.Test byLibrary) {
        try {
            DirectExpression.Condition condition = direct.compile(tree.getExpr());
            return (values, timeMs) -> {
                try {
                    return condition.holds(values) ? null : FALSE;
                } catch (DirectExpression.NotPlain e) {
                    return byLibrary.problem(values, timeMs);
                }
            };
        } catch (DirectExpression.NotPlain e) {
            return byLibrary;
        }
    }

    private Set<String> columns(CelAbstractSyntaxTree tree) {
        return CelNavigableAst.fromAst(tree)
                .getRoot()
                .allNodes()
                .filter(node -> node.getKind() == CelExpr.ExprKind.Kind.IDENT)
                .map(node -> node.expr().ident().name())
                .filter(variables::containsKey)
                .collect(Collectors.toSet());
    }

    private static String firstLine(String message) {
        return String.valueOf(message).lines().findFirst().orElse("");
    }

    /** A compiled expression as a rule's test. */
    private record Evaluation(Program program, Map<String, Variable> variables) implements RowRule.Test {
        @Override
        public String problem(Object[] values, long timeMs) {
            try {
                Object result = program.eval(name -> value(values, name));
                return Boolean.TRUE.equals(result) ? null : FALSE;
            } catch (CelEvaluationException e) {
                // Not its message, which may quote values.
                return "the expression cannot be evaluated (" + e.getErrorCode() + ")";
            } catch (RuntimeException | StackOverflowError e) {
                // The library promises the other; a tenant's expression must not stop the task all the same.
                return "the expression cannot be evaluated (" + e.getClass().getSimpleName() + ")";
            }
        }

        private Optional<Object> value(Object[] values, String name) {
            Variable variable = variables.get(name);
            return variable == null
                    ? Optional.empty()
                    : Optional.of(CelValues.convert(values[variable.position()], variable.conversion()));
        }
    }
}
