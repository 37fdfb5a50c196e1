package dev.sluice.portal.define;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One thing in which two versions differ.
 *
 * @param what {@code column}, {@code setting}, {@code primary key} or {@code table}
 * @param name the column's or the setting's
 * @param before empty if it was not there
 * @param after empty if it is not there any more
 */
public record Difference(Kind kind, String what, String name, String before, String after) {
    /** What has happened to it. */
    public enum Kind {
        ADDED,
        REMOVED,
        CHANGED
    }

    /** All differences: columns in their order, those that are gone last; then the rest. */
    public static List<Difference> between(DatasetVersion before, DatasetVersion after) {
        List<Difference> differences = new ArrayList<>();
        Map<String, DatasetVersion.Column> old = byName(before);
        Map<String, DatasetVersion.Column> current = byName(after);
        current.forEach((name, column) -> add(
                differences,
                "column",
                name,
                old.containsKey(name) ? old.get(name).described() : null,
                column.described()));
        old.forEach((name, column) -> {
            if (!current.containsKey(name)) {
                add(differences, "column", name, column.described(), null);
            }
        });
        add(differences, "primary key", "", key(before), key(after));
        add(differences, "table", "", before.keyspace() + "." + before.table(), after.keyspace() + "." + after.table());
        TreeSet<String> settings = new TreeSet<>(before.settings().keySet());
        settings.addAll(after.settings().keySet());
        settings.forEach(name -> add(
                differences,
                "setting",
                name,
                before.settings().get(name),
                after.settings().get(name)));
        return differences;
    }

    private static void add(List<Difference> differences, String what, String name, String before, String after) {
        if (!Objects.equals(before, after)) {
            Kind kind = before == null ? Kind.ADDED : after == null ? Kind.REMOVED : Kind.CHANGED;
            differences.add(new Difference(
                    kind, what, name, Objects.requireNonNullElse(before, ""), Objects.requireNonNullElse(after, "")));
        }
    }

    private static Map<String, DatasetVersion.Column> byName(DatasetVersion version) {
        return version.columns().stream()
                .collect(Collectors.toMap(
                        DatasetVersion.Column::name, Function.identity(), (one, other) -> one, LinkedHashMap::new));
    }

    private static String key(DatasetVersion version) {
        return "(" + String.join(", ", version.partitionKey()) + ")"
                + version.clusteringColumns().stream()
                        .map(column -> ", " + column)
                        .collect(Collectors.joining());
    }
}
