package dev.sluice.source.crypt;

import dev.sluice.source.stage.UnpackException;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.bcpg.AEADEncDataPacket;
import org.bouncycastle.bcpg.BCPGInputStream;
import org.bouncycastle.bcpg.InputStreamPacket;
import org.bouncycastle.bcpg.KeyIdentifier;
import org.bouncycastle.bcpg.PacketTags;
import org.bouncycastle.bcpg.SymmetricEncIntegrityPacket;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.openpgp.PGPEncryptedData;
import org.bouncycastle.openpgp.PGPEncryptedDataList;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPKeyPair;
import org.bouncycastle.openpgp.PGPPublicKeyEncryptedData;
import org.bouncycastle.openpgp.PGPSessionKey;
import org.bouncycastle.openpgp.PGPSessionKeyEncryptedData;
import org.bouncycastle.openpgp.operator.bc.BcPublicKeyDataDecryptorFactory;
import org.bouncycastle.openpgp.operator.bc.BcSessionKeyDataDecryptorFactory;

/** The encrypted part of a message: for whom it is, and what protects it. One thread. */
final class Encrypted {
    /** Each costs a moment of the poll thread's. */
    private static final int MOST_TRIES = 64;
    /** Of as many bytes as two to the power of this and six: 4 MiB, the most that the standard allows, which gpg takes. */
    private static final int LARGEST_CHUNK = 16;

    private static final int MOST_SHOWN = 5;

    private final PGPEncryptedDataList recipients;
    private final PGPSessionKeyEncryptedData data;

    private Encrypted(PGPEncryptedDataList recipients) {
        this.recipients = recipients;
        this.data = recipients.extractSessionKeyEncryptedData();
    }

    /** @throws UnpackException if it is none, or none that is protected against changes */
    static Encrypted read(BCPGInputStream packets) throws IOException {
        int tag = packets.skipMarkerAndPaddingPackets();
        if (tag != PacketTags.PUBLIC_KEY_ENC_SESSION && tag != PacketTags.SYMMETRIC_KEY_ENC_SESSION) {
            throw tag == PacketTags.SYMMETRIC_KEY_ENC
                    ? unprotected()
                    : UnpackException.undecipherable(
                            "the file's name says that it is encrypted, but it is no encrypted OpenPGP message",
                            tag < 0 ? "no packet" : "packet " + tag);
        }
        PGPEncryptedDataList recipients = new PGPEncryptedDataList(packets);
        InputStreamPacket packet = recipients.getEncryptedData();
        if (packet instanceof AEADEncDataPacket chunks) {
            checkChunks(chunks.getChunkSize());
        } else if (packet instanceof SymmetricEncIntegrityPacket protectedData) {
            if (protectedData.getVersion() == SymmetricEncIntegrityPacket.VERSION_2) {
                checkChunks(protectedData.getChunkSize());
            }
        } else {
            throw unprotected();
        }
        return new Encrypted(recipients);
    }

    private static UnpackException unprotected() {
        return UnpackException.undecipherable(
                "nothing protects the encrypted file against changes (neither MDC nor AEAD)",
                "no integrity protection");
    }

    private static void checkChunks(int size) throws UnpackException {
        if (size < 0 || size > LARGEST_CHUNK) {
            throw UnpackException.undecipherable(
                    "the encrypted file has chunks that are too large", "chunk size " + size);
        }
    }

    /** The data, as long as they are not verified yet. */
    InputStream open(PrivateKeys keys) throws IOException, PGPException {
        if (keys.isEmpty()) {
            throw UnpackException.undecipherable(
                    "the connector has no private key to decrypt files with (pgp.private.keys)", "no private key");
        }
        return data.getDataStream(new BcSessionKeyDataDecryptorFactory(sessionKey(keys)));
    }

    private PGPSessionKey sessionKey(PrivateKeys keys) throws IOException {
        int tries = 0;
        boolean isTried = false;
        Set<String> ids = new LinkedHashSet<>();
        for (PGPEncryptedData recipient : recipients) {
            if (!(recipient instanceof PGPPublicKeyEncryptedData known)) {
                ids.add("a passphrase");
                continue;
            }
            KeyIdentifier id = known.getKeyIdentifier();
            ids.add(id.isWildcard() ? "one that is not told" : KeyTexts.id(id.getKeyId()));
            for (PGPKeyPair key : keys.of(id)) {
                isTried = true;
                if (++tries > MOST_TRIES) {
                    throw notForUs(ids);
                }
                try {
                    PGPSessionKey session = known.getSessionKey(new BcPublicKeyDataDecryptorFactory(key));
                    // With none, data would pass that nobody has encrypted.
                    if (session.getAlgorithm() != SymmetricKeyAlgorithmTags.NULL) {
                        return session;
                    }
                } catch (PGPException | RuntimeException e) {
                    // It is another's, or damaged; another key may fit, or another recipient be ours.
                }
            }
        }
        if (isTried) {
            // Not told apart from damaged data.
            throw new IOException("its session key is damaged, or is for another hidden key");
        }
        throw notForUs(ids);
    }

    private static UnpackException notForUs(Set<String> ids) {
        return UnpackException.undecipherable(
                "the file is encrypted, but to none of the connector's keys",
                "to " + ids.stream().limit(MOST_SHOWN).collect(Collectors.joining(", "))
                        + (ids.size() > MOST_SHOWN ? ", …" : ""));
    }

    /** All of it was read. */
    void verify() throws IOException, PGPException {
        // What is authenticated chunk by chunk has been, to the last one, when it ends.
        if (recipients.getEncryptedData() instanceof SymmetricEncIntegrityPacket packet
                && packet.getVersion() == SymmetricEncIntegrityPacket.VERSION_1
                && !data.verify()) {
            throw new IOException("its modification detection code is wrong");
        }
    }
}
