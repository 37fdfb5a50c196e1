/**
 * Bytes become records: boundaries, lines and byte positions, exact, in bounded memory. In: a {@link
 * dev.sluice.source.split.ByteSource}. Out: a cursor over records. Knows nothing of columns. Imports {@code define} for the format.
 */
package dev.sluice.source.split;
