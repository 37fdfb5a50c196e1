/**
 * Any record becomes an {@link dev.sluice.archive.envelope.Envelope}, and reading never throws.
 *
 * <p>In: {@code SinkRecord}s. Out: envelopes, and their Avro form. Pure; may import the contract and the Connect API only. What a
 * reader of the archive needs ({@link dev.sluice.archive.envelope.Envelope}, {@link
 * dev.sluice.archive.envelope.EnvelopeAvro}) does without the Connect API.
 */
package dev.sluice.archive.envelope;
