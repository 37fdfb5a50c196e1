package dev.sluice.cassandra.define;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which keyspaces tenants may define tables in, and whether the sink may create them. Cassandra's own keyspaces and the sink's are
 * never allowed, whatever the operator lists.
 */
public final class KeyspacePolicy {
    private final List<Pattern> allowed;
    private final String own;
    private final boolean autoCreate;
    private final Replication replication;
    private final TableStyle style;

    /**
     * @param globs names, in which {@code *} stands for any characters and {@code ?} for one
     * @param own the sink's keyspace
     */
    public KeyspacePolicy(
            List<String> globs, String own, boolean autoCreate, Replication replication, TableStyle style) {
        this.style = style;
        this.allowed = globs.stream().map(KeyspacePolicy::pattern).toList();
        this.own = own;
        this.autoCreate = autoCreate;
        this.replication = replication;
    }

    /** How what is allowed is written. */
    public TableStyle style() {
        return style;
    }

    public boolean allows(String keyspace) {
        String lower = keyspace.toLowerCase(Locale.ROOT);
        boolean reserved =
                lower.equals("system") || lower.startsWith("system_") || lower.equals(own.toLowerCase(Locale.ROOT));
        return !reserved
                && allowed.stream().anyMatch(glob -> glob.matcher(keyspace).matches());
    }

    /** The statement that creates a keyspace; empty where the operator does not let the sink create any. */
    public Optional<String> createKeyspace(String keyspace) {
        return autoCreate ? Optional.of(ddl(keyspace, replication)) : Optional.empty();
    }

    private static String ddl(String keyspace, Replication replication) {
        return "CREATE KEYSPACE IF NOT EXISTS " + TableName.quoted(keyspace) + " WITH replication = "
                + replication.cql();
    }

    private static Pattern pattern(String glob) {
        return Pattern.compile(glob.chars()
                .mapToObj(c -> switch (c) {
                    case '*' -> ".*";
                    case '?' -> ".";
                    default -> Pattern.quote(Character.toString(c));
                })
                .collect(Collectors.joining()));
    }
}
