/**
 * What the archive holds, for people: reads it back and counts. Runs without Connect on the class path. May import {@code
 * envelope}, {@code layout} and {@code fs}.
 */
package dev.sluice.archive.report;
