/**
 * All that happens to one dataset, one thing after another; between tenants, then between datasets, fair turns by bytes. What would
 * wait for the network is an {@link dev.sluice.source.lane.Errand}, made by another thread. A {@link dev.sluice.source.lane.Lane} is in
 * one {@link dev.sluice.source.lane.Step} at a time, and a step names the next: definitions go {@code Defining → Announcing →
 * Settling}, files {@code Admitting (→ Comparing) → Announcing → Reading → Draining → Announcing → Rejecting → Settling}. If all rows are
 * to be checked first, it is {@code Admitting → Checking → Admitting → …}, or {@code Checking → Rejecting (→ Announcing) → Settling} for
 * what is not loaded.
 *
 * <p>A large file may be read by all tasks of the connector at once (ADR 7). Its owner's lane then goes {@code Admitting → Planning →
 * Announcing → Sharing (→ Gathering) → Announcing → Rejecting → Settling}; where another task owns the dataset, a lane has the one step
 * {@link dev.sluice.source.lane.Helping}. Both read their ranges the same way, {@code RangeResuming → RangeReading}. Tasks meet in the
 * staging directory only.
 *
 * <p>An import that is to be seen as a whole or not at all (ADR 8) has a task's transaction to itself: {@code Admitting →} {@link
 * dev.sluice.source.lane.AtomicReading} {@code → Rejecting → Settling}. As long as it is open, no other lane has a turn.
 *
 * <p>Poll thread only. Imports every package to its left.
 */
package dev.sluice.source.lane;
