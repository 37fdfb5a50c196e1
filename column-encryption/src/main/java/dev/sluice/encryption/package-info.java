/**
 * Values of columns that are stored encrypted: tenants' keys, and what becomes of a value. A library of the validating transform, which
 * encrypts; of the file source, which asks whether there is a key before it takes a definition; and of {@code scripts/column-keys}, which
 * makes keys and decrypts.
 *
 * <p>In: tenants' keys as one JSON text ({@link dev.sluice.encryption.ColumnKeys}), and checked values of Avro types. Out: bytes, which are
 * stored in the values' place. The way of a value is
 *
 * <pre>
 * value  → {@link dev.sluice.encryption.ValueText}  the value's text, the same for equal values, in UTF-8
 *        → {@link dev.sluice.encryption.ColumnCipher}  ciphertext of one column: Tink's AEAD (AES-256-GCM) or deterministic AEAD (AES-256-SIV)
 * </pre>
 *
 * <p>The formats are Tink's and nobody else's: keys are its key sets in JSON, a ciphertext begins with the five bytes that name its key,
 * and its associated data is the {@link dev.sluice.encryption.ColumnAddress}, {@code tenant.table.column}. So whoever has the keys reads
 * the columns with Tink in any language, without Sluice.
 *
 * <p>Pure: no IO, no clock, no log; random numbers are Tink's. Everything is immutable and for any thread. No message, no exception and no
 * {@code toString} has key material or a value in it. Imports the contract's names; not {@code row-check}, whose {@code ColumnEncryption}
 * is an {@link dev.sluice.encryption.EncryptionKind} by its property, for operators' tools need none of its rules.
 */
package dev.sluice.encryption;
