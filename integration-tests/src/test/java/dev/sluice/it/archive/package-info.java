/**
 * The error archive alone, on real HDFS processes: its task in a JVM of its own, which is killed at every step, while NameNode and
 * DataNode come and go.
 */
package dev.sluice.it.archive;
