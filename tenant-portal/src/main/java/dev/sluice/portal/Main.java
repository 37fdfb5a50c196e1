package dev.sluice.portal;

import dev.sluice.portal.admit.Caller;
import dev.sluice.portal.admit.Token;
import dev.sluice.portal.admit.TokenFile;
import dev.sluice.portal.admit.Tokens;
import dev.sluice.portal.serve.PortalServer;
import dev.sluice.portal.serve.Services;
import dev.sluice.portal.session.CassandraLink;
import dev.sluice.portal.session.ConnectRest;
import dev.sluice.portal.session.CqlDefinitionStore;
import dev.sluice.portal.session.CqlImportStore;
import dev.sluice.portal.stage.StagingDirectory;
import dev.sluice.portal.tell.ImportsCommand;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The command line. Exit codes: 0 done, 1 failed, 2 not understood. */
public final class Main {
    private static final Logger log = LoggerFactory.getLogger(Main.class);
    private static final String USAGE = """
            Usage: java -jar tenant-portal.jar serve [FILE]
                   java -jar tenant-portal.jar token TOKENS-FILE TENANT
                   java -jar tenant-portal.jar imports [TENANT] [--help]
                   java -jar tenant-portal.jar settings
              serve     serves until it is told to end; settings are read from the environment and, below it, from a file of properties
              token     makes a token for a tenant, or for operators if TENANT is @operator: prints it, once, and adds its hash to the file
              imports   tells what became of every file; with -Dsluice.terminal=true again and again
              settings  prints all settings with their defaults
            """;

    private Main() {}

    /** The words behind the jar. */
    public static void main(String[] args) throws Exception {
        List<String> words = List.of(args);
        try {
            String command = words.isEmpty() ? "" : words.get(0);
            if (command.equals("serve") && words.size() <= 2) {
                serve(settings(words.subList(1, words.size())));
            } else if (command.equals("token") && words.size() == 3) {
                token(Path.of(words.get(1)), words.get(2));
            } else if (command.equals("imports")) {
                imports(words.subList(1, words.size()));
            } else if (command.equals("settings") && words.size() == 1) {
                Settings.DEFAULTS.forEach((key, value) ->
                        System.out.println(value == null ? "# required\n" + key + "=" : key + "=" + value));
            } else {
                System.err.print(USAGE);
                System.exit(2);
            }
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        } catch (IOException e) {
            System.err.println("sluice: " + e);
            System.exit(1);
        }
    }

    private static void imports(List<String> words) throws InterruptedException {
        int code = ImportsCommand.run(
                words,
                System.getenv(),
                Boolean.getBoolean("sluice.terminal"),
                new PrintStream(System.out, true, StandardCharsets.UTF_8));
        if (code != 0) {
            System.exit(code);
        }
    }

    private static void token(Path file, String name) throws IOException {
        Token token = Token.random();
        TokenFile.append(file, Tokens.line(Caller.named(name), token, "made " + LocalDate.now(ZoneOffset.UTC)));
        System.out.println(token.reveal());
    }

    private static Settings settings(List<String> files) throws IOException {
        Properties properties = new Properties();
        for (String file : files) {
            try (InputStream in = Files.newInputStream(Path.of(file))) {
                properties.load(in);
            }
        }
        Map<String, String> given = new HashMap<>();
        properties.stringPropertyNames().forEach(key -> given.put(key, properties.getProperty(key)));
        return Settings.of(given, System.getenv());
    }

    private static void serve(Settings settings) throws Exception {
        InstantSource clock = InstantSource.system();
        StagingDirectory staging = new StagingDirectory(settings.staging(), settings.withMarkers());
        CountDownLatch end = new CountDownLatch(1);
        try (CassandraLink cassandra = new CassandraLink(settings.cassandra(), clock);
                PortalServer server = new PortalServer(
                        settings.http(),
                        new Services(
                                staging,
                                new CqlImportStore(cassandra),
                                new CqlDefinitionStore(cassandra),
                                new ConnectRest(settings.connect()),
                                new TokenFile(settings.tokens(), clock),
                                clock))) {
            Thread main = Thread.currentThread();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                end.countDown();
                try {
                    main.join();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }));
            server.start();
            log.info(
                    "Serving {} at {}://{}:{}/",
                    settings.staging(),
                    settings.http().tls().isPresent() ? "https" : "http",
                    server.address().getHostString(),
                    server.address().getPort());
            do {
                tidy(staging, clock);
            } while (!end.await(1, TimeUnit.HOURS));
        }
    }

    private static void tidy(StagingDirectory staging, InstantSource clock) {
        try {
            staging.deleteAbandoned(clock.instant());
        } catch (IOException e) {
            log.warn("Left-overs of uploads could not be deleted: {}; tried again in an hour.", e.toString());
        }
    }
}
