package dev.sluice.portal.follow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One kind of what is wrong with a file's rejected rows.
 *
 * @param column empty where it is not that of one column
 * @param count how many rows
 * @param isAtLeast whether there may be more: of what the source's report shows only the first
 */
public record Fault(String code, Optional<String> column, long count, boolean isAtLeast, List<Example> examples) {
    private static final int MOST_EXAMPLES = 5;
    private static final JsonNode NOTHING = MissingNode.getInstance();

    /**
     * A row.
     *
     * @param value what stood there; empty where it is not to be shown, or was not kept
     */
    public record Example(long row, long line, Optional<String> value, String message) {}

    private record Kind(String code, Optional<String> column) {}

    /**
     * By kind, the most frequent first.
     *
     * @param counts rejected rows by {@code CODE} or {@code CODE column}, as the sink counts them; empty if it has not
     * @param kept examples that the sink has kept
     * @param report the source's report; empty if there is none
     */
    public static List<Fault> of(Map<String, Long> counts, List<ImportStore.Example> kept, Optional<JsonNode> report) {
        Map<Kind, List<Example>> examples = new LinkedHashMap<>();
        Map<Kind, Long> shown = new LinkedHashMap<>();
        for (JsonNode violation : report.map(json -> json.path("violations")).orElse(NOTHING)) {
            Kind kind = new Kind(
                    violation.path("code").asText(),
                    Optional.ofNullable(violation.path("column").textValue()));
            shown.merge(kind, 1L, Long::sum);
            add(
                    examples,
                    kind,
                    new Example(
                            violation.path("row").asLong(),
                            violation.path("line").asLong(),
                            Optional.ofNullable(violation.path("value").textValue()),
                            violation.path("message").asText()));
        }
        for (ImportStore.Example row : kept) {
            for (ImportStore.Example.Fault fault : row.faults()) {
                add(
                        examples,
                        new Kind(fault.code(), fault.column()),
                        new Example(row.row(), row.line(), Optional.empty(), fault.message()));
            }
        }
        Map<Kind, Long> exact = new LinkedHashMap<>();
        counts.forEach((reason, count) -> exact.put(kind(reason), count));
        List<Fault> faults = new ArrayList<>();
        (exact.isEmpty() ? shown : exact)
                .forEach((kind, count) -> faults.add(new Fault(
                        kind.code(),
                        kind.column(),
                        count,
                        exact.isEmpty() && isCut(kind.code(), shown, report),
                        examples.getOrDefault(kind, List.of()))));
        faults.sort(Comparator.comparingLong(Fault::count)
                .reversed()
                .thenComparing(Fault::code)
                .thenComparing(fault -> fault.column().orElse("")));
        return faults;
    }

    private static void add(Map<Kind, List<Example>> examples, Kind kind, Example example) {
        List<Example> known = examples.computeIfAbsent(kind, any -> new ArrayList<>());
        if (known.size() < MOST_EXAMPLES && known.stream().noneMatch(other -> other.row() == example.row())) {
            known.add(example);
        }
    }

    private static boolean isCut(String code, Map<Kind, Long> shown, Optional<JsonNode> report) {
        long all = report.map(json -> json.path("violations_by_code").path(code).asLong())
                .orElse(0L);
        long seen = shown.entrySet().stream()
                .filter(entry -> entry.getKey().code().equals(code))
                .mapToLong(Map.Entry::getValue)
                .sum();
        return all > seen;
    }

    private static Kind kind(String reason) {
        int blank = reason.indexOf(' ');
        return blank < 0
                ? new Kind(reason, Optional.empty())
                : new Kind(reason.substring(0, blank), Optional.of(reason.substring(blank + 1)));
    }
}
