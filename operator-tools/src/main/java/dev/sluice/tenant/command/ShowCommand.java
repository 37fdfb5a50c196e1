package dev.sluice.tenant.command;

import dev.sluice.contract.Tenant;
import dev.sluice.tenant.connect.Cluster.Deployed;
import dev.sluice.tenant.stage.TenantTree;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code scripts/tenant show}: how one tenant is served. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Tells how a tenant is served, and what lies in its directories.")
final class ShowCommand implements Callable<Integer> {
    private static final List<String> TOLD = List.of(
            "schedule",
            "schedule.timezone",
            "retention.days",
            "max.rows.per.second",
            "keyspaces",
            "tasks.max",
            "topic");

    @Parameters(paramLabel = "TENANT", converter = TenantName.class)
    private Tenant tenant;

    @Mixin
    private Where where;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Connectors connectors = new Connectors(where.cluster().connectors());
        List<Deployed> all = new ArrayList<>(connectors.of(tenant));
        all.addAll(connectors.sharedBy(tenant));
        for (Deployed one : all) {
            out.println("connector " + one.connector().name() + ": " + one.state());
            one.state().trouble().ifPresent(trouble -> out.println("  " + trouble));
            Map<String, String> config = one.connector().config();
            for (String key : TOLD) {
                Optional.ofNullable(config.get(key)).ifPresent(value -> out.println("  " + key + ": " + value));
            }
            if (!config.containsKey("schedule")) {
                out.println("  schedule: continuous");
            }
        }
        TenantTree tree = new TenantTree(where.staging(), tenant);
        if (tree.exists()) {
            TenantTree.Content content = tree.content();
            out.printf(
                    "directory %s: %,d waiting, %,d done, %,d rejected, %,d reports and others; %,d bytes%n",
                    tree.root(),
                    content.waiting(),
                    content.done(),
                    content.rejected(),
                    content.others(),
                    content.bytes());
        }
        if (all.isEmpty()) {
            throw new Refusal("no connector serves tenant '" + tenant + "'"
                    + (tree.exists() ? ", though it has a directory" : "")
                    + "; its files are not taken. Run 'scripts/tenant add' with its agreement.");
        }
        return 0;
    }
}
