/**
 * What the archive holds and what its tasks do, for people: reads it back, prints and counts; metrics. Reading runs without Connect on the
 * class path. May import everything to its left and {@code fs}.
 */
package dev.sluice.archive.report;
