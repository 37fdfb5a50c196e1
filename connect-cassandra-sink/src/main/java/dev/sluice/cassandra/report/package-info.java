/**
 * Telling others what became of the rows. In: rows that were refused, and what the task does. Out: errant records, with coordinates;
 * metrics. May import everything to its left.
 */
package dev.sluice.cassandra.report;
