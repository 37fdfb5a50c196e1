package dev.sluice.source.define;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** One object of a definition's JSON: typed reading that collects every problem instead of stopping at the first. */
final class Node {
    private final String prefix;
    private final JsonNode json;
    private final Problems problems;

    Node(String prefix, JsonNode json, Set<String> known, Problems problems) {
        this.prefix = prefix;
        this.json = json;
        this.problems = problems;
        json.fieldNames().forEachRemaining(key -> {
            if (!known.contains(key)) {
                problems.add(
                        prefix + key,
                        key,
                        "key is not known",
                        Spelling.hint(key, known) + "Known keys are " + String.join(", ", new TreeSet<>(known)) + ".");
            }
        });
    }

    Optional<JsonNode> get(String key) {
        JsonNode value = json.get(key);
        return value == null || value.isNull() ? Optional.empty() : Optional.of(value);
    }

    Optional<JsonNode> required(String key) {
        Optional<JsonNode> value = get(key);
        if (value.isEmpty()) {
            problems.add(prefix + key, "", "key is missing", "Add it.");
        }
        return value;
    }

    Optional<String> text(String key) {
        return get(key).flatMap(value -> text(key, value));
    }

    Optional<String> requiredText(String key) {
        return required(key).flatMap(value -> text(key, value));
    }

    private Optional<String> text(String key, JsonNode value) {
        if (value.isTextual()) {
            return Optional.of(value.textValue());
        }
        wrong(key, value, "a text in double quotes");
        return Optional.empty();
    }

    /** true and false, also as text, since definitions of the original system have it so. */
    boolean flag(String key, boolean absent) {
        Optional<JsonNode> value = get(key);
        if (value.isEmpty()) {
            return absent;
        }
        String text = value.get().asText();
        if (!text.equals("true") && !text.equals("false")) {
            wrong(key, value.get(), "true or false");
        }
        return text.equals("true");
    }

    /** A whole number from 1 to a limit, also as text. */
    Optional<Long> positive(String key, long limit) {
        Optional<JsonNode> value = get(key);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        String text = value.get().isContainerNode() ? "" : value.get().asText();
        if (text.matches("[0-9]{1,18}")) {
            long number = Long.parseLong(text);
            if (number >= 1 && number <= limit) {
                return Optional.of(number);
            }
        }
        wrong(key, value.get(), "a whole number from 1 to " + limit);
        return Optional.empty();
    }

    /** One of several words. */
    String choice(String key, Set<String> choices, String absent) {
        Optional<String> text = text(key);
        if (text.isPresent() && !choices.contains(text.get())) {
            problems.add(
                    prefix + key,
                    text.get(),
                    "value is not known",
                    Spelling.hint(text.get(), choices) + "Use one of " + String.join(", ", new TreeSet<>(choices))
                            + ".");
            return absent;
        }
        return text.orElse(absent);
    }

    void wrong(String key, JsonNode value, String expected) {
        problems.add(prefix + key, value.toString(), "value is not valid", "Use " + expected + ".");
    }
}
