/**
 * What becomes of every file. In: imports as the Cassandra sink counts them, through {@link dev.sluice.portal.follow.ImportStore}; reports
 * and journals of the source, from {@code stage}. Out: one {@link dev.sluice.portal.follow.Outcome} for each file, whoever of the two knows
 * of it. Pure but for the port. Imports {@code stage} and the contract.
 *
 * <p>The two do not know the same. The source knows first: what it reads now, what it has read, what it has refused; refused files and
 * dry runs never reach Cassandra. Cassandra knows last, and it alone knows whether every row has arrived. So an import that is reported,
 * but not known to Cassandra, has its rows still in Kafka; unless a later import of the same dataset is known, for datasets are
 * strictly serial: then Cassandra has forgotten it, which it does after the sink's retention time.
 */
package dev.sluice.portal.follow;
