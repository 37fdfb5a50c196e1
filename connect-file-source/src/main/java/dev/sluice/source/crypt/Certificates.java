package dev.sluice.source.crypt;

import dev.sluice.source.stage.Sealing;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.bcpg.KeyIdentifier;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.openpgp.PGPEncryptedDataGenerator;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPLiteralData;
import org.bouncycastle.openpgp.PGPLiteralDataGenerator;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.api.OpenPGPCertificate;
import org.bouncycastle.openpgp.api.OpenPGPCertificate.OpenPGPComponentKey;
import org.bouncycastle.openpgp.api.OpenPGPKeyReader;
import org.bouncycastle.openpgp.api.bc.BcOpenPGPImplementation;
import org.bouncycastle.openpgp.operator.bc.BcPGPDataEncryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPublicKeyKeyEncryptionMethodGenerator;

/**
 * Public keys of a tenant, with what their owner says of them: which of their keys encrypt, which sign, until when, and which were
 * revoked. Any thread.
 */
public final class Certificates {
    private static final int BUFFER_BYTES = 1 << 16;

    private final List<OpenPGPCertificate> certificates;

    private Certificates(List<OpenPGPCertificate> certificates) {
        this.certificates = List.copyOf(certificates);
    }

    /**
     * Reads public keys.
     *
     * @param text one armored public key or several
     * @throws UnusableKeyException if one is not in order, or there is none
     */
    public static Certificates read(String text) {
        OpenPGPKeyReader reader = new OpenPGPKeyReader(new BcOpenPGPImplementation());
        List<OpenPGPCertificate> certificates = new ArrayList<>();
        for (byte[] block : KeyTexts.blocks(text)) {
            try {
                certificates.addAll(reader.parseCertificates(block));
            } catch (IOException | RuntimeException e) {
                throw new UnusableKeyException("an armored key in it is damaged, or no public key");
            }
        }
        return new Certificates(certificates);
    }

    /**
     * These, to be encrypted to.
     *
     * @throws UnusableKeyException if one has no key that can be encrypted to now
     */
    public Certificates asRecipients(Instant now) {
        certificates.stream()
                .filter(certificate ->
                        certificate.getEncryptionKeys(Date.from(now)).isEmpty())
                .findFirst()
                .ifPresent(certificate -> {
                    throw new UnusableKeyException("nothing can be encrypted to public key " + id(certificate)
                            + " in it: it has expired, was" + " revoked, or is none for that");
                });
        return this;
    }

    /**
     * These, to have signed.
     *
     * @throws UnusableKeyException if one has no key that can sign now
     */
    public Certificates asSigners(Instant now) {
        certificates.stream()
                .filter(certificate ->
                        certificate.getSigningKeys(Date.from(now)).isEmpty())
                .findFirst()
                .ifPresent(certificate -> {
                    throw new UnusableKeyException("nothing that public key " + id(certificate)
                            + " in it has signed can be trusted: it has expired, was revoked, or is none for that");
                });
        return this;
    }

    private static String id(OpenPGPCertificate certificate) {
        return KeyTexts.id(certificate.getKeyIdentifier().getKeyId());
    }

    /** The key that has signed, if it is one of these and may sign now. */
    Optional<PGPPublicKey> signer(KeyIdentifier id, Instant now) {
        return certificates.stream()
                .flatMap(certificate -> certificate.getSigningKeys(Date.from(now)).stream())
                .filter(key -> key.getKeyIdentifier().matchesExplicit(id))
                .map(OpenPGPComponentKey::getPGPPublicKey)
                .findFirst();
    }

    /** Encrypts to all of them; empty if nothing can be encrypted to any of them now. */
    public Optional<Sealing> sealing(Instant now) {
        List<PGPPublicKey> recipients = certificates.stream()
                .flatMap(certificate -> certificate.getEncryptionKeys(Date.from(now)).stream())
                .map(OpenPGPComponentKey::getPGPPublicKey)
                .toList();
        return recipients.isEmpty() ? Optional.empty() : Optional.of(to -> sealed(to, recipients));
    }

    /** In the form that every OpenPGP of the last twenty years reads: CFB with a modification detection code. */
    private static OutputStream sealed(OutputStream to, List<PGPPublicKey> recipients) throws IOException {
        PGPEncryptedDataGenerator message = new PGPEncryptedDataGenerator(
                new BcPGPDataEncryptorBuilder(SymmetricKeyAlgorithmTags.AES_256).setWithIntegrityPacket(true));
        recipients.forEach(key -> message.addMethod(new BcPublicKeyKeyEncryptionMethodGenerator(key)));
        try {
            OutputStream encrypted = message.open(to, new byte[BUFFER_BYTES]);
            OutputStream data = new PGPLiteralDataGenerator()
                    .open(encrypted, PGPLiteralData.BINARY, "", PGPLiteralData.NOW, new byte[BUFFER_BYTES]);
            return new Message(data, encrypted);
        } catch (PGPException e) {
            throw new IOException("nothing can be encrypted to the tenant's keys: " + e.getMessage(), e);
        }
    }

    /** A message that is being written. */
    private static final class Message extends FilterOutputStream {
        private final OutputStream encrypted;

        Message(OutputStream data, OutputStream encrypted) {
            super(data);
            this.encrypted = encrypted;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            out.close();
            encrypted.close();
        }
    }
}
