/**
 * What is, and whether it is what must be. Reads topics, dead letters and Cassandra as a stranger would, and collects differences. May
 * import {@code script} and {@code model}.
 */
package dev.sluice.it.story.check;
