package dev.sluice.tenant.command;

import dev.sluice.contract.Tenant;
import dev.sluice.tenant.connect.Cluster;
import dev.sluice.tenant.connect.Cluster.Deployed;
import dev.sluice.tenant.stage.TenantTree;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code scripts/tenant remove}: a tenant is served no more; its data stay unless said otherwise. */
@Command(
        name = "remove",
        mixinStandardHelpOptions = true,
        description = "Deletes a tenant's source connectors. Data stay; it tells which, and where.")
final class RemoveCommand implements Callable<Integer> {
    @Parameters(paramLabel = "TENANT", converter = TenantName.class)
    private Tenant tenant;

    @Mixin
    private Where where;

    @Option(names = "--delete-staging", description = "Also deletes the tenant's directory, unless files wait in it.")
    private boolean deleteStaging;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        TenantTree tree = new TenantTree(where.staging(), tenant);
        TenantTree.Content content = tree.content();
        if (deleteStaging && content.waiting() > 0) {
            throw new Refusal(
                    content.waiting() + " files wait in " + tree.root().resolve("in")
                            + "; they would be lost, so nothing was done. Let them be loaded, or delete them first.");
        }
        Cluster cluster = where.cluster();
        Connectors connectors = new Connectors(cluster.connectors());
        List<Deployed> shared = connectors.sharedBy(tenant);
        if (!shared.isEmpty()) {
            throw new Refusal(
                    "tenant '" + tenant + "' is also served by connectors that serve others; nothing was done. Take"
                            + " it out of their key 'tenants' first, or its directory away if that is '*': "
                            + shared.stream().map(one -> one.connector().name()).toList());
        }
        for (Deployed one : connectors.of(tenant)) {
            cluster.delete(one.connector().name());
            out.println("deleted connector " + one.connector().name());
        }
        if (connectors.of(tenant).isEmpty()) {
            out.println("no connector serves tenant '" + tenant + "'");
        }
        if (deleteStaging && tree.exists()) {
            tree.delete();
            out.println("deleted " + tree.root());
        }
        tellWhatIsLeft(out, tree, content);
        return 0;
    }

    private void tellWhatIsLeft(PrintWriter out, TenantTree tree, TenantTree.Content content) {
        out.println("Left as they are:");
        if (tree.exists()) {
            out.printf(
                    "  directory %s (%,d waiting, %,d done, %,d rejected; %,d bytes); --delete-staging deletes it%n",
                    tree.root(), content.waiting(), content.done(), content.rejected(), content.bytes());
        }
        out.println("  its tables in Cassandra, and what keyspace sluice knows of its imports");
        out.println("  its subjects in the Schema Registry: " + tenant + ".*");
        out.println("  its rejections in the error archive: tenant=" + tenant + "/");
        out.println("  its records in the topics, until their retention ends, and the connector's offsets in Connect");
    }
}
