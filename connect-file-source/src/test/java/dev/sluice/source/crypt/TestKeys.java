package dev.sluice.source.crypt;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.bouncycastle.bcpg.ArmoredOutputStream;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyPacket;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.agreement.DHStandardGroups;
import org.bouncycastle.crypto.generators.ElGamalKeyPairGenerator;
import org.bouncycastle.crypto.generators.RSAKeyPairGenerator;
import org.bouncycastle.crypto.generators.X25519KeyPairGenerator;
import org.bouncycastle.crypto.params.ElGamalKeyGenerationParameters;
import org.bouncycastle.crypto.params.ElGamalParameters;
import org.bouncycastle.crypto.params.RSAKeyGenerationParameters;
import org.bouncycastle.crypto.params.X25519KeyGenerationParameters;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPKeyPair;
import org.bouncycastle.openpgp.PGPKeyRingGenerator;
import org.bouncycastle.openpgp.PGPPrivateKey;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSecretKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.bouncycastle.openpgp.operator.PBESecretKeyEncryptor;
import org.bouncycastle.openpgp.operator.PGPDigestCalculator;
import org.bouncycastle.openpgp.operator.bc.BcPBESecretKeyEncryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;
import org.bouncycastle.openpgp.operator.bc.BcPGPKeyPair;

/**
 * Keys of tests: an RSA key that signs, and a subkey that encrypts, as gpg makes them.
 *
 * @param encryption the subkey
 */
public record TestKeys(PGPSecretKeyRing ring, PGPPublicKey encryption, PGPKeyPair signing) {
    /** What the subkey is. */
    public enum Kind {
        RSA,
        ELGAMAL,
        X25519
    }

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Duration AGE = Duration.ofDays(2);

    /** A key without passphrase that does not expire. */
    public static TestKeys of(Kind kind) {
        return of(kind, Optional.empty(), Duration.ZERO);
    }

    /**
     * A key that was made two days ago.
     *
     * @param expires after that; zero for never
     */
    public static TestKeys of(Kind kind, Optional<String> passphrase, Duration expires) {
        try {
            Date created = Date.from(Instant.now().minus(AGE));
            PGPKeyPair primary =
                    new BcPGPKeyPair(PublicKeyPacket.VERSION_4, PublicKeyAlgorithmTags.RSA_GENERAL, rsa(), created);
            PGPKeyPair subkey = new BcPGPKeyPair(PublicKeyPacket.VERSION_4, algorithm(kind), pair(kind), created);
            PGPDigestCalculator sha1 = new BcPGPDigestCalculatorProvider().get(HashAlgorithmTags.SHA1);
            PBESecretKeyEncryptor lock = passphrase
                    .map(text -> new BcPBESecretKeyEncryptorBuilder(SymmetricKeyAlgorithmTags.AES_256)
                            .build(text.toCharArray()))
                    .orElse(null);
            PGPKeyRingGenerator generator = new PGPKeyRingGenerator(
                    PGPSignature.POSITIVE_CERTIFICATION,
                    primary,
                    "Test <test@example.org>",
                    sha1,
                    flags(KeyFlags.CERTIFY_OTHER | KeyFlags.SIGN_DATA, expires).generate(),
                    null,
                    new BcPGPContentSignerBuilder(PublicKeyAlgorithmTags.RSA_GENERAL, HashAlgorithmTags.SHA256),
                    lock);
            generator.addSubKey(
                    subkey,
                    flags(KeyFlags.ENCRYPT_COMMS | KeyFlags.ENCRYPT_STORAGE, expires)
                            .generate(),
                    null);
            return new TestKeys(generator.generateSecretKeyRing(), subkey.getPublicKey(), primary);
        } catch (PGPException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PGPSignatureSubpacketGenerator flags(int flags, Duration expires) {
        PGPSignatureSubpacketGenerator packets = new PGPSignatureSubpacketGenerator();
        packets.setKeyFlags(true, flags);
        if (!expires.isZero()) {
            packets.setKeyExpirationTime(true, expires.toSeconds());
        }
        return packets;
    }

    private static int algorithm(Kind kind) {
        return switch (kind) {
            case RSA -> PublicKeyAlgorithmTags.RSA_GENERAL;
            case ELGAMAL -> PublicKeyAlgorithmTags.ELGAMAL_ENCRYPT;
            case X25519 -> PublicKeyAlgorithmTags.ECDH;
        };
    }

    private static AsymmetricCipherKeyPair pair(Kind kind) {
        if (kind == Kind.RSA) {
            return rsa();
        }
        if (kind == Kind.X25519) {
            X25519KeyPairGenerator generator = new X25519KeyPairGenerator();
            generator.init(new X25519KeyGenerationParameters(RANDOM));
            return generator.generateKeyPair();
        }
        ElGamalKeyPairGenerator generator = new ElGamalKeyPairGenerator();
        generator.init(new ElGamalKeyGenerationParameters(
                RANDOM,
                new ElGamalParameters(DHStandardGroups.rfc3526_2048.getP(), DHStandardGroups.rfc3526_2048.getG())));
        return generator.generateKeyPair();
    }

    private static AsymmetricCipherKeyPair rsa() {
        RSAKeyPairGenerator generator = new RSAKeyPairGenerator();
        generator.init(new RSAKeyGenerationParameters(BigInteger.valueOf(0x10001), RANDOM, 2048, 80));
        return generator.generateKeyPair();
    }

    PGPPrivateKey signingKey() {
        return signing.getPrivateKey();
    }

    /** Armored. */
    public String privateText() {
        return armored(ring::encode);
    }

    /** Armored. */
    public String publicText() {
        PGPPublicKeyRing certificate = ring.toCertificate();
        return armored(certificate::encode);
    }

    /** What writes a key. */
    private interface Encoding {
        void to(OutputStream out) throws IOException;
    }

    private static String armored(Encoding key) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ArmoredOutputStream armor = new ArmoredOutputStream(bytes)) {
            key.to(armor);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** Opens what is encrypted to this key, which is not locked. */
    public PgpDecryption decryption() {
        return new PgpDecryption(PrivateKeys.read(privateText(), ""));
    }
}
