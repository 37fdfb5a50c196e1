package dev.sluice.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import dev.sluice.contract.Tenant;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.security.GeneralSecurityException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnKeysTest {
    private static final String RANDOM = KeySet.generate(EncryptionKind.RANDOM).toJson();
    private static final String DETERMINISTIC =
            KeySet.generate(EncryptionKind.DETERMINISTIC).toJson();

    @Test
    void whoHasWhichKeysIsTold() {
        ColumnKeys keys = ColumnKeys.parse("{\"acme\": {\"random\": " + RANDOM + ", \"deterministic\": " + DETERMINISTIC
                + "}, \"globex\": {\"random\": " + RANDOM + "}}");

        assertThat(keys.tenants()).containsExactly("acme", "globex");
        assertThat(keys.has("acme", EncryptionKind.RANDOM)).isTrue();
        assertThat(keys.has("acme", EncryptionKind.DETERMINISTIC)).isTrue();
        assertThat(keys.has("globex", EncryptionKind.RANDOM)).isTrue();
        assertThat(keys.has("globex", EncryptionKind.DETERMINISTIC)).isFalse();
        assertThat(keys.has("initech", EncryptionKind.RANDOM)).isFalse();
        assertThat(keys.cipher(ColumnAddress.parse("initech.t.c"), EncryptionKind.RANDOM))
                .isEmpty();
        assertThat(ColumnKeys.parse("{}").tenants()).isEmpty();
    }

    @Test
    void whatIsWrittenIsReadAgainAndAChangeLeavesTheRest() {
        ColumnKeys keys = ColumnKeys.NONE
                .with(new Tenant("acme"), KeySet.generate(EncryptionKind.RANDOM))
                .with(new Tenant("acme"), KeySet.generate(EncryptionKind.DETERMINISTIC))
                .with(
                        new Tenant("globex"),
                        KeySet.generate(EncryptionKind.RANDOM).rotated());

        ColumnKeys again = ColumnKeys.parse(keys.toJson());

        assertThat(again).hasToString(keys.toString());
        assertThat(again.toJson()).isEqualTo(keys.toJson()).endsWith("}\n");
        KeySet other = KeySet.generate(EncryptionKind.RANDOM);
        ColumnKeys changed = again.with(new Tenant("acme"), other);
        assertThat(changed.of("acme").get(EncryptionKind.RANDOM).primaryId()).isEqualTo(other.primaryId());
        assertThat(changed.of("acme")).hasSize(2);
        assertThat(changed.of("globex").get(EncryptionKind.RANDOM).ids()).hasSize(2);
        assertThat(again).hasToString(keys.toString());
    }

    @Test
    void allThatIsWrongIsToldAtOnce() {
        String text = "{\"Acme\": {\"random\": " + RANDOM + "}, \"b\": {}, \"c\": [], \"d\": {\"rnd\": " + RANDOM
                + "}, \"e\": {\"random\": " + DETERMINISTIC + "}, \"f\": {\"deterministic\": " + RANDOM
                + "}, \"g\": {\"random\": \"x\"}, \"h\": {\"random\": " + RANDOM + "}}";

        assertThat(problems(text))
                .hasSize(7)
                .satisfiesExactly(
                        acme -> assertThat(acme).startsWith("'Acme' is no tenant's name"),
                        b -> assertThat(b).startsWith("'b' is no JSON object of"),
                        c -> assertThat(c).startsWith("'c' is no JSON object of"),
                        d -> assertThat(d).isEqualTo("'d' has 'rnd', which is neither 'random' nor 'deterministic'"),
                        e -> assertThat(e).matches("'random' of 'e' has a key, [0-9]+, that is not of AES256_GCM"),
                        f -> assertThat(f)
                                .matches("'deterministic' of 'f' has a key, [0-9]+, that is not of AES256_SIV"),
                        g -> assertThat(g).isEqualTo("'random' of 'g' is no key set of Tink in clear text, as JSON"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "7",
                "{",
                "{} {}",
                "{\"a\": 1, \"a\": 2}",
                "{\"a\": {\"random\": {}, \"random\": {}}}"
            })
    void whatIsNoObjectOrHasAFieldTwiceIsRefused(String text) {
        assertThat(problems(text)).hasSize(1);
    }

    @Test
    void keysOfAnotherFormAreRefused() throws GeneralSecurityException {
        for (var parameters : List.of(
                PredefinedAeadParameters.AES128_GCM,
                PredefinedAeadParameters.XCHACHA20_POLY1305,
                com.google.crypto.tink.aead.AesGcmParameters.builder()
                        .setKeySizeBytes(32)
                        .setIvSizeBytes(12)
                        .setTagSizeBytes(16)
                        .setVariant(com.google.crypto.tink.aead.AesGcmParameters.Variant.NO_PREFIX)
                        .build())) {
            KeysetHandle handle = KeysetHandle.newBuilder()
                    .addEntry(KeysetHandle.generateEntryFromParameters(parameters)
                            .withRandomId()
                            .makePrimary())
                    .build();
            String keySet = TinkJsonProtoKeysetFormat.serializeKeyset(handle, InsecureSecretKeyAccess.get());
            assertThat(problems("{\"acme\": {\"random\": " + keySet + "}}"))
                    .singleElement()
                    .asString()
                    .endsWith("that is not of AES256_GCM");
        }
        assertThat(problems("{\"acme\": {\"random\": " + RANDOM.replace("ENABLED", "DISABLED") + "}}"))
                .containsExactly("'random' of 'acme' has no primary key that is enabled, or a damaged one");
        assertThat(problems("{\"acme\": {\"random\": "
                        + RANDOM.replaceFirst("\"primaryKeyId\": ?[0-9]+", "\"primaryKeyId\":1") + "}}"))
                .hasSize(1);
    }

    /** Wherever keys are put by mistake, and whatever is wrong with them. */
    @Test
    void noKeyIsToldInAnyErrorOrName() {
        String secret = secret(RANDOM);
        for (String text : List.of(
                RANDOM,
                "{\"" + secret + "\": {}}",
                "{\"acme\": {\"" + secret + "\": {}}}",
                "{\"acme\": \"" + secret + "\"}",
                "{\"acme\": {\"random\": \"" + secret + "\"}}",
                "{\"acme\": {\"random\": " + RANDOM.replace("\"value\"", "\"valeu\"") + "}}",
                "{\"acme\": {\"random\": " + RANDOM.replace(secret, secret.substring(4)) + "}}",
                "{\"acme\": {\"random\": " + RANDOM.replace(secret, secret + "\\") + "}}",
                "{\"acme\": {\"deterministic\": " + RANDOM + "}}",
                "{\"acme\": " + secret + "}",
                secret)) {
            ColumnKeysException e = catchThrowableOfType(ColumnKeysException.class, () -> ColumnKeys.parse(text));
            StringWriter told = new StringWriter();
            e.printStackTrace(new PrintWriter(told));
            assertThat(told + String.join("", e.problems()))
                    .doesNotContain(secret)
                    .doesNotContain(secret.substring(8, 24));
        }
        KeySet keys = KeySet.parse(EncryptionKind.RANDOM, RANDOM);
        assertThat(keys + ColumnKeys.NONE.with(new Tenant("acme"), keys).toString())
                .contains("random [" + keys.primaryId() + "]")
                .doesNotContain(secret.substring(8, 24));
    }

    @Test
    void kindsAreFoundByTheirWords() {
        for (EncryptionKind kind : EncryptionKind.values()) {
            assertThat(EncryptionKind.of(kind.word())).contains(kind);
        }
        assertThat(EncryptionKind.of("RANDOM")).isEmpty();
        assertThat(EncryptionKind.of(null)).isEmpty();
    }

    @Test
    void addressesAreTenantTableAndColumn() {
        assertThat(ColumnAddress.parse("acme.persons.phone"))
                .isEqualTo(new ColumnAddress(new Tenant("acme"), "persons", "phone"))
                .hasToString("acme.persons.phone");
        assertThat(ColumnAddress.of("acme.persons", "phone")).contains(ColumnAddress.parse("acme.persons.phone"));
        for (String subject : List.of("persons", "orders-value", "Acme.persons", "acme.a.b", ".persons", "acme.", "")) {
            assertThat(ColumnAddress.of(subject, "phone")).as(subject).isEmpty();
        }
        for (String text : List.of("", "phone", "acme.phone", "acme.persons.", "acme.persons.a-b", "acme..phone")) {
            assertThatThrownBy(() -> ColumnAddress.parse(text))
                    .as(text)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("tenant.table.column");
        }
    }

    private static List<String> problems(String text) {
        return catchThrowableOfType(ColumnKeysException.class, () -> ColumnKeys.parse(text))
                .problems();
    }

    private static String secret(String keySet) {
        String from = keySet.substring(keySet.indexOf("\"value\""));
        return from.split("\"", -1)[3];
    }
}
