package dev.sluice.source.crypt;

import dev.sluice.source.stage.UnpackException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.bouncycastle.bcpg.ArmoredInputStream;
import org.bouncycastle.bcpg.BCPGInputStream;
import org.bouncycastle.bcpg.PacketTags;
import org.bouncycastle.openpgp.PGPCompressedData;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPLiteralData;
import org.bouncycastle.openpgp.PGPOnePassSignature;

/**
 * The data of an encrypted message. It ends only when all of the message was read, nothing else follows, and the message is what was
 * encrypted. Nothing that a message says makes this hold more than a few megabytes.
 *
 * <p>What is told of a message that is refused before it was decrypted is what everybody can see in it. From then on all that can be wrong
 * has one wording, until its integrity was found right. One thread.
 */
final class PgpMessage extends InputStream {
    /** Of what is not data; as much as the data themselves may come on top, since they can be cut into parts of one byte. */
    private static final long OVERHEAD = 1 << 20;

    private static final int BUFFER_BYTES = 1 << 16;

    private final Guarded own;
    private final BufferedInputStream buffered;
    private final PrivateKeys keys;
    private final Signatures signatures;
    private long ownAllowed = OVERHEAD;
    private long dataBytes;
    private BCPGInputStream outer;
    private Encrypted encrypted;
    private BCPGInputStream decrypted;
    private Optional<PGPCompressedData> compressed = Optional.empty();
    private BCPGInputStream inner;
    private InputStream data;
    private boolean isEnded;

    /** @param encrypted is not closed with this */
    PgpMessage(InputStream encrypted, PrivateKeys keys, Signatures signatures) {
        this.own = new Guarded(encrypted, () -> ownAllowed);
        this.buffered = new BufferedInputStream(own, BUFFER_BYTES);
        this.keys = keys;
        this.signatures = signatures;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (isEnded) {
            return -1;
        }
        try {
            if (data == null) {
                open();
            }
            int read = data.read(into, offset, length);
            if (read < 0) {
                end();
                isEnded = true;
                return -1;
            }
            dataBytes += read;
            signatures.data(into, offset, read);
            return read;
        } catch (IOException | PGPException | RuntimeException e) {
            if (own.trouble().isPresent()) {
                throw own.trouble().get();
            }
            throw e instanceof UnpackException known ? known : UnpackException.tampered(e);
        }
    }

    private void open() throws IOException, PGPException {
        buffered.mark(1);
        int first = buffered.read();
        buffered.reset();
        if (first < 0) {
            throw UnpackException.undecipherable("the file is empty, and so not encrypted", "0 bytes");
        }
        outer = new BCPGInputStream(isPacket(first) ? buffered : new ArmoredInputStream(buffered));
        encrypted = Encrypted.read(outer);
        decrypted = guarded(encrypted.open(keys));
        ownAllowed = Long.MAX_VALUE;
        inner = decrypted;
        int tag = inner.skipMarkerAndPaddingPackets();
        if (tag == PacketTags.COMPRESSED_DATA) {
            compressed = Optional.of(new PGPCompressedData(inner));
            inner = guarded(compressed.get().getDataStream());
            tag = inner.skipMarkerAndPaddingPackets();
        }
        while (tag == PacketTags.ONE_PASS_SIGNATURE) {
            signatures.begin(new PGPOnePassSignature(inner));
            tag = inner.nextPacketTag();
        }
        if (tag != PacketTags.LITERAL_DATA) {
            throw new IOException("it holds packet " + tag + " and no data, signed or not, compressed once or not");
        }
        data = new PGPLiteralData(inner).getInputStream();
    }

    private static boolean isPacket(int first) {
        return (first & 0x80) != 0;
    }

    private BCPGInputStream guarded(InputStream in) {
        return new BCPGInputStream(new Guarded(in, () -> OVERHEAD + 2 * dataBytes));
    }

    private void end() throws IOException, PGPException {
        for (Trailer.Packet packet : Trailer.read(inner)) {
            if (packet.tag() == PacketTags.SIGNATURE) {
                signatures.end(packet);
            } else if (packet.tag() != PacketTags.MARKER && packet.tag() != PacketTags.PADDING) {
                throw new IOException("packet " + packet.tag() + " follows its data");
            }
        }
        if (compressed.isPresent()) {
            InputStream rest = compressed.get().getInputStream();
            while (rest.read() >= 0) {}
            for (Trailer.Packet packet : Trailer.read(decrypted)) {
                if (packet.tag() != PacketTags.MARKER && packet.tag() != PacketTags.PADDING) {
                    throw new IOException("packet " + packet.tag() + " follows its compressed data");
                }
            }
        }
        encrypted.verify();
        if (outer.read() >= 0) {
            throw new IOException("something follows the message");
        }
        for (int next = buffered.read(); next >= 0; next = buffered.read()) {
            if (!Character.isWhitespace(next)) {
                throw new IOException("something follows the message");
            }
        }
        signatures.check();
    }
}
