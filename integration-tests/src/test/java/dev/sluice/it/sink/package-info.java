/**
 * The Cassandra sink's task on a real Cassandra, driven in this JVM as Connect drives it ({@link dev.sluice.it.sink.TaskDriver}): so
 * redelivery, rewinds, rebalances and crashes come thousands of times as often as with a worker, and exactly where they hurt.
 */
package dev.sluice.it.sink;
