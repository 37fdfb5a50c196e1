package dev.sluice.check.judge;

import com.google.re2j.Pattern;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.sluice.check.schema.AvroTypes;
import dev.sluice.check.schema.ContractColumn;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Evaluates the plain part of CEL directly, without boxing and look-ups: logic over comparisons of columns with constants and with each
 * other. Whatever else an expression has, and whatever is not plain in a row (null, overflow, NaN), is left to the library; a test
 * compares the two.
 */
final class DirectExpression {
    private final Map<String, Integer> positions;
    private final List<ContractColumn> columns;

    /** What cannot be evaluated here. Carries nothing, for it is thrown for rows. */
    static final class NotPlain extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("StaticAssignmentOfThrowable") // It has no stack that could be another's.
        private static final NotPlain INSTANCE = new NotPlain();

        private NotPlain() {
            super(null, null, false, false);
        }
    }

    /** A condition; throws {@link NotPlain}. */
    interface Condition {
        boolean holds(Object[] values);
    }

    private interface OfLong {
        long of(Object[] values);
    }

    private interface OfDouble {
        double of(Object[] values);
    }

    private interface OfString {
        String of(Object[] values);
    }

    DirectExpression(List<ContractColumn> columns, Map<String, Integer> positions) {
        this.columns = columns;
        this.positions = positions;
    }

    /**
     * Compiles a checked expression.
     *
     * @throws NotPlain if it has something that is not done here
     */
    Condition compile(CelExpr expression) {
        if (expression.getKind() != CelExpr.ExprKind.Kind.CALL) {
            throw NotPlain.INSTANCE;
        }
        List<CelExpr> args = expression.call().args();
        String function = expression.call().function();
        switch (function) {
            case "_&&_" -> {
                Condition left = compile(args.get(0));
                Condition right = compile(args.get(1));
                return values -> left.holds(values) && right.holds(values);
            }
            case "_||_" -> {
                Condition left = compile(args.get(0));
                Condition right = compile(args.get(1));
                return values -> left.holds(values) || right.holds(values);
            }
            case "!_" -> {
                Condition operand = compile(args.get(0));
                return values -> !operand.holds(values);
            }
            case "@in" -> {
                OfString value = string(args.get(0));
                Set<String> set = constants(args.get(1));
                return values -> set.contains(value.of(values));
            }
            case "startsWith" -> {
                OfString value = string(expression.call().target().orElseThrow(() -> NotPlain.INSTANCE));
                OfString prefix = string(args.get(0));
                return values -> value.of(values).startsWith(prefix.of(values));
            }
            case "matches" -> {
                OfString value = string(expression.call().target().orElseThrow(() -> NotPlain.INSTANCE));
                // Compiled once, which the library does for each row; that it is a constant has been checked.
                Pattern pattern = Regex.compile(args.get(0).constant().stringValue());
                return values -> pattern.matcher(value.of(values)).find();
            }
            default -> {
                return comparison(function, args);
            }
        }
    }

    /** The string whose size a call asks for; null if it is another call. */
    private CelExpr sized(CelExpr call) {
        if (!call.call().function().equals("size")) {
            return null;
        }
        CelExpr operand =
                call.call().target().orElseGet(() -> call.call().args().get(0));
        return operand.getKind() == CelExpr.ExprKind.Kind.IDENT && Tests.isText(type(operand)) ? operand : null;
    }

    private Condition comparison(String function, List<CelExpr> args) {
        if (args.size() != 2) {
            throw NotPlain.INSTANCE;
        }
        if (isLong(args.get(0)) && isLong(args.get(1))) {
            OfLong left = integer(args.get(0));
            OfLong right = integer(args.get(1));
            return switch (function) {
                case "_<_" -> values -> left.of(values) < right.of(values);
                case "_<=_" -> values -> left.of(values) <= right.of(values);
                case "_>_" -> values -> left.of(values) > right.of(values);
                case "_>=_" -> values -> left.of(values) >= right.of(values);
                case "_==_" -> values -> left.of(values) == right.of(values);
                case "_!=_" -> values -> left.of(values) != right.of(values);
                default -> throw NotPlain.INSTANCE;
            };
        }
        if (isDouble(args.get(0)) && isDouble(args.get(1))) {
            OfDouble left = fraction(args.get(0));
            OfDouble right = fraction(args.get(1));
            return switch (function) {
                case "_<_" -> values -> left.of(values) < right.of(values);
                case "_<=_" -> values -> left.of(values) <= right.of(values);
                case "_>_" -> values -> left.of(values) > right.of(values);
                case "_>=_" -> values -> left.of(values) >= right.of(values);
                default -> throw NotPlain.INSTANCE;
            };
        }
        OfString left = string(args.get(0));
        OfString right = string(args.get(1));
        return switch (function) {
            case "_==_" -> values -> left.of(values).equals(right.of(values));
            case "_!=_" -> values -> !left.of(values).equals(right.of(values));
            default -> throw NotPlain.INSTANCE;
        };
    }

    private boolean isLong(CelExpr expression) {
        return switch (expression.getKind()) {
            case CONSTANT -> expression.constant().getKind() == CelConstant.Kind.INT64_VALUE;
            case IDENT -> {
                org.apache.avro.Schema type = type(expression);
                yield AvroTypes.isNumber(type)
                        && (type.getType() == org.apache.avro.Schema.Type.INT
                                || type.getType() == org.apache.avro.Schema.Type.LONG);
            }
            case CALL ->
                sized(expression) != null
                        || (expression.call().args().size() == 2
                                && (expression.call().function().equals("_+_")
                                        || expression.call().function().equals("_-_"))
                                && expression.call().args().stream().allMatch(this::isLong));
            default -> false;
        };
    }

    private OfLong integer(CelExpr expression) {
        return switch (expression.getKind()) {
            case CONSTANT -> {
                long constant = expression.constant().int64Value();
                yield values -> constant;
            }
            case IDENT -> {
                int at = positions.get(expression.ident().name());
                yield values -> ((Number) present(values[at])).longValue();
            }
            default -> {
                CelExpr sized = sized(expression);
                if (sized != null) {
                    OfString value = string(sized);
                    yield values ->
                            value.of(values).codePointCount(0, value.of(values).length());
                }
                OfLong left = integer(expression.call().args().get(0));
                OfLong right = integer(expression.call().args().get(1));
                yield expression.call().function().equals("_+_")
                        ? values -> sum(left.of(values), right.of(values))
                        : values -> difference(left.of(values), right.of(values));
            }
        };
    }

    private static long sum(long left, long right) {
        long sum = left + right;
        if (((left ^ sum) & (right ^ sum)) < 0) {
            throw NotPlain.INSTANCE;
        }
        return sum;
    }

    private static long difference(long left, long right) {
        long difference = left - right;
        if (((left ^ right) & (left ^ difference)) < 0) {
            throw NotPlain.INSTANCE;
        }
        return difference;
    }

    private boolean isDouble(CelExpr expression) {
        return switch (expression.getKind()) {
            case CONSTANT -> expression.constant().getKind() == CelConstant.Kind.DOUBLE_VALUE;
            case IDENT ->
                switch (type(expression).getType()) {
                    case FLOAT, DOUBLE -> true;
                    default -> false;
                };
            default -> false;
        };
    }

    private OfDouble fraction(CelExpr expression) {
        if (expression.getKind() == CelExpr.ExprKind.Kind.CONSTANT) {
            double constant = expression.constant().doubleValue();
            return values -> constant;
        }
        int at = positions.get(expression.ident().name());
        return values -> {
            double value = ((Number) present(values[at])).doubleValue();
            // The two zeros and NaN are not compared here: what they are to each other is the library's to say.
            if (Double.isNaN(value) || (value == 0 && 1 / value < 0)) {
                throw NotPlain.INSTANCE;
            }
            return value;
        };
    }

    private OfString string(CelExpr expression) {
        if (expression.getKind() == CelExpr.ExprKind.Kind.CONSTANT
                && expression.constant().getKind() == CelConstant.Kind.STRING_VALUE) {
            String constant = expression.constant().stringValue();
            return values -> constant;
        }
        if (expression.getKind() != CelExpr.ExprKind.Kind.IDENT || !Tests.isText(type(expression))) {
            throw NotPlain.INSTANCE;
        }
        int at = positions.get(expression.ident().name());
        return values -> (String) present(values[at]);
    }

    private Set<String> constants(CelExpr expression) {
        if (expression.getKind() != CelExpr.ExprKind.Kind.LIST) {
            throw NotPlain.INSTANCE;
        }
        Set<String> constants = new HashSet<>();
        for (CelExpr element : expression.list().elements()) {
            if (element.getKind() != CelExpr.ExprKind.Kind.CONSTANT
                    || element.constant().getKind() != CelConstant.Kind.STRING_VALUE) {
                throw NotPlain.INSTANCE;
            }
            constants.add(element.constant().stringValue());
        }
        return constants;
    }

    private org.apache.avro.Schema type(CelExpr ident) {
        Integer position = positions.get(ident.ident().name());
        if (position == null) {
            throw NotPlain.INSTANCE;
        }
        return columns.get(position).type();
    }

    private static Object present(Object value) {
        if (value == null) {
            throw NotPlain.INSTANCE;
        }
        return value;
    }
}
