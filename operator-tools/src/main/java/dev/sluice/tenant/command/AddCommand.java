package dev.sluice.tenant.command;

import dev.sluice.agreement.ServiceAgreement;
import dev.sluice.tenant.render.Connector;
import dev.sluice.tenant.render.IngestProgram;
import dev.sluice.tenant.render.StrimziConnector;
import dev.sluice.tenant.render.Template;
import dev.sluice.tenant.stage.TenantTree;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code scripts/tenant add}: has a tenant served as its agreement says; again, after a change of it, changes what has to be. */
@Command(
        name = "add",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Makes a tenant's directories and its source connector, as its service agreement says, and has the Cassandra sink allow its",
            "keyspaces.",
            "Given again, it changes what is not as it should be, and tells what."
        })
final class AddCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "AGREEMENT",
            description = "The file of the service agreement; docs/service-agreement.schema.json.")
    private Path file;

    @Mixin
    private Where where;

    @Option(
            names = "--template",
            paramLabel = "FILE",
            description =
                    "The connector's JSON, with $${tenant} and $${name}. By default connector-configs/templates/tenant-source.json.")
    private Path template;

    @Option(
            names = "--timezone",
            paramLabel = "ZONE",
            defaultValue = "UTC",
            description = "Of the schedule; by default UTC.")
    private ZoneId zone;

    @Option(
            names = "--owner",
            paramLabel = "USER",
            description =
                    "Who owns the tenant's directories: the workers' user. By default who owns the staging directory.")
    private Optional<String> owner;

    @Option(
            names = "--group",
            paramLabel = "GROUP",
            description = "Whose members may drop files and read reports. By default the staging directory's.")
    private Optional<String> group;

    @Option(names = "--raw", description = "Also makes raw/, for the tenant's own ingest program.")
    private boolean raw;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "How long to wait until the connector runs; 0 not to. By default 60.")
    private long seconds;

    @Option(
            names = "--leave-sink",
            description = "Does not add the tenant's keyspaces to those that the Cassandra sink allows.")
    private boolean leaveSink;

    @ArgGroup
    private Instead instead = new Instead();

    @Option(
            names = "--cluster",
            paramLabel = "NAME",
            defaultValue = "connect",
            description = "With --strimzi: the KafkaConnect that runs it; by default connect.")
    private String cluster;

    @Option(names = "--namespace", paramLabel = "NAME", description = "Of what is printed for Kubernetes.")
    private Optional<String> namespace;

    @Option(
            names = "--image",
            paramLabel = "IMAGE",
            description = "With --kubernetes: of the tenant's program. Required.")
    private Optional<String> image;

    @Option(
            names = "--claim",
            paramLabel = "NAME",
            defaultValue = "sluice-staging",
            description = "With --kubernetes: the volume claim of the staging directory; by default sluice-staging.")
    private String claim;

    @Option(
            names = "--source-path",
            paramLabel = "DIR",
            defaultValue = "/staging",
            description =
                    "With --kubernetes: SOURCE_PATH, where the program finds the staging directory; by default /staging.")
    private String sourcePath;

    @Option(
            names = "--run-as",
            paramLabel = "UID:GID",
            defaultValue = "1000:1000",
            description =
                    "With --kubernetes: whom the program runs as; by default 1000:1000. The group must be --group.")
    private String runAs;

    @Spec
    private CommandSpec spec;

    /** Prints instead of doing. */
    private static final class Instead {
        @Option(
                names = "--dry-run",
                description =
                        "Prints the connector's JSON, and to standard error what the Cassandra sink would have to allow, if it is"
                                + " said where Connect is. Changes nothing.")
        private boolean dryRun;

        @Option(names = "--strimzi", description = "Prints it as Strimzi's KafkaConnector.")
        private boolean strimzi;

        @Option(
                names = "--kubernetes",
                description =
                        "Prints the manifest of the tenant's own ingest program: a CronJob if the agreement has a schedule,"
                                + " else a Deployment.")
        private boolean kubernetes;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        ServiceAgreement agreement = Agreement.read(file, zone);
        if (instead.kubernetes) {
            out.print(program(agreement).render(agreement, zone));
            out.flush();
            return 0;
        }
        Connector connector = template().render(agreement, zone);
        if (instead.dryRun) {
            out.println(connector.json());
            tellSink(connector);
        } else if (instead.strimzi) {
            out.print(new StrimziConnector(cluster, namespace).render(connector, agreement));
            out.flush();
        } else {
            return new Deployment(
                            where.cluster(),
                            out,
                            leaveSink ? Optional.empty() : Optional.of(new SinkKeyspaces(where.cluster(), out)))
                    .deploy(
                            connector,
                            () -> new TenantTree(
                                            where.staging(), agreement.client().orElseThrow())
                                    .prepare(owner, group, raw),
                            Duration.ofSeconds(seconds));
        }
        return 0;
    }

    private void tellSink(Connector connector) throws IOException, InterruptedException {
        if (where.knowsConnect() && !leaveSink) {
            new SinkKeyspaces(where.cluster(), spec.commandLine().getErr()).tell(connector);
        }
    }

    private Template template() {
        Path path = template == null
                ? Path.of(System.getProperty("sluice.root", ""))
                        .resolve("connector-configs/templates/tenant-source.json")
                : template;
        try {
            return Template.parse(Files.readAllBytes(path));
        } catch (IOException e) {
            throw new Refusal(path + " is no template: " + e.getMessage() + ". Give another --template.");
        }
    }

    private IngestProgram program(ServiceAgreement agreement) {
        IngestProgram.problem(agreement).ifPresent(problem -> {
            throw new Refusal(problem);
        });
        String[] ids = runAs.split(":", -1);
        if (image.isEmpty()
                || ids.length != 2
                || !ids[0].matches("[1-9]\\d{0,9}")
                || !ids[1].matches("[1-9]\\d{0,9}")) {
            throw new Refusal(
                    "--kubernetes needs --image, and --run-as as two numbers above 0, such as 1000:1000; nothing was"
                            + " printed. Give them.");
        }
        return new IngestProgram(
                image.get(), namespace, claim, sourcePath, Long.parseLong(ids[0]), Long.parseLong(ids[1]));
    }
}
