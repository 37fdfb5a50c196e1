package dev.sluice.portal.tell;

import dev.sluice.contract.Tenant;
import dev.sluice.portal.session.CassandraSettings;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the user of {@code imports} wants.
 *
 * @param tenant empty for all
 * @param staging empty where it cannot be seen from here: what waits is not known then
 * @param once whether to print once, also on a terminal
 * @param latest settled files per tenant
 * @param errorsOf import whose rejected rows are shown instead
 */
record Options(
        Optional<Tenant> tenant,
        Optional<Path> staging,
        CassandraSettings cassandra,
        boolean once,
        int latest,
        Optional<String> errorsOf) {
    static final String USAGE = """
            Usage: imports [TENANT] [--once] [--latest N] [--errors IMPORT] [--staging DIR]
                           [--cassandra HOST:PORT,...] [--datacenter NAME] [--user NAME] [--keyspace NAME]
              TENANT        only this tenant's files
              --once        prints once, also on a terminal, where it otherwise goes on until Ctrl-C
              --latest      settled files per tenant, by default 20
              --errors      the rejected rows that were kept of one import, with their coordinates
              --staging     the staging directory, or SLUICE_STAGING_DIR; without it nothing is known of files that wait
              --cassandra   or SLUICE_CASSANDRA_CONTACT_POINTS
              --datacenter  or SLUICE_CASSANDRA_LOCAL_DATACENTER, by default datacenter1
              --user        or SLUICE_CASSANDRA_USER; the password is read from CASSANDRA_PASSWORD
              --keyspace    the sink's sluice.keyspace, or SLUICE_CASSANDRA_KEYSPACE, by default sluice
            """;

    private static final String LATEST = "20";
    private static final int CASSANDRA_PORT = 9042;
    private static final Map<String, String> VARIABLES = Map.of(
            "--staging", "SLUICE_STAGING_DIR",
            "--cassandra", "SLUICE_CASSANDRA_CONTACT_POINTS",
            "--datacenter", "SLUICE_CASSANDRA_LOCAL_DATACENTER",
            "--user", "SLUICE_CASSANDRA_USER",
            "--keyspace", "SLUICE_CASSANDRA_KEYSPACE");
    private static final List<String> OTHERS = List.of("--latest", "--errors");

    /**
     * Reads them.
     *
     * @throws IllegalArgumentException with what is wrong
     */
    static Options parse(List<String> words, Map<String, String> environment) {
        Map<String, String> values = new HashMap<>();
        VARIABLES.forEach((option, variable) -> Optional.ofNullable(environment.get(variable))
                .filter(value -> !value.isBlank())
                .ifPresent(value -> values.put(option, value)));
        List<String> tenants = new ArrayList<>();
        boolean once = false;
        Deque<String> left = new ArrayDeque<>(words);
        while (!left.isEmpty()) {
            String word = left.poll();
            if (word.equals("--once")) {
                once = true;
            } else if (VARIABLES.containsKey(word) || OTHERS.contains(word)) {
                values.put(
                        word,
                        Optional.ofNullable(left.poll())
                                .orElseThrow(() -> new IllegalArgumentException("'" + word + "' needs a value.")));
            } else if (word.startsWith("-") || !tenants.isEmpty()) {
                throw new IllegalArgumentException("'" + word + "' is not known.");
            } else {
                tenants.add(word);
            }
        }
        return new Options(
                tenants.stream().findFirst().map(Tenant::new),
                Optional.ofNullable(values.get("--staging")).map(Path::of),
                cassandra(values, environment),
                once,
                number(values.getOrDefault("--latest", LATEST)),
                Optional.ofNullable(values.get("--errors")));
    }

    private static CassandraSettings cassandra(Map<String, String> values, Map<String, String> environment) {
        if (!values.containsKey("--cassandra")) {
            throw new IllegalArgumentException(
                    "It is not said where Cassandra is, and no local stack runs here. Give --cassandra HOST:PORT.");
        }
        return new CassandraSettings(
                Stream.of(values.get("--cassandra").split(",", -1))
                        .map(String::strip)
                        .map(Options::address)
                        .toList(),
                values.getOrDefault("--datacenter", "datacenter1"),
                Optional.ofNullable(values.get("--user"))
                        .map(user -> new CassandraSettings.Login(user, password(environment))),
                false,
                values.getOrDefault("--keyspace", "sluice"));
    }

    private static String password(Map<String, String> environment) {
        return Optional.ofNullable(environment.get("CASSANDRA_PASSWORD"))
                .orElseThrow(() -> new IllegalArgumentException(
                        "A user is given, but the environment variable CASSANDRA_PASSWORD is not set."));
    }

    private static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        return colon < 0
                ? new InetSocketAddress(text, CASSANDRA_PORT)
                : new InetSocketAddress(text.substring(0, colon), number(text.substring(colon + 1)));
    }

    private static int number(String value) {
        try {
            int number = Integer.parseInt(value);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + value + "' is not a number.", e);
        }
        throw new IllegalArgumentException("'" + value + "' is not a number above 0.");
    }
}
