package dev.sluice.source.crypt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.contract.Violation;
import dev.sluice.contract.Violation.Code;
import dev.sluice.source.Seeds;
import dev.sluice.source.crypt.TestMessage.Form;
import dev.sluice.source.stage.Decryption;
import dev.sluice.source.stage.UnpackException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.bouncycastle.bcpg.CompressionAlgorithmTags;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What was encrypted comes out, whole or not at all. */
class PgpMessageTest {
    private static final Map<TestKeys.Kind, TestKeys> KEYS = new EnumMap<>(TestKeys.Kind.class);
    private static TestKeys ours;

    @BeforeAll
    static void generate() {
        for (TestKeys.Kind kind : TestKeys.Kind.values()) {
            KEYS.put(kind, TestKeys.of(kind));
        }
        ours = KEYS.get(TestKeys.Kind.X25519);
    }

    private static byte[] content(Random random, int bytes) {
        byte[] content = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            content[i] = (byte) ('a' + random.nextInt(5));
        }
        return content;
    }

    /** Read in pieces of any length, to any place of a buffer. */
    private static byte[] decrypted(Decryption decryption, byte[] message, Random random) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        byte[] buffer = new byte[1 + random.nextInt(20_000)];
        try (InputStream in = decryption.decrypted(new ByteArrayInputStream(message))) {
            while (true) {
                int offset = random.nextInt(buffer.length);
                int read = in.read(buffer, offset, 1 + random.nextInt(buffer.length - offset));
                if (read < 0) {
                    assertThat(in.read()).isEqualTo(-1);
                    return content.toByteArray();
                }
                assertThat(read).isPositive();
                content.write(buffer, offset, read);
            }
        }
    }

    private static Violation refusal(Decryption decryption, byte[] message) {
        UnpackException refused =
                catchThrowableOfType(UnpackException.class, () -> decrypted(decryption, message, new Random(0)));
        assertThat(refused).as("refused").isNotNull();
        return refused.violation("refused.");
    }

    @ParameterizedTest
    @EnumSource(TestKeys.Kind.class)
    void givesWhatWasEncryptedToAKeyOfAnyKind(TestKeys.Kind kind) {
        TestKeys keys = KEYS.get(kind);
        Seeds.first(40).forEach(seed -> {
            Random random = new Random(seed);
            byte[] content = content(random, random.nextInt(3) == 0 ? random.nextInt(3) : random.nextInt(200_000));
            TestMessage message = TestMessage.to(keys)
                    .as(List.of(Form.MDC, Form.OCB, Form.OCB_OF_GNUPG).get(random.nextInt(3)))
                    .compressed(random.nextInt(4), random.nextInt(2))
                    .inPartsOf(512 << random.nextInt(6));
            if (random.nextInt(3) == 0) {
                message = message.signed(ours, HashAlgorithmTags.SHA512);
            }
            if (random.nextInt(4) == 0) {
                message = message.hidingItsRecipient();
            }
            byte[] bytes = message.of(content);
            bytes = random.nextInt(3) == 0 ? TestMessage.armored(bytes) : bytes;
            try {
                assertThat(decrypted(keys.decryption(), bytes, random))
                        .as("seed %d", seed)
                        .isEqualTo(content);
            } catch (IOException e) {
                throw new AssertionError("seed " + seed + ": " + message, e);
            }
        });
    }

    @ParameterizedTest
    @EnumSource(value = Form.class, mode = EnumSource.Mode.EXCLUDE, names = "UNPROTECTED")
    void noFlippedBitIsTakenForWhatWasEncrypted(Form form) {
        byte[] content = content(new Random(1), 3000);
        TestMessage message = TestMessage.to(ours).as(form).inPartsOf(512).signed(ours, HashAlgorithmTags.SHA256);
        byte[] whole = message.of(content);
        Random random = new Random(2);
        String uniform =
                UnpackException.tampered(new IOException()).violation("x").toString();
        for (int at = 0; at < whole.length; at++) {
            byte[] flipped = whole.clone();
            flipped[at] ^= (byte) (1 << random.nextInt(8));
            try {
                // A bit of what is neither encrypted nor counts, such as whom it says that it is for, may be any.
                assertThat(decrypted(ours.decryption(), flipped, random))
                        .as("byte %d", at)
                        .isEqualTo(content);
                assertThat(at).as("of the session key's packet").isLessThan(200);
            } catch (IOException e) {
                assertThat(e).as("byte %d", at).isInstanceOf(UnpackException.class);
                if (at >= 200) {
                    // Else one could ask, bit by bit, what stands in a file that one has changed.
                    assertThat(((UnpackException) e).violation("x").toString()).isEqualTo(uniform);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = Form.class, mode = EnumSource.Mode.EXCLUDE, names = "UNPROTECTED")
    void noneThatIsCutOffIsTakenForWhole(Form form) {
        byte[] whole = TestMessage.to(ours)
                .as(form)
                .compressed(CompressionAlgorithmTags.ZIP, 1)
                .inPartsOf(512)
                .of(content(new Random(1), 9000));
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThat(refusal(ours.decryption(), cut).code())
                    .as("%d bytes of %d", length, whole.length)
                    .isIn(Code.CORRUPT_FILE, Code.NOT_DECRYPTED);
        }
    }

    /** Chunks are numbered: one that is taken away or moved is missed. */
    @ParameterizedTest
    @EnumSource(
            value = Form.class,
            names = {"OCB", "OCB_OF_GNUPG"})
    void chunksThatWereSwappedOrDroppedAreMissed(Form form) {
        // One part, so that chunks of 4,096 bytes and their tags stand behind each other.
        byte[] whole = TestMessage.to(ours).as(form).inPartsOf(1 << 16).of(content(new Random(1), 16_384));
        int chunk = 4096 + 16;
        int from = whole.length - 3 * chunk - 500;
        byte[] swapped = whole.clone();
        System.arraycopy(whole, from, swapped, from + chunk, chunk);
        System.arraycopy(whole, from + chunk, swapped, from, chunk);
        assertThat(refusal(ours.decryption(), swapped).code()).isEqualTo(Code.CORRUPT_FILE);
    }

    @Test
    void whatNothingProtectsIsRefused() {
        byte[] message = TestMessage.to(ours).as(Form.UNPROTECTED).of(content(new Random(1), 100));
        Violation refusal = refusal(ours.decryption(), message);
        assertThat(refusal.code()).isEqualTo(Code.NOT_DECRYPTED);
        assertThat(refusal.message()).contains("MDC").contains("gpg --encrypt");
    }

    @Test
    void whatIsForOthersIsRefusedAndTellsForWhom() {
        byte[] message = TestMessage.to(ours).of(content(new Random(1), 100));
        TestKeys other = KEYS.get(TestKeys.Kind.ELGAMAL);
        Violation refusal = refusal(other.decryption(), message);
        assertThat(refusal.code()).isEqualTo(Code.NOT_DECRYPTED);
        assertThat(refusal.value()).contains(KeyTexts.id(ours.encryption().getKeyID()));
        assertThat(refusal(PgpDecryption.NONE, message).message()).contains("pgp.private.keys");
        byte[] hidden = TestMessage.to(ours).hidingItsRecipient().of(new byte[9]);
        assertThat(refusal(other.decryption(), hidden).message()).contains("without telling for which");
    }

    @Test
    void keysOfBeforeAndOfNowOpenWhatIsTheirs() throws IOException {
        TestKeys expired = TestKeys.of(TestKeys.Kind.RSA, Optional.of("first"), Duration.ofHours(1));
        TestKeys now = TestKeys.of(TestKeys.Kind.X25519, Optional.of("second"), Duration.ZERO);
        PgpDecryption both = new PgpDecryption(
                PrivateKeys.read("old:\n" + expired.privateText() + "\nnew:\n" + now.privateText(), "first\nsecond"));
        for (TestKeys key : List.of(expired, now)) {
            for (TestMessage message :
                    List.of(TestMessage.to(key), TestMessage.to(key).hidingItsRecipient())) {
                assertThat(decrypted(both, message.of(new byte[] {1, 2, 3}), new Random(1)))
                        .containsExactly(1, 2, 3);
            }
        }
        assertThatThrownBy(() -> PrivateKeys.read(now.privateText(), "wrong\nsecond "))
                .isInstanceOf(UnusableKeyException.class)
                .hasMessageContaining("no line of pgp.passphrase")
                .hasMessageNotContaining("wrong");
    }

    @Test
    void keysThatAreNoneAreRefusedWithoutBeingTold() {
        for (String text :
                List.of("s3cret", ours.publicText(), ours.privateText().replaceAll("(?m)^(.{20}).", "$1!"))) {
            assertThatThrownBy(() -> PrivateKeys.read(text, ""))
                    .isInstanceOf(UnusableKeyException.class)
                    .hasMessageNotContaining("s3cret")
                    .hasNoCause();
        }
        assertThatThrownBy(() -> Certificates.read("s3cret")).isInstanceOf(UnusableKeyException.class);
        TestKeys expired = TestKeys.of(TestKeys.Kind.X25519, Optional.empty(), Duration.ofHours(1));
        assertThatThrownBy(() -> Certificates.read(expired.publicText()).asRecipients(Instant.now()))
                .hasMessageContaining("expired");
        assertThatThrownBy(() -> Certificates.read(expired.publicText()).asSigners(Instant.now()))
                .hasMessageContaining("expired");
        assertThat(Certificates.read(expired.publicText()).sealing(Instant.now()))
                .isEmpty();
    }

    @Test
    void nothingMayFollowAMessage() throws IOException {
        byte[] message = TestMessage.to(ours).of(content(new Random(1), 100));
        byte[] twice = Arrays.copyOf(message, 2 * message.length);
        System.arraycopy(message, 0, twice, message.length, message.length);
        byte[] armored = TestMessage.armored(message);
        byte[] text =
                new String(armored, StandardCharsets.US_ASCII).concat("1,2\n").getBytes(StandardCharsets.US_ASCII);
        for (byte[] more : List.of(twice, Arrays.copyOf(message, message.length + 1), text)) {
            assertThat(refusal(ours.decryption(), more).code()).isEqualTo(Code.CORRUPT_FILE);
        }
        byte[] spaced =
                new String(armored, StandardCharsets.US_ASCII).concat("\r\n \n").getBytes(StandardCharsets.US_ASCII);
        assertThat(decrypted(ours.decryption(), spaced, new Random(1))).hasSize(100);
    }

    @Test
    void layersOfCompressionAreFew() {
        byte[] content = content(new Random(1), 100_000);
        Violation refusal = refusal(
                ours.decryption(),
                TestMessage.to(ours)
                        .compressed(CompressionAlgorithmTags.ZLIB, 2)
                        .of(content));
        assertThat(refusal.code()).isEqualTo(Code.CORRUPT_FILE);
    }

    @Test
    void onlyWhomWasAgreedUponHasSigned() throws IOException {
        byte[] content = content(new Random(1), 50_000);
        TestKeys signer = KEYS.get(TestKeys.Kind.RSA);
        TestKeys other = KEYS.get(TestKeys.Kind.ELGAMAL);
        PgpDecryption demanding = ours.decryption().demanding(Optional.of(Certificates.read(signer.publicText())));
        TestMessage plain = TestMessage.to(ours);
        assertThat(decrypted(
                        demanding,
                        plain.signed(signer, HashAlgorithmTags.SHA256).of(content),
                        new Random(1)))
                .isEqualTo(content);
        for (TestMessage bad : List.of(
                plain, plain.signed(other, HashAlgorithmTags.SHA256), plain.signed(signer, HashAlgorithmTags.SHA1))) {
            assertThat(refusal(demanding, bad.of(content)).code()).isEqualTo(Code.NOT_SIGNED);
        }
    }

    @Test
    void whatIsSealedForATenantIsOpenedWithItsKey() throws IOException {
        for (TestKeys.Kind kind : TestKeys.Kind.values()) {
            TestKeys keys = KEYS.get(kind);
            byte[] content = content(new Random(3), 300_000);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            Certificates both = Certificates.read(keys.publicText() + ours.publicText());
            try (OutputStream message =
                    both.sealing(Instant.now()).orElseThrow().sealed(bytes)) {
                message.write(content, 0, 1000);
                message.write(content, 1000, content.length - 1000);
            }
            assertThat(new String(bytes.toByteArray(), StandardCharsets.ISO_8859_1))
                    .doesNotContain("aaaaaaaa");
            assertThat(decrypted(keys.decryption(), bytes.toByteArray(), new Random(1)))
                    .isEqualTo(content);
            assertThat(decrypted(ours.decryption(), bytes.toByteArray(), new Random(1)))
                    .isEqualTo(content);
        }
    }

    /** Trouble with the disk is tried again, and is not the file's fault. */
    @Test
    void troubleWithTheWorldIsNotTheMessages() {
        byte[] message = TestMessage.to(ours).of(content(new Random(1), 500_000));
        for (int bytes : new int[] {0, 1, 70, 100, 5000, message.length - 1}) {
            InputStream breaking = new InputStream() {
                private int left = bytes;

                @Override
                public int read() throws IOException {
                    if (left-- <= 0) {
                        throw new IOException("disk");
                    }
                    return message[bytes - left - 1] & 0xFF;
                }

                @Override
                public int read(byte[] into, int offset, int length) throws IOException {
                    into[offset] = (byte) read();
                    return 1;
                }
            };
            assertThatThrownBy(() -> ours.decryption().decrypted(breaking).readAllBytes())
                    .as("after %d bytes", bytes)
                    .isNotInstanceOf(UnpackException.class)
                    .hasMessage("disk");
        }
    }
}
