/**
 * From writes to outcomes. In: {@link dev.sluice.cassandra.plan.WriteUnit}s. Out: {@link dev.sluice.cassandra.write.Outcomes}, exactly
 * one per row. Bounds what is in flight, judges failures by a table, retries with backoff, finds the guilty row of a batch. No IO and
 * no thread of its own: Cassandra stands behind {@link dev.sluice.cassandra.write.RowWriter}, waiting behind {@link
 * dev.sluice.cassandra.write.Completions}. May import {@code plan} and {@code bind}.
 */
package dev.sluice.cassandra.write;
