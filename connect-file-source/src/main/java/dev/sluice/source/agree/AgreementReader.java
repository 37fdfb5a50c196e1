package dev.sluice.source.agree;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.contract.Tenant;
import dev.sluice.source.discover.Glob;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads a service agreement; what it does not say stays as it is by default. All problems at once. One agreement, one reader. */
final class AgreementReader {
    private static final String CLIENT = "client";
    private static final String RETENTION = "data_retention_period_days";
    private static final String SCHEDULE = "schedule";
    private static final String ROWS_PER_SECOND = "max.rows.per.second";
    private static final String KEYSPACES = "keyspaces";
    private static final Set<String> KEYS =
            Set.of(CLIENT, RETENTION, SCHEDULE, ROWS_PER_SECOND, KEYSPACES, /* of the deployment */ "resources");

    private static final BigDecimal MOST_DAYS = new BigDecimal(36_500);
    private static final BigDecimal MOST_ROWS = new BigDecimal(1_000_000_000);
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final Terms byDefault;
    private final ZoneId zone;
    private final List<String> problems = new ArrayList<>();

    AgreementReader(Terms byDefault, ZoneId zone) {
        this.byDefault = byDefault;
        this.zone = zone;
    }

    List<String> problems() {
        return problems;
    }

    /** Empty if there are {@link #problems()}. */
    Optional<Terms> read(Tenant tenant, byte[] json) {
        JsonNode root;
        try {
            root = MAPPER.readTree(json);
        } catch (IOException e) {
            problems.add("is not JSON: "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
            return Optional.empty();
        }
        if (!root.isObject()) {
            problems.add("is not a JSON object");
            return Optional.empty();
        }
        unknownKeys(root);
        if (!root.path(CLIENT).asText().equals(tenant.name())) {
            problems.add("is of another client (where='" + CLIENT + "': '"
                    + root.path(CLIENT).asText() + "') than its name says");
        }
        Terms terms = new Terms(
                keyspaces(root.get(KEYSPACES), tenant),
                schedule(root.get(SCHEDULE)),
                number(root, ROWS_PER_SECOND, MOST_ROWS)
                        .map(BigDecimal::doubleValue)
                        .orElse(byDefault.rowsPerSecond()),
                number(root, RETENTION, MOST_DAYS)
                        .map(days -> days.setScale(0, java.math.RoundingMode.UP).intValue())
                        .orElse(byDefault.retentionDays()));
        return problems.isEmpty() ? Optional.of(terms) : Optional.empty();
    }

    private void unknownKeys(JsonNode root) {
        Set<String> unknown = new TreeSet<>();
        root.fieldNames().forEachRemaining(unknown::add);
        unknown.removeAll(KEYS);
        if (!unknown.isEmpty()) {
            problems.add("has keys that mean nothing (where='" + String.join(", ", unknown) + "'; known are "
                    + String.join(", ", new TreeSet<>(KEYS)) + ")");
        }
    }

    /** As a number, or as a text that is one. */
    private Optional<BigDecimal> number(JsonNode root, String key, BigDecimal most) {
        JsonNode node = root.get(key);
        if (node == null) {
            return Optional.empty();
        }
        try {
            BigDecimal number = new BigDecimal(
                    node.isNumber() || node.isTextual() ? node.asText().trim() : "");
            if (number.signum() > 0 && number.compareTo(most) <= 0) {
                return Optional.of(number);
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        problems.add("has no number above 0 and up to " + most + " (where='" + key + "': '" + node.asText() + "')");
        return Optional.empty();
    }

    private Schedule schedule(JsonNode node) {
        if (node == null) {
            return byDefault.schedule();
        }
        try {
            return Schedule.parse(node.asText(), zone);
        } catch (IllegalArgumentException e) {
            problems.add("has a " + e.getMessage());
            return Schedule.CONTINUOUS;
        }
    }

    private List<Glob> keyspaces(JsonNode node, Tenant tenant) {
        if (node == null) {
            return byDefault.keyspaces();
        }
        List<Glob> globs = new ArrayList<>();
        node.forEach(name -> globs.add(new Glob(name.asText().replace("${tenant}", tenant.name()))));
        if (!node.isArray() || globs.isEmpty()) {
            problems.add("has no list of names (where='" + KEYSPACES + "': '" + node.asText() + "')");
        }
        return globs;
    }
}
