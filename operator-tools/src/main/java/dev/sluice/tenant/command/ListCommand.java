package dev.sluice.tenant.command;

import dev.sluice.contract.Tenant;
import dev.sluice.tenant.connect.Cluster.Deployed;
import dev.sluice.tenant.stage.TenantTree;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code scripts/tenant list}: all that a connector names or that have a directory. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists tenants that have a connector or a directory.")
final class ListCommand implements Callable<Integer> {
    @Mixin
    private Where where;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        SortedMap<String, List<Deployed>> tenants =
                new TreeMap<>(new Connectors(where.cluster().connectors()).byTenant());
        if (where.knowsStaging()) {
            directories().forEach(name -> tenants.putIfAbsent(name, List.of()));
        }
        out.printf("%-20s %-30s %-10s %-16s %s%n", "TENANT", "CONNECTOR", "STATE", "SCHEDULE", "WAITING");
        for (String tenant : tenants.keySet()) {
            String waiting = where.knowsStaging() && Tenant.isValid(tenant)
                    ? Long.toString(new TenantTree(where.staging(), new Tenant(tenant))
                            .content()
                            .waiting())
                    : "?";
            if (tenants.get(tenant).isEmpty()) {
                out.printf("%-20s %-30s %-10s %-16s %s%n", tenant, "-", "-", "-", waiting);
            }
            for (Deployed one : tenants.get(tenant)) {
                out.printf(
                        "%-20s %-30s %-10s %-16s %s%n",
                        tenant,
                        one.connector().name(),
                        one.state().isRunning() ? "RUNNING" : worst(one),
                        one.connector().config().getOrDefault("schedule", "continuous"),
                        waiting);
            }
        }
        return 0;
    }

    private static String worst(Deployed one) {
        return one.state().tasks().contains("FAILED") ? "FAILED" : one.state().connector();
    }

    private List<String> directories() throws IOException {
        try (Stream<Path> all = Files.list(where.staging())) {
            return all.filter(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                    .map(path -> path.getFileName().toString())
                    .filter(Tenant::isValid)
                    .collect(Collectors.toList());
        }
    }
}
