package dev.sluice.encryption;

import com.google.crypto.tink.Parameters;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.daead.DeterministicAeadConfig;
import com.google.crypto.tink.daead.PredefinedDeterministicAeadParameters;
import java.security.GeneralSecurityException;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How values are encrypted. Each tenant has a key set of its own for each kind. */
public enum EncryptionKind {
    /**
     * AES-256-GCM: equal values become different ciphertexts, for each has its own random nonce of 96 bits. So one key is good for 2^32
     * values (NIST SP 800-38D, 8.3); thereafter it is to be rotated.
     */
    RANDOM(PredefinedAeadParameters.AES256_GCM, 12 + 16),
    /** AES-256-SIV (RFC 5297): equal values of one column become equal ciphertexts. */
    DETERMINISTIC(PredefinedDeterministicAeadParameters.AES256_SIV, 16);

    private static final int KEY_ID_BYTES = 5;

    static {
        try {
            AeadConfig.register();
            DeterministicAeadConfig.register();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Tink's own algorithms can be registered", e);
        }
    }

    private final Parameters parameters;
    private final int overhead;

    EncryptionKind(Parameters parameters, int overhead) {
        this.parameters = parameters;
        this.overhead = overhead;
    }

    /** The kind that a word says, {@code random} or {@code deterministic}, as in key files and in {@code sluice.encrypt}. */
    public static Optional<EncryptionKind> of(String word) {
        return Stream.of(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }

    /** {@code random} or {@code deterministic}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** How many bytes a ciphertext is longer than the text of its value. */
    public int overheadBytes() {
        return KEY_ID_BYTES + overhead;
    }

    /** What a key of the kind is like; no other is taken. */
    Parameters parameters() {
        return parameters;
    }
}
