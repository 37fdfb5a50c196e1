package dev.sluice.source.crypt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.source.Seeds;
import dev.sluice.source.stage.Decryption;
import dev.sluice.source.stage.UnpackException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.bouncycastle.bcpg.CompressionAlgorithmTags;
import org.bouncycastle.bcpg.PacketTags;
import org.bouncycastle.openpgp.PGPCompressedDataGenerator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whoever can drop a file can write anything into it: it is refused, at once, and costs no memory that grows with what it claims. */
class HostileMessageTest {
    private static TestKeys ours;
    private static Decryption demanding;

    @BeforeAll
    static void generate() {
        ours = TestKeys.of(TestKeys.Kind.X25519);
        demanding = ours.decryption().demanding(Optional.of(Certificates.read(ours.publicText())));
    }

    private static byte[] packet(int tag, byte... body) {
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(0xC0 | tag);
        packet.write(255);
        for (int shift = 24; shift >= 0; shift -= 8) {
            packet.write(body.length >> shift);
        }
        packet.writeBytes(body);
        return packet.toByteArray();
    }

    private static UnpackException refused(InputStream message) {
        return catchThrowableOfType(UnpackException.class, () -> {
            InputStream data = demanding.decrypted(message);
            byte[] buffer = new byte[8192];
            for (long bytes = 0; data.read(buffer) >= 0; bytes += buffer.length) {
                assertThat(bytes).as("as much as a limit of the file's allows").isLessThan(1L << 30);
            }
        });
    }

    private static UnpackException refused(byte[] message) {
        return refused(new ByteArrayInputStream(message));
    }

    /** The same bytes for ever. */
    private static InputStream endless(byte[] bytes) {
        return new InputStream() {
            private long at;

            @Override
            public int read() {
                return bytes[(int) (at++ % bytes.length)] & 0xFF;
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                for (int i = 0; i < length; i++) {
                    into[offset + i] = (byte) read();
                }
                return length;
            }
        };
    }

    @Test
    void recipientsWithoutEnd() {
        byte[] recipient = new byte[1 + 8 + 1 + 2 + 256];
        recipient[0] = 3;
        recipient[9] = 1;
        recipient[10] = 8;
        assertThat(refused(endless(packet(PacketTags.PUBLIC_KEY_ENC_SESSION, recipient))))
                .isNotNull();
        assertThat(refused(endless(packet(PacketTags.MARKER, (byte) 'P', (byte) 'G', (byte) 'P'))))
                .isNotNull();
        assertThat(refused(endless(packet(PacketTags.PADDING, new byte[1000])))).isNotNull();
        assertThat(refused(endless("a line without armor\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII))))
                .isNotNull();
    }

    @Test
    void packetsThatClaimGigabytes() {
        for (int tag = 0; tag < 64; tag++) {
            byte[] claim = {
                (byte) (0xC0 | tag), (byte) 255, 0x7F, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 3, 4, 5, 6, 7, 8
            };
            assertThat(refused(claim)).as("tag %d", tag).isNotNull();
            assertThat(refused(TestMessage.to(ours).around(out -> out.write(claim))))
                    .as("tag %d inside", tag)
                    .isNotNull();
            byte[] sixth = claim.clone();
            sixth[6] = 6;
            Arrays.fill(sixth, 7, 12, (byte) 0x7F);
            assertThat(refused(TestMessage.to(ours).around(out -> out.write(sixth))))
                    .as("tag %d of version 6 inside", tag)
                    .isNotNull();
        }
    }

    @Test
    void aChunkOfAnExabyte() {
        byte[] whole = TestMessage.to(ours).as(TestMessage.Form.OCB_OF_GNUPG).of(new byte[100]);
        int at = 0;
        // The version, AES-256, OCB: what follows is the chunks' size.
        while (!(whole[at] == 1 && whole[at + 1] == 9 && whole[at + 2] == 2 && whole[at + 3] == 12 - 6)) {
            at++;
        }
        whole[at + 3] = 56;
        assertThat(refused(whole)).isNotNull();
    }

    @Test
    void aSignatureOfTwoGigabytes() {
        byte[] body = new byte[40];
        body[0] = 6;
        Arrays.fill(body, 1, 40, (byte) 0x7F);
        TestMessage message = TestMessage.to(ours).signed(ours, 8);
        UnpackException refused = refused(message.around(out -> {
            ByteArrayOutputStream packets = new ByteArrayOutputStream();
            message.packets(packets, new byte[] {1, 2, 3}, 0);
            // Instead of the signature that stands at the end.
            out.write(packets.toByteArray(), 0, packets.size() - signatureBytes(packets.toByteArray()));
            out.write(packet(PacketTags.SIGNATURE, body));
        }));
        assertThat(refused).hasMessageContaining("not signed");
    }

    /** An RSA signature of 2,048 bits is the last packet, of new or old format. */
    private static int signatureBytes(byte[] packets) {
        for (int at = packets.length - 500; at < packets.length - 250; at++) {
            int header = packets[Math.max(0, at)] & 0xFF;
            if ((header == 0xC2 || header == 0x89 || header == 0x88) && packets.length - at > 256) {
                int body = header == 0xC2 ? (packets[at + 1] & 0xFF) >= 192 ? 3 : 2 : header == 0x89 ? 3 : 2;
                if (packets[at + body] == 4 && packets[at + body + 1] == 0) {
                    return packets.length - at;
                }
            }
        }
        throw new AssertionError("no signature");
    }

    /** Petabytes that are no data come out of a small file; they are neither held nor passed. */
    @Test
    void paddingThatUnpacksForEver() {
        byte[] message = TestMessage.to(ours).around(out -> {
            PGPCompressedDataGenerator generator = new PGPCompressedDataGenerator(CompressionAlgorithmTags.ZIP);
            try (OutputStream compressed = generator.open(out, new byte[1 << 16])) {
                byte[] padding = packet(PacketTags.PADDING, new byte[4 << 20]);
                for (int i = 0; i < 8; i++) {
                    compressed.write(padding);
                }
            }
        });
        assertThat(message.length).isLessThan(200_000);
        assertThat(refused(message)).hasMessageContaining("damaged");
    }

    @Test
    void anyBytesAreRefusedWithAReason() {
        byte[] whole = TestMessage.to(ours).of(new byte[3000]);
        Seeds.first(3000).forEach(seed -> {
            Random random = new Random(seed);
            byte[] bytes = random.nextBoolean() ? whole.clone() : new byte[random.nextInt(300)];
            int from = random.nextInt(bytes.length + 1);
            for (int i = from; i < Math.min(bytes.length, from + 1 + random.nextInt(40)); i++) {
                bytes[i] = (byte) random.nextInt();
            }
            if (!Arrays.equals(bytes, whole)) {
                assertThat(refused(bytes)).as("seed %d", seed).isNotNull();
            }
        });
    }

    @Test
    void anyPacketsInsideAreRefusedWithAReason() {
        Seeds.first(1500).forEach(seed -> {
            Random random = new Random(seed);
            byte[] inner = new byte[random.nextInt(200)];
            random.nextBytes(inner);
            if (inner.length > 0 && random.nextBoolean()) {
                inner[0] = (byte) (0xC0 | new int[] {2, 4, 8, 11, 10, 21, 18, 20}[random.nextInt(8)]);
            }
            assertThat(refused(TestMessage.to(ours).around(out -> out.write(inner))))
                    .as("seed %d", seed)
                    .isNotNull();
        });
    }
}
