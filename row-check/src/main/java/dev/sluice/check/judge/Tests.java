package dev.sluice.check.judge;

import com.google.re2j.Pattern;
import dev.sluice.check.schema.AvroTypes;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;

/**
 * What rules of completeness and validity ask. A rule of validity is content with null: that a value is there is a rule of its own,
 * or the column's type.
 */
final class Tests {
    private Tests() {}

    static RowRule.Test required(int[] columns) {
        return (values, timeMs) -> {
            for (int column : columns) {
                if (values[column] == null) {
                    return "there is no value";
                }
            }
            return null;
        };
    }

    static RowRule.Test notBlank(int[] columns) {
        return (values, timeMs) -> {
            for (int column : columns) {
                if (isBlank(values[column])) {
                    return "there is no value, or only white space";
                }
            }
            return null;
        };
    }

    static RowRule.Test atLeast(int count, int[] columns) {
        String problem = "fewer than " + count + " of its " + columns.length + " columns have a value";
        return (values, timeMs) -> {
            int present = 0;
            for (int column : columns) {
                present += isBlank(values[column]) ? 0 : 1;
            }
            return present < count ? problem : null;
        };
    }

    static RowRule.Test range(int at, Comparable<Object> min, Comparable<Object> max, String minText, String maxText) {
        String problem = "it is not " + (min == null ? "" : "at least " + minText)
                + (min == null || max == null ? "" : " and ") + (max == null ? "" : "at most " + maxText);
        return (values, timeMs) -> {
            Object value = values[at];
            boolean broken = value != null
                    && (isNotANumber(value)
                            || (min != null && min.compareTo(value) > 0)
                            || (max != null && max.compareTo(value) < 0));
            return broken ? problem : null;
        };
    }

    static RowRule.Test length(int at, int min, int max) {
        String problem = "its length is not " + (max == Integer.MAX_VALUE ? "at least " + min : min + " to " + max);
        return (values, timeMs) -> {
            if (values[at] == null) {
                return null;
            }
            int length = length(values[at]);
            return length < min || length > max ? problem : null;
        };
    }

    static RowRule.Test matches(int at, Pattern pattern) {
        String problem = "it does not match " + pattern.pattern();
        return (values, timeMs) -> values[at] == null || pattern.matches((String) values[at]) ? null : problem;
    }

    static RowRule.Test oneOf(int at, Set<Object> allowed) {
        Set<Object> copy = Set.copyOf(allowed);
        String problem = "it is none of the " + copy.size() + " allowed values";
        return (values, timeMs) -> values[at] == null || copy.contains(values[at]) ? null : problem;
    }

    static boolean isText(Schema type) {
        return type.getType() == Schema.Type.STRING || type.getType() == Schema.Type.ENUM;
    }

    static boolean hasLength(Schema type) {
        return switch (type.getType()) {
            case STRING, ARRAY, MAP -> true;
            case BYTES -> AvroTypes.decimal(type) == null;
            default -> false;
        };
    }

    static boolean isOrdered(Schema type) {
        return switch (type.getType()) {
            case INT, LONG, FLOAT, DOUBLE -> true;
            default -> AvroTypes.decimal(type) != null;
        };
    }

    /** A value of an ordered type; it is compared with values of its own type only. */
    @SuppressWarnings("unchecked")
    static Comparable<Object> comparable(Object value) {
        return (Comparable<Object>) value;
    }

    private static boolean isBlank(Object value) {
        return value == null || (value instanceof String text && text.isBlank());
    }

    /** To compareTo, NaN is larger than infinity. */
    private static boolean isNotANumber(Object value) {
        return (value instanceof Double d && d.isNaN()) || (value instanceof Float f && f.isNaN());
    }

    private static int length(Object value) {
        if (value instanceof String text) {
            return text.codePointCount(0, text.length());
        }
        if (value instanceof ByteBuffer bytes) {
            return bytes.remaining();
        }
        return value instanceof Collection<?> elements ? elements.size() : ((Map<?, ?>) value).size();
    }
}
