/**
 * From a definition to a table. In: {@code DatasetDefined} events. Out: the {@link dev.sluice.cassandra.define.TableDefinition} that
 * rows are bound by, and the DDL that gives the living table its columns and the user-defined types in it their fields. Decides
 * everything, does no IO: Cassandra stands behind the ports {@link dev.sluice.cassandra.define.Catalog}, {@link
 * dev.sluice.cassandra.define.DefinitionStore} and {@link dev.sluice.cassandra.define.Lease}. May import the contract only.
 */
package dev.sluice.cassandra.define;
