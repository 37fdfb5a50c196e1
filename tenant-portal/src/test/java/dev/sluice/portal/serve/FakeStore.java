package dev.sluice.portal.serve;

import dev.sluice.contract.Tenant;
import dev.sluice.portal.define.DefinitionStore;
import dev.sluice.portal.follow.Import;
import dev.sluice.portal.follow.ImportStore;
import dev.sluice.portal.watch.Connectors;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Cassandra and Connect in memory. Any thread. */
final class FakeStore implements ImportStore, DefinitionStore, Connectors {
    final List<Import> imports = new CopyOnWriteArrayList<>();
    final Map<String, List<Stored>> versions = new HashMap<>();
    final Map<String, List<Example>> examples = new HashMap<>();
    final List<Connector> connectors = new CopyOnWriteArrayList<>();
    volatile boolean isAway;

    @Override
    public List<Import> latest(Tenant tenant, int most) {
        failIfAway();
        List<Import> all = imports.stream()
                .filter(one -> one.tenant().equals(tenant.name()))
                .sorted(Comparator.comparingLong(Import::base).reversed())
                .toList();
        List<Import> settled = all.stream()
                .filter(one -> !one.state().isUnderWay())
                .limit(most)
                .toList();
        return all.stream()
                .filter(one -> one.state().isUnderWay() || settled.contains(one))
                .toList();
    }

    @Override
    public Optional<Import> find(Tenant tenant, String id) {
        failIfAway();
        return latest(tenant, Integer.MAX_VALUE).stream()
                .filter(one -> one.id().equals(id))
                .findFirst();
    }

    @Override
    public List<Example> examples(Import of, int most) {
        failIfAway();
        return examples.getOrDefault(of.id(), List.of());
    }

    @Override
    public List<Stored> versions(String subject) {
        failIfAway();
        return versions.getOrDefault(subject, List.of());
    }

    @Override
    public List<Connector> states() {
        if (isAway) {
            throw new UnreachableException("Connect does not answer. Look whether a worker runs.");
        }
        return connectors;
    }

    private void failIfAway() {
        if (isAway) {
            throw new UnavailableException(new IllegalStateException("away"));
        }
    }
}
