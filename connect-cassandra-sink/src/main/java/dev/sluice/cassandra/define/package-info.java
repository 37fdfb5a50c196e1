/**
 * From a definition to a table. In: {@code DatasetDefined} events. Out: the {@link dev.sluice.cassandra.define.TableDefinition} that
 * rows are bound by, and the DDL that makes the living table have its columns. Decides everything, does no IO: Cassandra stands
 * behind the ports {@link dev.sluice.cassandra.define.Catalog}, {@link dev.sluice.cassandra.define.DefinitionStore} and {@link
 * dev.sluice.cassandra.define.Lease}. May import the contract only.
 */
package dev.sluice.cassandra.define;
