package dev.sluice.portal.follow;

import dev.sluice.portal.stage.Report;
import dev.sluice.portal.stage.Waiting.Importing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Puts together what the source and the sink know. Pure. */
public final class Outcomes {
    /** Under way first, then the latest. */
    private static final Comparator<Outcome> ORDER = Comparator.comparing(
                    (Outcome one) -> !one.state().isUnderWay())
            .thenComparing(Outcomes::time, Comparator.reverseOrder())
            .thenComparing(Outcome::id);

    private Outcomes() {}

    /**
     * One for each data file that is or was read, or refused. Reports of definitions are left out.
     *
     * @param most how many settled imports were asked for: older ones may be known, too
     */
    public static List<Outcome> of(List<Import> imports, int most, List<Report> reports, List<Importing> importing) {
        Map<String, Report> byId = reports.stream()
                .filter(report -> !report.isOfDefinition())
                .collect(Collectors.toMap(Report::id, Function.identity(), (one, other) -> one));
        Map<String, Long> latestBase = new HashMap<>();
        List<Outcome> outcomes = new ArrayList<>();
        Set<String> known = new HashSet<>();
        for (Import one : imports) {
            if (known.add(one.id())) {
                outcomes.add(Outcome.of(one, Optional.ofNullable(byId.get(one.id()))));
            }
            latestBase.merge(one.dataset(), one.base(), Math::max);
        }
        long horizon = horizon(imports, most);
        for (Report report : byId.values()) {
            if (known.add(report.id())) {
                outcomes.add(Outcome.of(report, state(report, latestBase, horizon)));
            }
        }
        for (Importing one : importing) {
            if (known.add(one.id())) {
                outcomes.add(Outcome.of(one));
            }
        }
        outcomes.sort(ORDER);
        return outcomes;
    }

    /** Imports whose base is below were not asked for. */
    private static long horizon(List<Import> imports, int most) {
        List<Import> settled =
                imports.stream().filter(one -> !one.state().isUnderWay()).toList();
        return settled.size() < most
                ? Long.MIN_VALUE
                : settled.stream().mapToLong(Import::base).min().orElse(Long.MAX_VALUE);
    }

    private static State state(Report report, Map<String, Long> latestBase, long horizon) {
        return switch (report.state()) {
            case "checked" -> State.CHECKED;
            case "failed" -> State.FAILED;
            case "completed" -> {
                boolean isPassed = report.base() < horizon
                        || report.dataset()
                                .map(latestBase::get)
                                .filter(base -> base > report.base())
                                .isPresent();
                yield isPassed ? State.COMPLETED : State.LOADING;
            }
            default -> State.REJECTED;
        };
    }

    private static Instant time(Outcome one) {
        return one.ended().or(one::started).orElse(Instant.EPOCH);
    }
}
