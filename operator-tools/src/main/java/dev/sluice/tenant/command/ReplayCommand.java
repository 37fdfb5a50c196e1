package dev.sluice.tenant.command;

import dev.sluice.contract.Tenant;
import dev.sluice.tenant.connect.Cluster.Deployed;
import dev.sluice.tenant.stage.DoneFiles;
import dev.sluice.tenant.stage.TenantTree;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code scripts/tenant replay}: files that were loaded once are loaded once more, as the newest. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = {
            "Drops files of out/done once more, in the order given. They become new imports, the newest ones: their rows win over",
            "those of all files that were loaded since, which it names."
        })
final class ReplayCommand implements Callable<Integer> {
    @Parameters(paramLabel = "TENANT", index = "0", converter = TenantName.class)
    private Tenant tenant;

    @Parameters(paramLabel = "FILE", index = "1..*", arity = "1..*", description = "As it is called below out/done.")
    private List<String> files;

    @Mixin
    private Where where;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Map<String, String> config = source().connector().config();
        if (config.getOrDefault("duplicates", "load").equals("skip")) {
            throw new Refusal("the connector of tenant '" + tenant
                    + "' has duplicates=skip and would refuse what it has loaded before; nothing was dropped. Set it to"
                    + " 'load' meanwhile.");
        }
        boolean withMarker = config.getOrDefault("file.complete", "settle").equals("marker");
        PrintWriter out = spec.commandLine().getOut();
        DoneFiles done = new DoneFiles(new TenantTree(where.staging(), tenant).root());
        for (String file : files) {
            List<String> later = new ArrayList<>(done.loadedAfter(file));
            later.removeAll(files);
            out.println("dropped " + done.dropAgain(file, withMarker));
            if (!later.isEmpty()) {
                out.println(
                        "  loaded since, and now older than it; replay them as well if their rows are to win again: "
                                + String.join(" ", later));
            }
        }
        return 0;
    }

    /** Of several, none can be told to be the one whose settings count. */
    private Deployed source() throws IOException, InterruptedException {
        Connectors connectors = new Connectors(where.cluster().connectors());
        List<Deployed> all = new ArrayList<>(connectors.of(tenant));
        all.addAll(connectors.sharedBy(tenant));
        if (all.size() != 1) {
            throw new Refusal(
                    all.size() + " connectors serve tenant '" + tenant
                            + "'; nothing was dropped. One must: 'scripts/tenant add' with its agreement, or delete the others.");
        }
        return all.get(0);
    }
}
