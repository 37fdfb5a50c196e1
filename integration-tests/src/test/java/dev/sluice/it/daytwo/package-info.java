/**
 * The recipes of {@code docs/day-2.md}, carried out: the page's own commands are run by a shell, while files are on their way, and what is
 * in Cassandra and on HDFS afterwards is compared with books that are kept beside.
 */
package dev.sluice.it.daytwo;
