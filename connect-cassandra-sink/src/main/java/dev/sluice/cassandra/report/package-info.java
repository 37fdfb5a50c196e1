/**
 * Telling others what became of the rows. In: rows that were refused. Out: errant records, with coordinates. The import tables of the
 * sink's keyspace (progress, proof of completeness) will be written from here. May import everything to its left.
 */
package dev.sluice.cassandra.report;
