/**
 * Values that nobody may read become ciphertext.
 *
 * <p>In: an accepted row, its contract, and tenants' keys. Out: the same row as it is stored. Uses the library {@code column-encryption}.
 * May import {@code schema} and {@code row-check}.
 */
package dev.sluice.validate.encrypt;
