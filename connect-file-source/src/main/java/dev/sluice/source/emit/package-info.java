/**
 * Fields and events become source records, and their acknowledgements are counted. In: parsed rows. Out: records for Connect, and
 * what became of them. {@link dev.sluice.source.emit.AckLedger} and {@link dev.sluice.source.emit.Announcement} are told of
 * acknowledgements by Connect's producer thread while the poll thread reads on. Imports {@code parse}, {@code split}, {@code define}.
 */
package dev.sluice.source.emit;
