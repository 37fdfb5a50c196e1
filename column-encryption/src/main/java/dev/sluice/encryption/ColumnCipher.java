package dev.sluice.encryption;

import java.security.GeneralSecurityException;

/** Encrypts and decrypts the values of one column. Immutable; for any thread. */
public interface ColumnCipher {
    /**
     * The ciphertext of a value: {@link EncryptionKind#overheadBytes()} longer than the value's text.
     *
     * @param text of the value, as {@link ValueText} gives it; it stays as it is
     */
    byte[] encrypt(byte[] text);

    /**
     * The text of a value.
     *
     * @throws GeneralSecurityException if the ciphertext is not one of this column, was not made with one of its tenant's keys, or was
     *     changed; which of these is not told
     */
    byte[] decrypt(byte[] ciphertext) throws GeneralSecurityException;
}
