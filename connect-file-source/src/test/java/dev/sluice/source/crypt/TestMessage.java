package dev.sluice.source.crypt;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.bouncycastle.bcpg.AEADAlgorithmTags;
import org.bouncycastle.bcpg.ArmoredOutputStream;
import org.bouncycastle.bcpg.CompressionAlgorithmTags;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.openpgp.PGPCompressedDataGenerator;
import org.bouncycastle.openpgp.PGPEncryptedDataGenerator;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPLiteralData;
import org.bouncycastle.openpgp.PGPLiteralDataGenerator;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureGenerator;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPDataEncryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPublicKeyKeyEncryptionMethodGenerator;

/** Writes messages as tenants' tools do, and as nobody should. */
public record TestMessage(
        PGPPublicKey recipient,
        Form form,
        int compression,
        int layers,
        Optional<TestKeys> signer,
        int hash,
        boolean hidesRecipient,
        int partBytes) {
    /** Of 4,096 bytes, as the power of two. */
    private static final int CHUNK = 12;

    /** How it is encrypted. */
    public enum Form {
        /** CFB, and nothing that tells changes. */
        UNPROTECTED,
        /** CFB with a modification detection code: every tool. */
        MDC,
        /** OCB in chunks, as gpg 2.3 and later write it. */
        OCB_OF_GNUPG,
        /** OCB in chunks, of RFC 9580. */
        OCB
    }

    public static TestMessage to(TestKeys keys) {
        return new TestMessage(
                keys.encryption(),
                Form.MDC,
                CompressionAlgorithmTags.UNCOMPRESSED,
                0,
                Optional.empty(),
                HashAlgorithmTags.SHA256,
                false,
                1 << 12);
    }

    public TestMessage as(Form other) {
        return new TestMessage(recipient, other, compression, layers, signer, hash, hidesRecipient, partBytes);
    }

    /**
     * The same, compressed.
     *
     * @param times how often
     */
    public TestMessage compressed(int algorithm, int times) {
        return new TestMessage(recipient, form, algorithm, times, signer, hash, hidesRecipient, partBytes);
    }

    public TestMessage signed(TestKeys by, int hashAlgorithm) {
        return new TestMessage(
                recipient, form, compression, layers, Optional.of(by), hashAlgorithm, hidesRecipient, partBytes);
    }

    public TestMessage hidingItsRecipient() {
        return new TestMessage(recipient, form, compression, layers, signer, hash, true, partBytes);
    }

    /**
     * The same in other parts.
     *
     * @param bytes of a part; at least 512
     */
    public TestMessage inPartsOf(int bytes) {
        return new TestMessage(recipient, form, compression, layers, signer, hash, hidesRecipient, bytes);
    }

    private BcPGPDataEncryptorBuilder encryptor() {
        BcPGPDataEncryptorBuilder builder = new BcPGPDataEncryptorBuilder(SymmetricKeyAlgorithmTags.AES_256);
        switch (form) {
            case UNPROTECTED -> builder.setWithIntegrityPacket(false);
            case MDC -> builder.setWithIntegrityPacket(true);
            case OCB_OF_GNUPG -> builder.setUseV5AEAD().setWithAEAD(AEADAlgorithmTags.OCB, CHUNK);
            case OCB -> builder.setUseV6AEAD().setWithAEAD(AEADAlgorithmTags.OCB, CHUNK);
        }
        return builder;
    }

    /** The message. */
    public byte[] of(byte[] content) {
        return around(out -> packets(out, content, layers));
    }

    /** What writes packets. */
    public interface Packets {
        void to(OutputStream out) throws IOException, PGPException;
    }

    /** A message of any packets. */
    public byte[] around(Packets inner) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            PGPEncryptedDataGenerator message = new PGPEncryptedDataGenerator(encryptor());
            BcPublicKeyKeyEncryptionMethodGenerator method = new BcPublicKeyKeyEncryptionMethodGenerator(recipient);
            method.setUseWildcardRecipient(hidesRecipient);
            message.addMethod(method);
            try (OutputStream encrypted = message.open(bytes, new byte[partBytes])) {
                inner.to(encrypted);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (PGPException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }

    void packets(OutputStream out, byte[] content, int left) throws IOException, PGPException {
        if (left > 0) {
            PGPCompressedDataGenerator generator = new PGPCompressedDataGenerator(compression);
            try (OutputStream compressed = generator.open(out, new byte[partBytes])) {
                packets(compressed, content, left - 1);
            }
            return;
        }
        Optional<PGPSignatureGenerator> signature = signature();
        if (signature.isPresent()) {
            signature.get().generateOnePassVersion(false).encode(out);
            signature.get().update(content);
        }
        try (OutputStream data = new PGPLiteralDataGenerator()
                .open(out, PGPLiteralData.BINARY, "a.csv", PGPLiteralData.NOW, new byte[partBytes])) {
            data.write(content);
        }
        if (signature.isPresent()) {
            signature.get().generate().encode(out);
        }
    }

    private Optional<PGPSignatureGenerator> signature() throws PGPException {
        if (signer.isEmpty()) {
            return Optional.empty();
        }
        PGPSignatureGenerator generator = new PGPSignatureGenerator(
                new BcPGPContentSignerBuilder(signer.get().ring().getPublicKey().getAlgorithm(), hash),
                signer.get().ring().getPublicKey());
        generator.init(PGPSignature.BINARY_DOCUMENT, signer.get().signingKey());
        return Optional.of(generator);
    }

    public static byte[] armored(byte[] message) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ArmoredOutputStream armor = new ArmoredOutputStream(bytes)) {
            armor.write(message);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
