package dev.sluice.cassandra.define;

import java.util.regex.Pattern;

/** A table by its exact, case-sensitive names; {@link #toString()} is how CQL must write it. */
public record TableName(String keyspace, String table) {
    /** What Cassandra accepts as the name of a keyspace or a table. */
    public static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]{1,48}");

    /**
     * Any name as a CQL identifier: always quoted, so that case is kept and no name can end the identifier. What a tenant calls a
     * column is spliced into DDL and DML through this method only.
     */
    public static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    @Override
    public String toString() {
        return quoted(keyspace) + "." + quoted(table);
    }
}
