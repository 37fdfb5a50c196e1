package dev.sluice.portal.follow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.contract.Tenant;
import dev.sluice.portal.stage.Report;
import dev.sluice.portal.stage.Reports;
import dev.sluice.portal.stage.StagingDirectory;
import dev.sluice.portal.stage.Waiting;
import java.io.IOException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Follows the files of all tenants; remembers the reports of those that were asked for lately. Any thread. */
public final class Follower {
    private static final int MOST_TENANTS = 256;
    private static final int MOST_EXAMPLES = 1_000;
    /** So many that what a list says of a file, however long the list is, is said of it alone. */
    private static final int MOST_IMPORTS = 500;

    private final StagingDirectory staging;
    private final ImportStore store;
    private final InstantSource clock;
    private final Map<Tenant, Reports> reports = new LinkedHashMap<>(16, 0.75f, true);

    public Follower(StagingDirectory staging, ImportStore store, InstantSource clock) {
        this.staging = staging;
        this.store = store;
        this.clock = clock;
    }

    /** What a tenant's files have come to. */
    public record Files(Waiting waiting, List<Report> reports, List<Outcome> outcomes) {}

    /** All about one file. */
    public record Detail(Outcome outcome, Optional<Report> report, Optional<JsonNode> full, List<Fault> faults) {}

    public synchronized Reports reports(Tenant tenant) {
        Reports known = reports.computeIfAbsent(tenant, name -> new Reports(staging.of(name), clock));
        if (reports.size() > MOST_TENANTS) {
            reports.remove(reports.keySet().iterator().next());
        }
        return known;
    }

    public Waiting waiting(Tenant tenant) throws IOException {
        return Waiting.in(staging.of(tenant));
    }

    /**
     * Looks at everything.
     *
     * @param most settled imports
     * @throws ImportStore.UnavailableException if Cassandra does not answer
     */
    public Files files(Tenant tenant, int most) throws IOException {
        // In the way that files go: what is seen twice is told apart by its id, what is not seen at all would be
        // missing.
        Waiting waiting = waiting(tenant);
        List<Import> imports = store.latest(tenant, most);
        List<Report> known = reports(tenant).latest();
        return new Files(waiting, known, Outcomes.of(imports, most, known, waiting.importing()));
    }

    /** One file by the id of its import or report. */
    public Optional<Detail> find(Tenant tenant, String id) throws IOException {
        Optional<Import> found = store.find(tenant, id);
        Optional<Report> report = reports(tenant).find(id);
        Optional<Outcome> outcome = found.map(one -> Outcome.of(one, report));
        if (outcome.isEmpty()) {
            outcome = files(tenant, MOST_IMPORTS).outcomes().stream()
                    .filter(one -> one.id().equals(id))
                    .findFirst();
        }
        if (outcome.isEmpty()) {
            return Optional.empty();
        }
        Optional<JsonNode> full = report.isPresent() ? reports(tenant).full(report.get()) : Optional.empty();
        List<ImportStore.Example> examples =
                found.map(one -> store.examples(one, MOST_EXAMPLES)).orElse(List.of());
        return Optional.of(
                new Detail(outcome.get(), report, full, Fault.of(outcome.get().faults(), examples, full)));
    }
}
