package dev.sluice.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.stack.EngineHandle;
import dev.sluice.stack.LocalStack;
import dev.sluice.stack.TenantPortal;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code scripts/demo}: the whole pipeline in one command. Exit code 0 if every number is what it must be, else 1; 2 for usage. */
public final class Main {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ARCHIVE_ROOT = "/sluice/errors";

    private final DemoOptions options;
    private final PrintStream out;
    private String portalToLookAt = "";

    /** Who has a token of the portal. */
    private record Doors(PortalClient clientA, PortalClient operators) {}

    private Main(DemoOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    /** First argument: the project's folder; the rest is the user's. */
    public static void main(String[] args) throws Exception {
        PrintStream out = new PrintStream(System.out, true, java.nio.charset.StandardCharsets.UTF_8);
        DemoOptions options;
        try {
            options = DemoOptions.parse(
                    Path.of(args[0]), List.of(args).subList(1, args.length).toArray(String[]::new));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n" + DemoOptions.USAGE);
            System.exit(2);
            return;
        }
        System.exit(new Main(options, out).run() ? 0 : 1);
    }

    private boolean run() throws Exception {
        out.println("Starting Kafka, Connect, Schema Registry, Cassandra and HDFS in " + options.directory() + " …");
        long begun = System.nanoTime();
        try (LocalStack stack = LocalStack.builder()
                .directory(options.directory())
                .fromScratch()
                .start()) {
            out.printf("All engines answer after %.1f s.%n", (System.nanoTime() - begun) / 1e9);
            boolean right = play(stack);
            if (options.keep()) {
                stack.outliveThisJvm();
                howToLookAround(stack);
                Runtime.getRuntime().halt(right ? 0 : 1);
            }
            out.println("\nStopping all engines …");
            return right;
        }
    }

    private boolean play(LocalStack stack) throws IOException, InterruptedException {
        try (Pipeline pipeline = new Pipeline(stack);
                Tables tables = new Tables(stack.cassandra(), stack.localDatacenter());
                Archive archive = new Archive(stack.hdfsUri(), ARCHIVE_ROOT)) {
            Doors doors = openPortal(stack);
            deploy(pipeline);
            ProgressBars bars = new ProgressBars(out, Boolean.getBoolean("sluice.terminal"));
            Runnable tick = () -> bars.tick(pipeline.board(), pipeline.lags());
            List<String> problems;
            if (options.tenants().isEmpty()) {
                BuiltInTenants tenants = new BuiltInTenants(pipeline, doors.clientA(), options.rows());
                tenants.play(out, tick);
                bars.draw(pipeline.board(), pipeline.lags());
                out.println(
                        "\nclient_a's attempt to change the type of a key column was refused:\n  " + tenants.refusal());
                problems = tenants.check(tables, archive);
            } else {
                OwnTenants tenants = new OwnTenants(pipeline);
                tenants.play(options.tenants(), out, tick);
                bars.draw(pipeline.board(), pipeline.lags());
                problems = tenants.check(out);
            }
            new Landed(out).print(pipeline.board(), tables, archive);
            printTenants(doors.operators());
            printMemory(stack);
            problems.forEach(problem -> out.println("WRONG  " + problem));
            out.println(
                    problems.isEmpty()
                            ? "\nEvery number is what it must be."
                            : "\n" + problems.size() + " numbers are wrong.");
            return problems.isEmpty();
        }
    }

    private Doors openPortal(LocalStack stack) throws IOException, InterruptedException {
        TenantPortal portal = stack.startPortal(Map.of());
        String operator = portal.token("@operator");
        portalToLookAt = "  " + portal.url() + "/operators  (token " + operator + ")";
        return new Doors(
                new PortalClient(portal.url(), portal.token("client_a")), new PortalClient(portal.url(), operator));
    }

    /** POSTs the files of {@code connector-configs/} as they are; nothing is deployed in any other way. */
    private void deploy(Pipeline pipeline) throws IOException, InterruptedException {
        pipeline.deploy(config("cassandra-sink"), "validated-input");
        pipeline.deploy(config("error-hdfs-sink"), "import-error");
        pipeline.deploy(config("load-error-hdfs-sink"), null);
        if (options.tenants().isEmpty()) {
            pipeline.deploy(config("client-a-source"), null);
            pipeline.deploy(config("client-b-source"), null);
        } else {
            for (String tenant : options.tenants().keySet()) {
                pipeline.deploy(sourceOf(tenant), null);
            }
        }
        pipeline.awaitRunning();
        out.println("Connectors posted to Connect's REST API and running: "
                + pipeline.rest().get("/connectors"));
    }

    private String config(String name) throws IOException {
        return Files.readString(Pipeline.config(options.repository(), name));
    }

    /** client_a's config, for another tenant that may define tables in any keyspace. */
    private String sourceOf(String tenant) throws IOException {
        ObjectNode json = (ObjectNode) JSON.readTree(config("client-a-source"));
        json.put("name", tenant.replace('_', '-') + "-source");
        ((ObjectNode) json.path("config")).put("tenant", tenant).put("keyspaces", "*");
        return json.toString();
    }

    private void printTenants(PortalClient portal) throws IOException, InterruptedException {
        out.println("\nTenants, as the portal shows them to operators");
        for (JsonNode tenant : portal.tenants()) {
            out.printf(
                    Locale.ROOT,
                    "  %-9s %,d rows to go, %d imports running, %d incomplete, %d failed, %d refused%n",
                    tenant.path("tenant").asText(),
                    tenant.at("/lag/rows").asLong(),
                    tenant.path("running").size(),
                    tenant.path("incomplete").asLong(),
                    tenant.path("failed").asLong(),
                    tenant.path("refused").asLong());
        }
    }

    private void printMemory(LocalStack stack) {
        out.println("\nMemory of the engines");
        stack.engines().stream()
                .sorted(Comparator.comparing(EngineHandle::name))
                .forEach(engine -> out.printf(
                        Locale.ROOT, "  %-10s %,6d MB%n", engine.name(), engine.residentBytes() / (1024 * 1024)));
    }

    private void howToLookAround(LocalStack stack) {
        out.println("""

                Everything is still running. To look around:
                  scripts/stack status --dir %1$s
                  curl %2$s/connectors?expand=status
                  ls -R %3$s
                %4$s
                Drop a file of your own into %3$s/client_a/in/ and read its report in …/out/.
                To stop it all:
                  scripts/stack down --dir %1$s""".formatted(options.directory(), stack.connectUrl(), stack.stagingDirectory(), portalToLookAt));
    }
}
