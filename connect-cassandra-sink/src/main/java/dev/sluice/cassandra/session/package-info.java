/**
 * The driver: the only package that does IO. Opens the session, owns the tables of the sink's keyspace and implements the ports of the
 * other packages: {@link dev.sluice.cassandra.define.Catalog}, {@link dev.sluice.cassandra.define.DefinitionStore}, {@link
 * dev.sluice.cassandra.define.Lease}, {@link dev.sluice.cassandra.write.RowWriter} and {@link
 * dev.sluice.cassandra.progress.ProgressStore}.
 */
package dev.sluice.cassandra.session;
