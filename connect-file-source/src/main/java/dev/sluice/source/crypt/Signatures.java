package dev.sluice.source.crypt;

import dev.sluice.source.stage.UnpackException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.bcpg.BCPGInputStream;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPOnePassSignature;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;

/** Whether a message was signed by whom it must be. One thread. */
final class Signatures {
    /** Each that is verified costs as much as a hash of all data. */
    private static final int MOST = 4;
    /** Hashes of which two texts of the same value can be made. */
    private static final Set<Integer> WEAK =
            Set.of(HashAlgorithmTags.MD5, HashAlgorithmTags.SHA1, HashAlgorithmTags.RIPEMD160);

    private static final int FOUR = 4;

    private final Optional<Certificates> signers;
    private final Instant now;
    private final List<PGPOnePassSignature> open = new ArrayList<>();
    private boolean isSigned;

    /** @param signers empty if a message need not be signed */
    Signatures(Optional<Certificates> signers, Instant now) {
        this.signers = signers;
        this.now = now;
    }

    /** Announced before the data. */
    void begin(PGPOnePassSignature signature) throws PGPException {
        Optional<PGPPublicKey> key = signers.flatMap(known -> known.signer(signature.getKeyIdentifier(), now));
        if (key.isPresent()
                && open.size() < MOST
                && !WEAK.contains(signature.getHashAlgorithm())
                && (signature.getSignatureType() == PGPSignature.BINARY_DOCUMENT
                        || signature.getSignatureType() == PGPSignature.CANONICAL_TEXT_DOCUMENT)) {
            signature.init(new BcPGPContentVerifierBuilderProvider(), key.get());
            open.add(signature);
        }
    }

    void data(byte[] bytes, int offset, int length) {
        for (PGPOnePassSignature signature : open) {
            signature.update(bytes, offset, length);
        }
    }

    /** Stands behind the data. */
    void end(Trailer.Packet packet) throws IOException, PGPException {
        if (open.isEmpty() || claimsMoreThanItHas(packet.body())) {
            return;
        }
        PGPSignature signature = new PGPSignature(new BCPGInputStream(new ByteArrayInputStream(packet.whole())));
        for (Iterator<PGPOnePassSignature> each = open.iterator(); each.hasNext(); ) {
            PGPOnePassSignature begun = each.next();
            if (begun.getKeyID() == signature.getKeyID()) {
                each.remove();
                isSigned |= begun.verify(signature);
                return;
            }
        }
    }

    /** Newer signatures have lengths of four bytes, for which memory would be had before anything is read. */
    private static boolean claimsMoreThanItHas(ByteBuffer bytes) {
        if (bytes.remaining() < 4 || bytes.get(0) <= FOUR) {
            return false;
        }
        bytes.position(4);
        for (int part = 0; part < 2; part++) {
            int length = bytes.remaining() < Integer.BYTES ? -1 : bytes.getInt();
            if (length < 0 || length > bytes.remaining()) {
                return true;
            }
            bytes.position(bytes.position() + length);
        }
        return false;
    }

    /** @throws UnpackException if the message is not signed as it must be */
    void check() throws UnpackException {
        if (signers.isPresent() && !isSigned) {
            throw UnpackException.unsigned(
                    "the encrypted file is not signed by any key that was agreed upon (pgp.signer.keys)",
                    "no valid signature");
        }
    }
}
