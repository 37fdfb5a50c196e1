package dev.sluice.source.crypt;

import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.bouncycastle.bcpg.KeyIdentifier;
import org.bouncycastle.bcpg.SecretKeyPacket;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPKeyPair;
import org.bouncycastle.openpgp.PGPSecretKey;
import org.bouncycastle.openpgp.PGPSecretKeyRing;
import org.bouncycastle.openpgp.PGPSecretKeyRingCollection;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.bouncycastle.openpgp.operator.bc.BcPBESecretKeyDecryptorBuilderProvider;

/**
 * The keys that files are decrypted with, unlocked. Those that have expired or were revoked are among them: what was encrypted to them
 * before is to be read until the operator takes them out. Any thread.
 */
public final class PrivateKeys {
    /** None at all. */
    public static final PrivateKeys NONE = new PrivateKeys(Map.of());

    private final Map<Long, PGPKeyPair> keys;

    private PrivateKeys(Map<Long, PGPKeyPair> keys) {
        this.keys = keys;
    }

    /**
     * Reads and unlocks keys; takes a moment, as opening locks is meant to.
     *
     * @param text one armored key ring or several
     * @param passphrases one a line; each locked key needs one of them
     * @throws UnusableKeyException if one is not in order, or there is none
     */
    public static PrivateKeys read(String text, String passphrases) {
        Map<Long, PGPKeyPair> keys = new LinkedHashMap<>();
        List<char[]> phrases = passphrases.lines().map(String::toCharArray).toList();
        for (byte[] block : KeyTexts.blocks(text)) {
            for (PGPSecretKeyRing ring : rings(block)) {
                for (PGPSecretKey key : ring) {
                    // Of a key on a card, or of a primary key that is kept elsewhere, there is only a stub.
                    if (key.getPublicKey().isEncryptionKey() && !key.isPrivateKeyEmpty()) {
                        keys.put(key.getKeyID(), unlocked(key, phrases));
                    }
                }
            }
        }
        if (keys.isEmpty()) {
            throw new UnusableKeyException("no private key in it can decrypt");
        }
        return new PrivateKeys(keys);
    }

    private static PGPSecretKeyRingCollection rings(byte[] block) {
        try {
            return new PGPSecretKeyRingCollection(
                    List.of(new PGPSecretKeyRing(block, new BcKeyFingerprintCalculator())));
        } catch (IOException | PGPException | RuntimeException e) {
            throw new UnusableKeyException("an armored key in it is damaged, or no private key");
        }
    }

    private static PGPKeyPair unlocked(PGPSecretKey key, List<char[]> phrases) {
        try {
            if (key.getS2KUsage() == SecretKeyPacket.USAGE_NONE) {
                return key.extractKeyPair(null);
            }
            for (char[] phrase : phrases) {
                try {
                    return key.extractKeyPair(new BcPBESecretKeyDecryptorBuilderProvider()
                            .provide()
                            .build(phrase));
                } catch (PGPException wrong) {
                    // Perhaps it is the next one's.
                }
            }
        } catch (PGPException | RuntimeException e) {
            throw new UnusableKeyException("private key " + KeyTexts.id(key.getKeyID()) + " in it is damaged");
        }
        throw new UnusableKeyException("private key " + KeyTexts.id(key.getKeyID())
                + " in it is locked, and no line of pgp.passphrase unlocks it");
    }

    boolean isEmpty() {
        return keys.isEmpty();
    }

    /** Those that may open what is encrypted to a recipient; all of them, if it does not say to whom. */
    Collection<PGPKeyPair> of(KeyIdentifier recipient) {
        if (recipient.isWildcard()) {
            return keys.values();
        }
        PGPKeyPair key = keys.get(recipient.getKeyId());
        return key == null ? List.of() : List.of(key);
    }

    /** The keys' ids. */
    @Override
    public String toString() {
        return keys.keySet().stream()
                .map(KeyTexts::id)
                .collect(Collectors.toCollection(TreeSet::new))
                .toString();
    }
}
