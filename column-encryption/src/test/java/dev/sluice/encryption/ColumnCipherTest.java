package dev.sluice.encryption;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contract.Tenant;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Replay with {@code -Dseed=}; keys and nonces are Tink's own. */
class ColumnCipherTest {
    private static final Tenant ACME = new Tenant("acme");
    private static final ColumnAddress PHONE = ColumnAddress.parse("acme.persons.phone");
    /** Bytes 0, 1, 2 … as keys; what is stored with them must be readable for ever. */
    private static final String KEPT = """
            {"acme": {
              "random": {"primaryKeyId": 305419896, "key": [{"keyData": {
                "typeUrl": "type.googleapis.com/google.crypto.tink.AesGcmKey", "keyMaterialType": "SYMMETRIC",
                "value": "GiAAAQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHw=="},
                "status": "ENABLED", "keyId": 305419896, "outputPrefixType": "TINK"}]},
              "deterministic": {"primaryKeyId": 4275878552, "key": [{"keyData": {
                "typeUrl": "type.googleapis.com/google.crypto.tink.AesSivKey", "keyMaterialType": "SYMMETRIC",
                "value": "EkAAAQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyAhIiMkJSYnKCkqKywtLi8wMTIzNDU2Nzg5Ojs8PT4/"},
                "status": "ENABLED", "keyId": 4275878552, "outputPrefixType": "TINK"}]}}}""";
    /** Of {@code +358 40 1234567} as phone, by another hand: Python's cryptography, AESSIV, behind the number of the key. */
    private static final String STORED = "01fedcba98c4bec78f3f2429c28abb6b5e52133ed28f61b5d15919d8b8a0fead90946675";

    private Random random;

