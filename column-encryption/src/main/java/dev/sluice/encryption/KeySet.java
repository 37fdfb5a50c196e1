package dev.sluice.encryption;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.DeterministicAead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeyStatus;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The keys of one kind of one tenant: the primary one encrypts, all that are enabled decrypt. Immutable; for any thread.
 *
 * <p>Keys are identified by numbers that Tink chooses at random; they are no secret, and stand at the beginning of each ciphertext.
 */
public final class KeySet {
    private static final long UNSIGNED = 0xFFFF_FFFFL;

    private final EncryptionKind kind;
    private final KeysetHandle keys;

    private KeySet(EncryptionKind kind, KeysetHandle keys) {
        this.kind = kind;
        this.keys = keys;
    }

    /** A key set of one new key. */
    public static KeySet generate(EncryptionKind kind) {
        return new KeySet(kind, withNewPrimary(KeysetHandle.newBuilder(), kind));
    }

    /**
     * Reads a key set.
     *
     * @param json Tink's own form, in clear text
     * @throws IllegalArgumentException says what is wrong, to be read after the key set's name, without a word of the text
     */
    static KeySet parse(EncryptionKind kind, String json) {
        KeysetHandle keys;
        try {
            keys = TinkJsonProtoKeysetFormat.parseKeyset(json, InsecureSecretKeyAccess.get());
        } catch (GeneralSecurityException | RuntimeException e) {
            // Not its message, nor itself as the cause: nobody promises that there is no key in it.
            throw new IllegalArgumentException("is no key set of Tink in clear text, as JSON");
        }
        check(kind, keys);
        return new KeySet(kind, keys);
    }

    private static void check(EncryptionKind kind, KeysetHandle keys) {
        try {
            for (int i = 0; i < keys.size(); i++) {
                if (!keys.getAt(i).getKey().getParameters().equals(kind.parameters())) {
                    throw new IllegalArgumentException("has a key, " + id(keys.getAt(i)) + ", that is not of "
                            + (kind == EncryptionKind.RANDOM ? "AES256_GCM" : "AES256_SIV"));
                }
            }
            keys.getPrimary();
        } catch (IllegalStateException e) {
            throw new IllegalArgumentException("has no primary key that is enabled, or a damaged one");
        }
    }

    /** The same keys, and a new one that encrypts from now on. */
    public KeySet rotated() {
        return new KeySet(kind, withNewPrimary(KeysetHandle.newBuilder(keys), kind));
    }

    private static KeysetHandle withNewPrimary(KeysetHandle.Builder keys, EncryptionKind kind) {
        try {
            return keys.addEntry(KeysetHandle.generateEntryFromParameters(kind.parameters())
                            .withRandomId()
                            .makePrimary())
                    .build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key of the kind can always be made", e);
        }
    }

    public EncryptionKind kind() {
        return kind;
    }

    /** Number of the key that encrypts. */
    public long primaryId() {
        return id(keys.getPrimary());
    }

    /** Numbers of the keys that decrypt, in the order in which they were made. */
    public List<Long> ids() {
        return IntStream.range(0, keys.size())
                .mapToObj(keys::getAt)
                .filter(key -> key.getStatus() == KeyStatus.ENABLED)
                .map(KeySet::id)
                .toList();
    }

    private static long id(KeysetHandle.Entry key) {
        return key.getId() & UNSIGNED;
    }

    /** The cipher of a column. It is cheap to use, but not to make. */
    ColumnCipher cipher(ColumnAddress column) {
        byte[] associatedData = column.associatedData();
        try {
            return kind == EncryptionKind.RANDOM
                    ? random(keys.getPrimitive(RegistryConfiguration.get(), Aead.class), associatedData)
                    : deterministic(
                            keys.getPrimitive(RegistryConfiguration.get(), DeterministicAead.class), associatedData);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the keys were checked when they were read", e);
        }
    }

    private static ColumnCipher random(Aead aead, byte[] associatedData) {
        return new ColumnCipher() {
            @Override
            public byte[] encrypt(byte[] text) {
                return encrypted(() -> aead.encrypt(text, associatedData));
            }

            @Override
            public byte[] decrypt(byte[] ciphertext) throws GeneralSecurityException {
                return aead.decrypt(ciphertext, associatedData);
            }
        };
    }

    private static ColumnCipher deterministic(DeterministicAead aead, byte[] associatedData) {
        return new ColumnCipher() {
            @Override
            public byte[] encrypt(byte[] text) {
                return encrypted(() -> aead.encryptDeterministically(text, associatedData));
            }

            @Override
            public byte[] decrypt(byte[] ciphertext) throws GeneralSecurityException {
                return aead.decryptDeterministically(ciphertext, associatedData);
            }
        };
    }

    private interface Encryption {
        byte[] get() throws GeneralSecurityException;
    }

    private static byte[] encrypted(Encryption encryption) {
        try {
            return encryption.get();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a value of less than 2 GiB can always be encrypted", e);
        }
    }

    /** The keys themselves, in Tink's own form, in clear text: a secret. */
    String toJson() {
        try {
            return TinkJsonProtoKeysetFormat.serializeKeyset(keys, InsecureSecretKeyAccess.get());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("keys that were read or made can be written", e);
        }
    }

    /** Kind and numbers of keys; no secret. */
    @Override
    public String toString() {
        return kind.word() + " " + ids();
    }
}
