package dev.sluice.cassandra.define;

/** What becomes of records within rows where the sink makes their column. A column that is there already says so itself. */
public enum RecordsAs {
    /** Text. */
    JSON,
    /** A frozen user-defined type. */
    UDT
}
