package dev.sluice.tenant.command;

import dev.sluice.contract.Tenant;
import dev.sluice.tenant.connect.Cluster.Deployed;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Which connectors serve which tenants, by their configs: names tell nothing. */
final class Connectors {
    private static final String SOURCE = "dev.sluice.source.FileSourceConnector";
    private static final List<String> SOURCES = List.of(SOURCE, "FileSourceConnector", "FileSource");

    private final List<Deployed> sources;

    Connectors(List<Deployed> all) {
        sources = all.stream()
                .filter(one -> SOURCES.contains(one.connector().type()))
                .toList();
    }

    /** The tenants that a connector names; empty for all that have a directory. */
    static List<String> tenants(Deployed one) {
        Map<String, String> config = one.connector().config();
        return Optional.ofNullable(config.get("tenant"))
                .filter(name -> !name.isEmpty())
                .map(List::of)
                .orElseGet(() -> Stream.of(config.getOrDefault("tenants", "").split(",", -1))
                        .map(String::trim)
                        .filter(name -> !name.isEmpty() && !name.equals("*"))
                        .toList());
    }

    /** Those that serve this tenant and nobody else. */
    List<Deployed> of(Tenant tenant) {
        return sources.stream()
                .filter(one -> tenants(one).equals(List.of(tenant.name())))
                .toList();
    }

    /** Those that serve it among others. */
    List<Deployed> sharedBy(Tenant tenant) {
        return sources.stream()
                .filter(one -> tenants(one).isEmpty() || tenants(one).contains(tenant.name()))
                .filter(one -> !tenants(one).equals(List.of(tenant.name())))
                .toList();
    }

    /** By tenant, for all that a connector names. */
    SortedMap<String, List<Deployed>> byTenant() {
        SortedMap<String, List<Deployed>> map = new TreeMap<>();
        for (Deployed one : sources) {
            for (String tenant : tenants(one)) {
                map.computeIfAbsent(
                        tenant,
                        name -> sources.stream()
                                .filter(each -> tenants(each).contains(name))
                                .toList());
            }
        }
        return map;
    }
}
