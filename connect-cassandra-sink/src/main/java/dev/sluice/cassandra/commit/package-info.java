/**
 * From outcomes to offsets. In: records accepted and settled. Out: what may be committed, the contiguous settled prefix of each
 * original topic-partition, and each record's {@link dev.sluice.cassandra.commit.Passage} in that order. Pure. May import {@code plan}
 * for its {@link dev.sluice.cassandra.plan.Receipt}.
 */
package dev.sluice.cassandra.commit;
