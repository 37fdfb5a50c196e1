package dev.sluice.check.rule;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Takes the keys of one rule one after another; remembers what is wrong and what nobody asked for. Mutable; for one rule. */
final class RuleKeys {
    private static final int MAX_TEXT = 4_096;
    private static final int MAX_LIST = 10_000;

    private final String place;
    private final Map<?, ?> map;
    private final List<String> problems;
    private final TreeSet<String> left = new TreeSet<>();
    private boolean faulty;

    RuleKeys(String place, Map<?, ?> map, List<String> problems) {
        this.place = place;
        this.map = map;
        this.problems = problems;
        map.keySet().forEach(key -> left.add(key.toString()));
    }

    void problem(String problem) {
        faulty = true;
        problems.add(place + " " + problem);
    }

    /** True if nothing was wrong, and nothing is left that nobody asked for. Asked once, at the end. */
    boolean finished() {
        if (!faulty && !left.isEmpty()) {
            problem("has keys that its type does not know: " + String.join(", ", left));
        }
        return !faulty;
    }

    /** A text; null if there is none. */
    String text(String key) {
        Object value = take(key);
        if (value == null || (value instanceof String text && !text.isBlank() && text.length() <= MAX_TEXT)) {
            return (String) value;
        }
        problem("has a " + key + " that is no text of 1 to " + MAX_TEXT + " characters");
        return null;
    }

    /** A text; empty, and a problem, if there is none. */
    String requiredText(String key) {
        boolean absent = map.get(key) == null;
        String text = text(key);
        if (absent) {
            problem("has no " + key);
        }
        return text == null ? "" : text;
    }

    /** {@code columns}, or the one {@code column}. */
    List<String> columns() {
        if (map.get("columns") == null) {
            return List.of(requiredText("column"));
        }
        List<String> columns = scalars("columns");
        if (columns.stream().distinct().count() != columns.size()) {
            problem("names a column twice");
        }
        return columns;
    }

    int integer(String key, int defaultValue) {
        Object value = take(key);
        if (value == null || value instanceof Integer) {
            return value == null ? defaultValue : (Integer) value;
        }
        problem("has a " + key + " that is no integer");
        return defaultValue;
    }

    /** A text, number or boolean as text; null if there is none. */
    String scalar(String key) {
        return scalar(key, take(key));
    }

    /** A list of texts, numbers or booleans, not empty. */
    List<String> scalars(String key) {
        List<String> texts = new ArrayList<>();
        if (take(key) instanceof List<?> list && !list.isEmpty() && list.size() <= MAX_LIST) {
            for (Object element : list) {
                String text = scalar(key, element);
                texts.add(text == null ? "" : text);
            }
        } else {
            problem("has no " + key + ", or they are no list of 1 to " + MAX_LIST);
        }
        return texts;
    }

    /** An ISO 8601 duration, not negative; null if there is none. */
    Duration duration(String key) {
        String text = text(key);
        if (text == null) {
            return null;
        }
        try {
            Duration duration = Duration.parse(text);
            // So that it can be added to any time, in milliseconds.
            if (!duration.isNegative() && duration.toDays() <= 1_000_000) {
                return duration;
            }
        } catch (DateTimeException e) {
            problem("has a " + key + " that is no duration such as PT1H or P7D");
            return null;
        }
        problem("has a " + key + " that is negative or longer than a million days");
        return null;
    }

    private String scalar(String key, Object value) {
        if (value == null || value instanceof Boolean) {
            return value == null ? null : value.toString();
        }
        if (value instanceof String text && text.length() <= MAX_TEXT) {
            return text;
        }
        if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
            // Without an exponent, which no integer and no decimal is read with.
            return new BigDecimal(number.toString()).toPlainString();
        }
        problem("has a " + key + " that is neither text nor number");
        return null;
    }

    private Object take(String key) {
        left.remove(key);
        return map.get(key);
    }
}
