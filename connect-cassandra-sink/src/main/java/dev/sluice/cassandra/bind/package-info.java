/**
 * From a record to a row. In: what Connect gives. Out: a {@link dev.sluice.cassandra.bind.Row} whose cells are already the bytes
 * that Cassandra stores, so that later packages compare keys, measure sizes and retry without knowing a type. Parses nothing. May
 * import {@code define} and the contract.
 */
package dev.sluice.cassandra.bind;
