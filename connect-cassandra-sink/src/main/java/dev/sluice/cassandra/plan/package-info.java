/**
 * From rows to writes. In: the rows of one {@code put}, in order. Out: {@link dev.sluice.cassandra.plan.WriteUnit}s, each one request:
 * rows of the same key conflated to the last, rows of one Cassandra partition together. Pure. May import {@code bind}.
 */
package dev.sluice.cassandra.plan;