    @BeforeEach
    void seed() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("seed=" + seed);
        random = new Random(seed);
    }

    @ParameterizedTest
    @EnumSource(EncryptionKind.class)
    void everyTextIsReadAgainAndOnlyAsItIs(EncryptionKind kind) throws GeneralSecurityException {
        ColumnCipher cipher = cipher(ColumnKeys.NONE.with(ACME, KeySet.generate(kind)), PHONE, kind);
        for (int length = 0; length < 100; length++) {
            byte[] text = bytes(length);
            byte[] ciphertext = cipher.encrypt(text);
            assertThat(ciphertext).hasSize(length + kind.overheadBytes());
            assertThat(cipher.decrypt(ciphertext)).isEqualTo(text);
            for (int bit = 0; bit < Byte.SIZE * ciphertext.length; bit++) {
                byte[] changed = ciphertext.clone();
                changed[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
                refused(cipher, changed);
            }
            refused(cipher, Arrays.copyOf(ciphertext, ciphertext.length - 1));
            refused(cipher, Arrays.copyOf(ciphertext, ciphertext.length + 1));
        }
        refused(cipher, new byte[0]);
    }

    @ParameterizedTest
    @EnumSource(EncryptionKind.class)
    void ofAnotherColumnTableOrTenantItIsRefused(EncryptionKind kind) {
        KeySet keySet = KeySet.generate(kind);
        // The same key for both, so that it is not the key that makes the difference.
        ColumnKeys keys = ColumnKeys.NONE.with(ACME, keySet).with(new Tenant("globex"), keySet);
        byte[] ciphertext = cipher(keys, PHONE, kind).encrypt(bytes(10));

        for (String other : List.of("acme.persons.fax", "acme.people.phone", "globex.persons.phone")) {
            refused(cipher(keys, ColumnAddress.parse(other), kind), ciphertext);
        }
        ColumnKeys others = ColumnKeys.NONE.with(ACME, KeySet.generate(kind));
        refused(cipher(others, PHONE, kind), ciphertext);
    }

    @Test
    void deterministicCiphertextsAreEqualIfTheValuesAre() {
        ColumnKeys keys = ColumnKeys.NONE.with(ACME, KeySet.generate(EncryptionKind.DETERMINISTIC));
        ColumnCipher cipher = cipher(keys, PHONE, EncryptionKind.DETERMINISTIC);
        ColumnCipher again = cipher(ColumnKeys.parse(keys.toJson()), PHONE, EncryptionKind.DETERMINISTIC);
        for (int i = 0; i < 2_000; i++) {
            byte[] one = bytes(random.nextInt(3));
            byte[] other = bytes(random.nextInt(3));
            assertThat(Arrays.equals(cipher.encrypt(one), again.encrypt(other))).isEqualTo(Arrays.equals(one, other));
        }
        byte[] elsewhere = cipher(keys, ColumnAddress.parse("acme.persons.fax"), EncryptionKind.DETERMINISTIC)
                .encrypt(new byte[] {1});
        assertThat(elsewhere).isNotEqualTo(cipher.encrypt(new byte[] {1}));
    }

    @Test
    void randomCiphertextsOfOneValueDiffer() {
        ColumnCipher cipher = cipher(
                ColumnKeys.NONE.with(ACME, KeySet.generate(EncryptionKind.RANDOM)), PHONE, EncryptionKind.RANDOM);
        byte[] text = bytes(5);

        assertThat(java.util.stream.Stream.generate(() -> ByteBuffer.wrap(cipher.encrypt(text)))
                        .limit(1_000)
                        .distinct())
                .hasSize(1_000);
    }

    @Test
    void afterARotationBothKeysDecryptAndTheNewOneEncrypts() throws GeneralSecurityException {
        KeySet first = KeySet.generate(EncryptionKind.RANDOM);
        KeySet second = first.rotated();
        ColumnCipher old = cipher(ColumnKeys.NONE.with(ACME, first), PHONE, EncryptionKind.RANDOM);
        ColumnKeys keys = ColumnKeys.parse(ColumnKeys.NONE.with(ACME, second).toJson());
        ColumnCipher now = cipher(keys, PHONE, EncryptionKind.RANDOM);
        byte[] text = bytes(20);

        assertThat(second.ids())
                .containsExactly(first.primaryId(), second.primaryId())
                .doesNotHaveDuplicates();
        assertThat(now.decrypt(old.encrypt(text))).isEqualTo(text);
        assertThat(now.decrypt(now.encrypt(text))).isEqualTo(text);
        assertThat(keyId(now.encrypt(text))).isEqualTo(second.primaryId());
        refused(old, now.encrypt(text));
    }

    @Test
    void whatWasStoredOnceIsReadForEver() throws GeneralSecurityException {
        ColumnKeys keys = ColumnKeys.parse(KEPT);
        byte[] siv = HexFormat.of().parseHex(STORED);

        assertThat(cipher(keys, PHONE, EncryptionKind.DETERMINISTIC).encrypt("+358 40 1234567".getBytes(UTF_8)))
                .isEqualTo(siv);
        assertThat(cipher(keys, PHONE, EncryptionKind.DETERMINISTIC).decrypt(siv))
                .asString(UTF_8)
                .isEqualTo("+358 40 1234567");
    }

    /** Nothing but the JDK: the format is what the documents say it is. */
    @Test
    void whoHasTheKeyReadsItWithoutTink() throws GeneralSecurityException, IOException {
        byte[] text = "+358 40 1234567".getBytes(UTF_8);
        byte[] stored =
                cipher(ColumnKeys.parse(KEPT), PHONE, EncryptionKind.RANDOM).encrypt(text);

        JsonNode key = new ObjectMapper().readTree(KEPT).at("/acme/random/key/0");
        byte[] proto = Base64.getDecoder().decode(key.at("/keyData/value").asText());
        assertThat(stored[0]).isEqualTo((byte) 1);
        assertThat(keyId(stored)).isEqualTo(key.get("keyId").asLong());
        Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
        gcm.init(
                Cipher.DECRYPT_MODE,
                new SecretKeySpec(proto, proto.length - 32, 32, "AES"),
                new GCMParameterSpec(128, stored, 5, 12));
        gcm.updateAAD("acme.persons.phone".getBytes(UTF_8));
        assertThat(gcm.doFinal(stored, 17, stored.length - 17)).isEqualTo(text);
    }

    private static ColumnCipher cipher(ColumnKeys keys, ColumnAddress column, EncryptionKind kind) {
        return keys.cipher(column, kind).orElseThrow();
    }

    private static long keyId(byte[] ciphertext) {
        return ByteBuffer.wrap(ciphertext).getInt(1) & 0xFFFF_FFFFL;
    }

    private static void refused(ColumnCipher cipher, byte[] ciphertext) {
        assertThatThrownBy(() -> cipher.decrypt(ciphertext)).isInstanceOf(GeneralSecurityException.class);
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
