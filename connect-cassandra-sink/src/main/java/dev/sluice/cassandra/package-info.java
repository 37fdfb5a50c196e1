/**
 * The shell of the Cassandra sink: what Connect sees, and the wiring.
 *
 * <p>In: rows and events of any number of tenants, as Connect gives them. Out: tables created and altered, rows upserted with their
 * own write timestamp, offsets of what is written or reported and counted, errant records with coordinates, the progress of imports.
 *
 * <p>The way of the data, one package per verb, each importing only those before it, plus the contract: {@code define} (events make
 * tables) → {@code bind} (records become rows of bytes) → {@code plan} (rows become conflated writes) → {@code write} (writes are
 * dispatched, retried, judged) → {@code commit} (offsets become committable) → {@code progress} (imports are counted and judged) → {@code
 * report} (errant records, metrics). {@code session} holds the driver: it implements the ports of the others and is the only package that does IO.
 */
package dev.sluice.cassandra;
