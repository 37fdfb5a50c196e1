package dev.sluice.contract;

import java.util.regex.Pattern;

/**
 * A tenant's name, the {@code client} of a service agreement. It becomes a path segment, a schema namespace, a keyspace prefix and
 * an HDFS directory, so the one rule of validity is the strictest of these.
 */
public record Tenant(String name) {
    /** What a name must match. */
    public static final Pattern PATTERN = Pattern.compile("[a-z][a-z0-9_]{0,39}");

    public Tenant {
        if (!isValid(name)) {
            throw new IllegalArgumentException(
                    "tenant (where='" + name + "') is not a valid name; nothing was done. Use "
                            + "a lower-case letter followed by at most 39 lower-case letters, digits or underscores.");
        }
    }

    public static boolean isValid(String name) {
        return name != null && PATTERN.matcher(name).matches();
    }

    @Override
    public String toString() {
        return name;
    }
}
