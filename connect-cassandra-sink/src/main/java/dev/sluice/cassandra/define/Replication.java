package dev.sluice.cassandra.define;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The replication of keyspaces that the sink creates. CQL has no bind markers in DDL, so the operator's text is parsed strictly and
 * written anew: nothing of it is spliced as it is.
 */
public final class Replication {
    private static final Pattern PAIR = Pattern.compile("\\s*'([A-Za-z0-9_.-]+)'\\s*:\\s*'?([A-Za-z0-9_.]+)'?\\s*");
    private static final Pattern FACTOR = Pattern.compile("[1-9][0-9]{0,2}");
    private static final String CURE = " Use a CQL map such as {'class': 'NetworkTopologyStrategy', 'dc1': 3}.";

    private static final Set<String> SIMPLE_KEYS = Set.of("class", "replication_factor");

    private final Map<String, String> options;

    private Replication(Map<String, String> options) {
        this.options = options;
    }

    /**
     * Reads the map as CQL writes it.
     *
     * @throws IllegalArgumentException if it is anything but a class and replication factors
     */
    public static Replication parse(String text) {
        String trimmed = text.trim();
        if (!trimmed.startsWith("{") || !trimmed.endsWith("}")) {
            throw new IllegalArgumentException("replication (where='" + text + "') is not a map." + CURE);
        }
        Map<String, String> options = new LinkedHashMap<>();
        for (String part : trimmed.substring(1, trimmed.length() - 1).split(",", -1)) {
            Matcher pair = PAIR.matcher(part);
            if (!pair.matches() || options.put(pair.group(1), pair.group(2)) != null) {
                throw new IllegalArgumentException(
                        "replication (where='" + part.trim() + "') is not one pair of key and value." + CURE);
            }
        }
        check(text, options);
        return new Replication(options);
    }

    private static void check(String text, Map<String, String> options) {
        String strategy = options.getOrDefault("class", "");
        boolean simple = strategy.equals("SimpleStrategy");
        if (!simple && !strategy.equals("NetworkTopologyStrategy")) {
            throw new IllegalArgumentException("replication (where='" + text
                    + "') has neither SimpleStrategy nor NetworkTopologyStrategy as its class." + CURE);
        }
        boolean factors = simple ? options.keySet().equals(SIMPLE_KEYS) : options.size() > 1;
        if (!factors) {
            throw new IllegalArgumentException(
                    "replication (where='" + text + "') does not have the factors of its class." + CURE);
        }
        options.forEach((key, value) -> {
            if (!key.equals("class") && !FACTOR.matcher(value).matches()) {
                throw new IllegalArgumentException("replication factor of '" + key + "' (where='" + value
                        + "') is not a number from 1 to 999." + CURE);
            }
        });
    }

    /** The map as CQL writes it. */
    public String cql() {
        return options.entrySet().stream()
                .map(option -> "'" + option.getKey() + "': '" + option.getValue() + "'")
                .collect(Collectors.joining(", ", "{", "}"));
    }
}
