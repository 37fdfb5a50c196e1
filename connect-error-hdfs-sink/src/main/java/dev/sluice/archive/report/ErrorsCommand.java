package dev.sluice.archive.report;

import dev.sluice.archive.fs.HadoopSettings;
import dev.sluice.archive.fs.Identity;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Prints or exports what the archive holds. Exits with 0; 1 if the archive cannot be read; 2 if the arguments make no sense. Runs
 * without Connect on the class path.
 */
public final class ErrorsCommand {
    static final String USAGE = """
            usage: errors TENANT|--all [--dataset D] [--import I] [--code C] [--since T] [--csv|--json|--count]
              --since T    of the row's time: 2026-11-20, 2026-11-20T12:00:00Z, or so long ago: 90m, 36h, 7d
              --csv        RFC 4180 with a header line, one line for each violation
              --json       every envelope, one JSON object a line
              --count      counts by tenant, dataset, code and column (code * counts rows), tab-separated
            where the archive is:
              --url U      hdfs://namenode:8020; else SLUICE_HDFS_URL
              --root R     the connector's root.dir; else SLUICE_ERRORS_ROOT, else /sluice/errors
              --conf-dir D core-site.xml and hdfs-site.xml; else HADOOP_CONF_DIR
              --user N     on file systems with simple authentication
              --principal P --keytab K   for Kerberos
            """;

    private static final List<String> FLAGS = List.of("--all", "--csv", "--json", "--count");
    private static final List<String> OPTIONS = List.of(
            "--dataset",
            "--import",
            "--code",
            "--since",
            "--url",
            "--root",
            "--conf-dir",
            "--user",
            "--principal",
            "--keytab");

    private final Map<String, String> options;
    private final Map<String, String> environment;
    private final Clock clock;

    private ErrorsCommand(Map<String, String> options, Map<String, String> environment, Clock clock) {
        this.options = options;
        this.environment = environment;
        this.clock = clock;
    }

    public static void main(String[] args) {
        PrintStream out =
                new PrintStream(new BufferedOutputStream(System.out, 64 * 1024), false, StandardCharsets.UTF_8);
        int status = run(List.of(args), System.getenv(), Clock.systemUTC(), out, System.err);
        out.flush();
        System.exit(status);
    }

    static int run(List<String> args, Map<String, String> environment, Clock clock, PrintStream out, PrintStream err) {
        ErrorsCommand command;
        Selection selection;
        try {
            command = new ErrorsCommand(parse(args), environment, clock);
            selection = command.selection();
            command.url();
        } catch (IllegalArgumentException | DateTimeException e) {
            err.println("errors: " + e.getMessage());
            err.print(USAGE);
            return 2;
        }
        try (ArchiveReader reader = ArchiveReader.connect(command.settings())) {
            try (Printing printing = command.printing(out)) {
                reader.read(selection, printing);
            }
            return 0;
        } catch (IOException | RuntimeException e) {
            err.println("errors: archive (where='" + command.url() + command.root() + "') cannot be read: " + e);
            return 1;
        }
    }

    private static Map<String, String> parse(List<String> args) {
        Map<String, String> options = new HashMap<>();
        Deque<String> places = new ArrayDeque<>();
        for (Iterator<String> rest = args.iterator(); rest.hasNext(); ) {
            String arg = rest.next();
            if (FLAGS.contains(arg)) {
                options.put(arg, "");
            } else if (OPTIONS.contains(arg) && rest.hasNext()) {
                options.put(arg, rest.next());
            } else if (arg.startsWith("-")) {
                throw new IllegalArgumentException("option '" + arg + "' is unknown or lacks its value");
            } else {
                places.add(arg);
            }
        }
        if (places.size() != (options.containsKey("--all") ? 0 : 1)) {
            throw new IllegalArgumentException("one tenant, or --all, must be named");
        }
        if (!places.isEmpty()) {
            options.put("tenant", places.getFirst());
        }
        return options;
    }

    private Selection selection() {
        String since = options.get("--since");
        return new Selection(
                options.get("tenant"),
                options.get("--dataset"),
                options.get("--import"),
                options.get("--code"),
                since == null ? null : instant(since));
    }

    private Instant instant(String text) {
        if (text.matches("\\d{1,6}[mhd]")) {
            long count = Long.parseLong(text.substring(0, text.length() - 1));
            Duration ago =
                    switch (text.charAt(text.length() - 1)) {
                        case 'm' -> Duration.ofMinutes(count);
                        case 'h' -> Duration.ofHours(count);
                        default -> Duration.ofDays(count);
                    };
            return clock.instant().minus(ago);
        }
        return text.contains("T")
                ? Instant.parse(text)
                : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private HadoopSettings settings() {
        return new HadoopSettings(
                URI.create(url()),
                root(),
                new Identity(option("--user", ""), option("--principal", ""), option("--keytab", "")),
                option("--conf-dir", environment.getOrDefault("HADOOP_CONF_DIR", "")),
                Map.of());
    }

    private String url() {
        String url = option("--url", environment.getOrDefault("SLUICE_HDFS_URL", ""));
        if (url.isEmpty()) {
            throw new IllegalArgumentException("nobody says where the archive is: neither --url nor SLUICE_HDFS_URL");
        }
        return url;
    }

    private String root() {
        return option("--root", environment.getOrDefault("SLUICE_ERRORS_ROOT", "/sluice/errors"));
    }

    private String option(String name, String otherwise) {
        return options.getOrDefault(name, otherwise);
    }

    private Printing printing(PrintStream out) {
        if (options.containsKey("--csv")) {
            return new Printing.Csv(out);
        }
        if (options.containsKey("--json")) {
            return new Printing.Json(out);
        }
        return options.containsKey("--count") ? new Printing.Count(out) : new Printing.Text(out);
    }
}
