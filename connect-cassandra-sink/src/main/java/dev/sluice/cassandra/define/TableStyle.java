package dev.sluice.cassandra.define;

/**
 * The operator's choices of how definitions are written in Cassandra. All sinks of a cluster must agree on names.
 *
 * @param naming of keyspaces, tables, columns, user-defined types and their fields
 * @param records in columns that the sink makes
 */
public record TableStyle(Naming naming, RecordsAs records) {
    /** Names exactly as defined, records as JSON. */
    public static final TableStyle STANDARD = new TableStyle(Naming.EXACT, RecordsAs.JSON);
}
