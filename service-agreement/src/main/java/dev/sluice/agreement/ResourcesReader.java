package dev.sluice.agreement;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.agreement.Quantity.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reads the {@code resources} of an agreement. One agreement, one reader. */
final class ResourcesReader {
    private static final String REQUESTS = "requests";
    private static final String LIMITS = "limits";
    private static final String CONSEQUENCE = "; no manifest could be made from it. ";

    private final List<Problem> problems;

    ResourcesReader(List<Problem> problems) {
        this.problems = problems;
    }

    Resources read(JsonNode node) {
        if (node == null) {
            return Resources.NONE;
        }
        if (!isObject(AgreementReader.RESOURCES, node)) {
            return Resources.NONE;
        }
        node.fieldNames().forEachRemaining(key -> {
            if (!List.of(REQUESTS, LIMITS).contains(key)) {
                unknown(AgreementReader.RESOURCES + "." + key, "requests and limits");
            }
        });
        Resources resources = new Resources(quantities(REQUESTS, node), quantities(LIMITS, node));
        resources
                .requests()
                .forEach((name, request) -> Optional.ofNullable(
                                resources.limits().get(name))
                        .filter(limit -> request.value().compareTo(limit.value()) > 0)
                        .ifPresent(limit -> problem(
                                path(REQUESTS, name),
                                request.text(),
                                "is above resources.limits." + name + " ('" + limit
                                        + "'); Kubernetes would refuse it. Lower the request or raise the limit.")));
        return resources;
    }

    private Map<String, Quantity> quantities(String of, JsonNode resources) {
        Map<String, Quantity> quantities = new TreeMap<>();
        JsonNode node = resources.get(of);
        if (node == null || !isObject(AgreementReader.RESOURCES + "." + of, node)) {
            return quantities;
        }
        node.properties().forEach(entry -> {
            Optional<Kind> kind = Arrays.stream(Kind.values())
                    .filter(one -> one.key().equals(entry.getKey()))
                    .findFirst();
            if (kind.isEmpty()) {
                unknown(
                        path(of, entry.getKey()),
                        Arrays.stream(Kind.values()).map(Kind::key).collect(Collectors.joining(" and ")));
            } else {
                quantity(path(of, entry.getKey()), kind.get(), entry.getValue())
                        .ifPresent(quantity -> quantities.put(entry.getKey(), quantity));
            }
        });
        return quantities;
    }

    private Optional<Quantity> quantity(String path, Kind kind, JsonNode node) {
        String text = AgreementReader.shown(node);
        if (!node.isTextual() && !node.isNumber()) {
            problem(path, text, "is not a Kubernetes quantity" + CONSEQUENCE + kind.cure());
            return Optional.empty();
        }
        try {
            return Optional.of(kind.parse(text));
        } catch (IllegalArgumentException e) {
            problem(path, text, e.getMessage() + CONSEQUENCE + kind.cure());
            return Optional.empty();
        }
    }

    private boolean isObject(String path, JsonNode node) {
        if (!node.isObject()) {
            problem(
                    path,
                    AgreementReader.shown(node),
                    "is not a JSON object" + CONSEQUENCE
                            + "Write {\"requests\": {\"cpu\": \"250m\", \"memory\": \"64Mi\"}, \"limits\": {…}}.");
        }
        return node.isObject();
    }

    private void unknown(String path, String known) {
        problems.add(new Problem(
                path,
                path + " means nothing here; it would be forgotten in silence. Known are " + known
                        + ": correct the name, or take it out."));
    }

    private void problem(String path, String value, String what) {
        problems.add(new Problem(path, path + " (where='" + value + "') " + what));
    }

    private static String path(String of, String name) {
        return AgreementReader.RESOURCES + "." + of + "." + name;
    }
}
