/**
 * {@code scripts/column-keys}: the keys of encrypted columns, made, rotated and looked at by operators, and used to decrypt.
 *
 * <p>In: a file of keys as {@link dev.sluice.encryption.ColumnKeys} reads it. Out: the same file with one key more, replaced as a whole or
 * not at all; or texts, for those who may have the file. Asks nobody over a network. Keys are printed nowhere. Imports the library {@code
 * column-encryption} and how {@code dev.sluice.tenant.command} runs commands.
 */
package dev.sluice.columnkeys;
