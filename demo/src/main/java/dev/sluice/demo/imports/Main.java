package dev.sluice.demo.imports;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import dev.sluice.stack.StackRecord;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** {@code scripts/imports}. Exit codes: 0 printed, 1 Cassandra does not answer or knows of no imports, 2 not understood. */
public final class Main {
    private static final long REDRAW_MILLIS = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Main() {}

    /** First argument: the project's folder; the rest is the user's. */
    public static void main(String[] args) throws InterruptedException {
        if (List.of(args).contains("--help")) {
            System.out.print(Options.USAGE);
            return;
        }
        Options options;
        try {
            options = Options.parse(Path.of(args[0]), List.of(args).subList(1, args.length));
        } catch (IllegalArgumentException e) {
            System.err.print(e.getMessage() + "\n" + Options.USAGE);
            System.exit(2);
            return;
        }
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try (CqlSession session = connect(options)) {
            show(options, new ImportTables(session, options.keyspace()), out);
        } catch (InvalidQueryException e) {
            fail("there are no tables of imports in keyspace '" + options.keyspace() + "': " + e.getMessage()
                    + ". The Cassandra sink makes them when it starts; is it deployed, and is --keyspace right?");
        } catch (AllNodesFailedException | IllegalStateException | IOException e) {
            fail(e.getMessage());
        }
    }

    private static void show(Options options, ImportTables tables, PrintStream out) throws InterruptedException {
        if (options.errorsOf().isPresent()) {
            showErrors(options, tables, out);
            return;
        }
        boolean live = !options.once() && Boolean.getBoolean("sluice.terminal");
        ImportsView view = new ImportsView(ZoneId.systemDefault());
        do {
            List<String> lines = view.render(tables.read(options.tenant(), options.latest()), Instant.now());
            // Home, each line over the old one, then nothing of what was below: no flicker.
            out.print(live ? "\u001b[H" : "");
            lines.forEach(line -> out.print(line + (live ? "\u001b[K\n" : "\n")));
            out.print(live ? "\u001b[J" : "");
            out.flush();
            if (live) {
                Thread.sleep(REDRAW_MILLIS);
            }
        } while (live);
    }

    private static void showErrors(Options options, ImportTables tables, PrintStream out) {
        tables.read(options.tenant(), Integer.MAX_VALUE).stream()
                .filter(one -> one.id().equals(options.errorsOf().orElseThrow()))
                .forEach(one -> {
                    out.println(one.tenant() + "/" + one.file() + ": " + one.rejected() + " rejected rows, the first:");
                    tables.errors(one).forEach(line -> out.println("  " + line));
                });
    }

    private static CqlSession connect(Options options) throws IOException {
        CqlSessionBuilder builder = CqlSession.builder()
                .addContactPoint(contactPoint(options))
                .withLocalDatacenter(options.datacenter())
                .withConfigLoader(DriverConfigLoader.programmaticBuilder()
                        .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, PATIENCE)
                        .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, PATIENCE)
                        .build());
        if (options.user().isPresent()) {
            String password = Optional.ofNullable(System.getenv("CASSANDRA_PASSWORD"))
                    .orElseThrow(() -> new IllegalStateException(
                            "--user is given, but the environment variable CASSANDRA_PASSWORD is not set."));
            builder = builder.withAuthCredentials(options.user().get(), password);
        }
        return builder.build();
    }

    private static InetSocketAddress contactPoint(Options options) throws IOException {
        if (options.contactPoint().isPresent()) {
            String point = options.contactPoint().get();
            int colon = point.lastIndexOf(':');
            return colon < 0
                    ? new InetSocketAddress(point, 9042)
                    : new InetSocketAddress(point.substring(0, colon), Integer.parseInt(point.substring(colon + 1)));
        }
        Optional<StackRecord> stack =
                Files.isDirectory(options.directory()) ? StackRecord.read(options.directory()) : Optional.empty();
        return stack.orElseThrow(() -> new IllegalStateException("there is no stack in " + options.directory()
                        + ". Start one with scripts/stack up, or say --cassandra HOST:PORT."))
                .endpoints()
                .cassandra();
    }

    private static void fail(String message) {
        System.err.println("sluice: " + message);
        System.exit(1);
    }
}
