/**
 * The driver: the only package that does IO. Opens the session, owns the tables of the sink's keyspace and implements the ports of the
 * other packages: {@link dev.sluice.cassandra.define.Catalog}, {@link dev.sluice.cassandra.define.DefinitionStore}, {@link
 * dev.sluice.cassandra.define.Lease} and {@link dev.sluice.cassandra.write.RowWriter}.
 */
package dev.sluice.cassandra.session;
