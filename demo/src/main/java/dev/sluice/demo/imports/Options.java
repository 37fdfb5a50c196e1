package dev.sluice.demo.imports;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What the user of {@code scripts/imports} wants.
 *
 * @param contactPoint host:port; empty for the Cassandra of the local stack
 * @param directory of the local stack
 * @param errorsOf import id whose rejected rows are shown instead
 */
record Options(
        Optional<String> tenant,
        Optional<String> contactPoint,
        String datacenter,
        Optional<String> user,
        String keyspace,
        Path directory,
        boolean once,
        int latest,
        Optional<String> errorsOf) {
    static final String USAGE = """
            Usage: scripts/imports [TENANT] [--once] [--latest N] [--errors IMPORT]
                                   [--cassandra HOST:PORT --datacenter NAME [--user NAME]] [--keyspace NAME] [--dir DIR]
              TENANT       only this tenant's imports
              --once       prints once; otherwise again and again on a terminal, until Ctrl-C
              --latest     settled imports per tenant, by default 20
              --errors     the rejected rows that were kept of one import, with their coordinates
              --cassandra  by default that of the local stack
              --user       the password is read from the environment variable CASSANDRA_PASSWORD
              --keyspace   the sink's sluice.keyspace, by default sluice
              --dir        the local stack's directory, by default .stack/local in the checkout
            """;

    private static final int LATEST = 20;

    /** @throws IllegalArgumentException with what is wrong */
    static Options parse(Path repository, List<String> words) {
        Options options = new Options(
                Optional.empty(),
                Optional.empty(),
                "datacenter1",
                Optional.empty(),
                "sluice",
                repository.resolve(".stack").resolve("local"),
                false,
                LATEST,
                Optional.empty());
        Deque<String> left = new ArrayDeque<>(words);
        while (!left.isEmpty()) {
            options = options.with(left.poll(), left);
        }
        return options;
    }

    private Options with(String word, Deque<String> left) {
        if (word.equals("--once")) {
            return new Options(tenant, contactPoint, datacenter, user, keyspace, directory, true, latest, errorsOf);
        }
        if (!word.startsWith("-")) {
            return new Options(
                    Optional.of(word), contactPoint, datacenter, user, keyspace, directory, once, latest, errorsOf);
        }
        String value = left.poll();
        if (value == null) {
            throw new IllegalArgumentException("'" + word + "' is not known, or a value is missing after it.");
        }
        return switch (word) {
            case "--cassandra" ->
                new Options(tenant, Optional.of(value), datacenter, user, keyspace, directory, once, latest, errorsOf);
            case "--datacenter" ->
                new Options(tenant, contactPoint, value, user, keyspace, directory, once, latest, errorsOf);
            case "--user" ->
                new Options(
                        tenant,
                        contactPoint,
                        datacenter,
                        Optional.of(value),
                        keyspace,
                        directory,
                        once,
                        latest,
                        errorsOf);
            case "--keyspace" ->
                new Options(tenant, contactPoint, datacenter, user, value, directory, once, latest, errorsOf);
            case "--dir" ->
                new Options(tenant, contactPoint, datacenter, user, keyspace, Path.of(value), once, latest, errorsOf);
            case "--latest" ->
                new Options(tenant, contactPoint, datacenter, user, keyspace, directory, once, number(value), errorsOf);
            case "--errors" ->
                new Options(
                        tenant, contactPoint, datacenter, user, keyspace, directory, once, latest, Optional.of(value));
            default -> throw new IllegalArgumentException("'" + word + "' is not known.");
        };
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
