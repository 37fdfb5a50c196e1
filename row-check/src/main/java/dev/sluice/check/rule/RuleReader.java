package dev.sluice.check.rule;

import dev.sluice.check.rule.Rule.Heading;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the rules of a dataset, strictly: what is not known is refused, and all problems are told at once. Pure. */
public final class RuleReader {
    static final int MAX_RULES = 100;
    private static final int NAME_FROM_EXPRESSION = 60;

    private RuleReader() {}

    /**
     * The rules of a schema.
     *
     * @param property what the schema property holds; null means no rules
     * @param problems takes every problem; the rules that have none are given all the same
     */
    public static List<Rule> read(Object property, List<String> problems) {
        if (property == null) {
            return List.of();
        }
        if (!(property instanceof List<?> list) || list.size() > MAX_RULES) {
            problems.add("its rules are no list of at most " + MAX_RULES);
            return List.of();
        }
        List<Rule> rules = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < list.size(); i++) {
            String place = "rule " + (i + 1);
            if (list.get(i) instanceof Map<?, ?> map) {
                RuleKeys keys = new RuleKeys(place, map, problems);
                Rule rule = rule(keys);
                if (rule != null) {
                    if (!names.add(rule.heading().name())) {
                        problems.add(place + " has the name of another one, '"
                                + rule.heading().name() + "'");
                    }
                    rules.add(rule);
                }
            } else {
                problems.add(place + " is not a JSON object");
            }
        }
        return rules;
    }

    /** Null if a problem was found. */
    private static Rule rule(RuleKeys keys) {
        String type = keys.requiredText("type");
        Rule rule =
                switch (type) {
                    case "required" -> {
                        List<String> columns = keys.columns();
                        yield new Rule.Required(heading(keys, type, columns), columns);
                    }
                    case "not_blank" -> {
                        List<String> columns = keys.columns();
                        yield new Rule.NotBlank(heading(keys, type, columns), columns);
                    }
                    case "at_least" -> atLeast(keys, type);
                    case "range" -> range(keys, type);
                    case "length" -> length(keys, type);
                    case "pattern" -> {
                        String column = keys.requiredText("column");
                        yield new Rule.Matches(
                                heading(keys, type, List.of(column)), column, keys.requiredText("pattern"));
                    }
                    case "one_of" -> {
                        String column = keys.requiredText("column");
                        yield new Rule.OneOf(heading(keys, type, List.of(column)), column, keys.scalars("values"));
                    }
                    case "timely" -> timely(keys, type);
                    case "expression" -> {
                        String expression = keys.requiredText("expression");
                        String name = expression.length() <= NAME_FROM_EXPRESSION
                                ? expression
                                : expression.substring(0, NAME_FROM_EXPRESSION) + "…";
                        yield new Rule.Expression(heading(keys, name), expression);
                    }
                    default -> {
                        keys.problem("has no known type but '" + type + "'");
                        yield null;
                    }
                };
        return keys.finished() ? rule : null;
    }

    private static Rule atLeast(RuleKeys keys, String type) {
        List<String> columns = keys.columns();
        int count = keys.integer("count", 0);
        if (count < 1 || count > columns.size()) {
            keys.problem("has no count between 1 and the number of its columns");
        }
        return new Rule.AtLeast(heading(keys, type, columns), count, columns);
    }

    private static Rule range(RuleKeys keys, String type) {
        String column = keys.requiredText("column");
        String min = keys.scalar("min");
        String max = keys.scalar("max");
        if (min == null && max == null) {
            keys.problem("has neither min nor max");
        }
        return new Rule.Range(heading(keys, type, List.of(column)), column, min, max);
    }

    private static Rule length(RuleKeys keys, String type) {
        String column = keys.requiredText("column");
        int min = keys.integer("min", 0);
        int max = keys.integer("max", Integer.MAX_VALUE);
        if (min < 0 || max < min || (min == 0 && max == Integer.MAX_VALUE)) {
            keys.problem("has no min and max of which max is the larger");
        }
        return new Rule.Length(heading(keys, type, List.of(column)), column, min, max);
    }

    private static Rule timely(RuleKeys keys, String type) {
        String column = keys.requiredText("column");
        Rule.Timely rule = new Rule.Timely(
                heading(keys, type, List.of(column)),
                column,
                keys.duration("not_older_than"),
                keys.duration("not_newer_than"));
        if (rule.notOlderThan() == null && rule.notNewerThan() == null) {
            keys.problem("has neither not_older_than nor not_newer_than");
        }
        return rule;
    }

    private static Heading heading(RuleKeys keys, String type, List<String> columns) {
        return heading(keys, type + " " + String.join(", ", columns));
    }

    private static Heading heading(RuleKeys keys, String defaultName) {
        String name = keys.text("name");
        String action = keys.text("action");
        if (action != null && !action.equals("reject") && !action.equals("warn")) {
            keys.problem("has an action that is neither reject nor warn but '" + action + "'");
        }
        return new Heading(name == null ? defaultName : name, "warn".equals(action), keys.text("message"));
    }
}
