/**
 * The whole pipeline on the real engines, started once per test run by {@link dev.sluice.stack.junit.StackExtension}. Plugins are
 * the packaged folders and nothing else; connectors are the files of {@code connector-configs/} posted to Connect's REST API; what
 * landed is read from Kafka, Cassandra and HDFS, never through a plugin, and compared with an independent computation from the
 * files.
 */
package dev.sluice.it;
