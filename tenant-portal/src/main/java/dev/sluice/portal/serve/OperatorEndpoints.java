package dev.sluice.portal.serve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.contract.Tenant;
import dev.sluice.portal.follow.Follower;
import dev.sluice.portal.follow.ImportStore;
import dev.sluice.portal.follow.Outcome;
import dev.sluice.portal.follow.State;
import dev.sluice.portal.stage.StagingDirectory;
import dev.sluice.portal.watch.Connectors;
import dev.sluice.portal.watch.Lag;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;

/** What operators are told. Any number of threads. */
final class OperatorEndpoints {
    private static final int LATEST = 20;

    private final StagingDirectory staging;
    private final Follower follower;
    private final Connectors connectors;
    private final InstantSource clock;

    OperatorEndpoints(StagingDirectory staging, Follower follower, Connectors connectors, InstantSource clock) {
        this.staging = staging;
        this.follower = follower;
        this.connectors = connectors;
        this.clock = clock;
    }

    /** {@code GET /operators/status}. One part that does not answer leaves the others. */
    void status(Exchange exchange) throws IOException {
        ObjectNode view = Views.object().put("time", clock.instant().toString());
        ArrayNode tenants = view.putArray("tenants");
        for (Tenant tenant : staging.tenants()) {
            tenants.add(tenant(tenant));
        }
        try {
            view.set("connectors", Views.connectors(connectors.states()));
            view.putNull("connect_trouble");
        } catch (Connectors.UnreachableException e) {
            view.set("connectors", Views.array());
            view.put("connect_trouble", e.getMessage());
        }
        exchange.json(200, view);
    }

    private ObjectNode tenant(Tenant tenant) {
        ObjectNode view = Views.object().put("tenant", tenant.name());
        try {
            Follower.Files files = follower.files(tenant, LATEST);
            List<Outcome> outcomes = files.outcomes();
            view.set("lag", Views.of(Lag.of(files.waiting(), outcomes)));
            view.set(
                    "running",
                    Views.outcomes(
                            outcomes.stream()
                                    .filter(one -> one.state().isUnderWay())
                                    .toList(),
                            clock.instant()));
            view.put("incomplete", count(outcomes, State.INCOMPLETE));
            view.put("failed", count(outcomes, State.FAILED));
            view.put("refused", count(outcomes, State.REJECTED));
            view.putNull("trouble");
        } catch (ImportStore.UnavailableException e) {
            view.put("trouble", e.getMessage());
        } catch (IOException e) {
            view.put(
                    "trouble",
                    "The tenant's folder cannot be read: " + e.getClass().getSimpleName()
                            + ". Look at its permissions.");
        }
        return view;
    }

    private static long count(List<Outcome> outcomes, State state) {
        return outcomes.stream().filter(one -> one.state() == state).count();
    }
}
