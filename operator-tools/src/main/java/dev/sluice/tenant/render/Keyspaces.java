package dev.sluice.tenant.render;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The allow-lists of keyspaces that a tenant's source and the Cassandra sink have, each its own. Pure. */
public final class Keyspaces {
    private static final String KEY = "keyspaces";
    private static final String SOURCE_DEFAULT = "${tenant}_*,${tenant}";
    private static final String SINK_DEFAULT = "*";

    private Keyspaces() {}

    /** Whether a sink reads what a source writes, as far as their settings tell. */
    public static boolean isReadBy(Connector source, Connector sink) {
        String topic = filled(source.config().getOrDefault("topic", "validated-input"), source);
        String regex = sink.config().getOrDefault("topics.regex", "");
        return list(sink.config().getOrDefault("topics", "")).contains(topic)
                || (!regex.isEmpty() && Pattern.matches(regex, topic));
    }

    /** The keyspaces of a source that a sink does not allow yet. */
    public static List<String> missing(Connector source, Connector sink) {
        List<String> allowed = list(sink.config().getOrDefault(KEY, SINK_DEFAULT));
        return list(filled(source.config().getOrDefault(KEY, SOURCE_DEFAULT), source)).stream()
                .filter(name -> allowed.stream().noneMatch(pattern -> covers(pattern, name)))
                .toList();
    }

    /** The sink with more keyspaces allowed; nothing else is changed, and nothing taken away. */
    public static Connector allow(Connector sink, List<String> more) {
        List<String> names = new ArrayList<>(list(sink.config().getOrDefault(KEY, SINK_DEFAULT)));
        names.addAll(more);
        Map<String, String> config = new LinkedHashMap<>(sink.config());
        config.put(KEY, String.join(",", names));
        return new Connector(sink.name(), config);
    }

    /** Whether whatever the name, which may be a pattern itself, can stand for is allowed: a question mark does not stand for a star. */
    private static boolean covers(String pattern, String name) {
        String regex = pattern.chars()
                .mapToObj(each -> switch (each) {
                    case '*' -> ".*";
                    case '?' -> "[^*]";
                    default -> Pattern.quote(Character.toString(each));
                })
                .collect(Collectors.joining());
        return Pattern.matches(regex, name);
    }

    private static String filled(String text, Connector source) {
        return text.replace(
                "${tenant}", Optional.ofNullable(source.config().get("tenant")).orElse(""));
    }

    private static List<String> list(String text) {
        return Stream.of(text.split(",", -1))
                .map(String::trim)
                .filter(each -> !each.isEmpty())
                .toList();
    }
}
