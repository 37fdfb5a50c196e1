/**
 * {@code scripts/imports}: what Sluice's Cassandra sink has written down about imports, for people, live. In: the sink's keyspace,
 * read by {@link dev.sluice.demo.imports.ImportTables}. Out: text, made by {@link dev.sluice.demo.imports.ImportsView}, which is
 * pure. Shares no code with the sink.
 */
package dev.sluice.demo.imports;
