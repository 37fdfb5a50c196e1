package dev.sluice.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.sluice.source.agree.Encryption;
import dev.sluice.source.crypt.TestKeys;
import dev.sluice.source.crypt.TestMessage;
import dev.sluice.source.stage.UnpackException;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Keys come as texts; they are tried when a configuration is posted, and told nowhere. */
class EncryptionKeysTest {
    private static final String PASSPHRASE = "correct horse";

    private static TestKeys locked;
    private static TestKeys tenants;
    private static TestKeys expired;

    @BeforeAll
    static void generate() {
        locked = TestKeys.of(TestKeys.Kind.X25519, Optional.of(PASSPHRASE), Duration.ZERO);
        tenants = TestKeys.of(TestKeys.Kind.X25519);
        expired = TestKeys.of(TestKeys.Kind.X25519, Optional.empty(), Duration.ofHours(1));
    }

    private static Map<String, String> props(String... more) {
        Map<String, String> props = new HashMap<>(Map.of(
                "tenant", "acme",
                "staging.dir", "/tmp",
                "schema.registry.url", "http://a:1",
                "kafka.bootstrap.servers", "a:1",
                "preflight.services", "false"));
        for (int i = 0; i < more.length; i += 2) {
            props.put(more[i], more[i + 1]);
        }
        return props;
    }

    private static Map<String, String> problems(String... more) {
        return new FileSourceConnector()
                .validate(props(more)).configValues().stream()
                        .filter(value -> value.name().startsWith("pgp.")
                                && !value.errorMessages().isEmpty())
                        .collect(Collectors.toMap(ConfigValue::name, value -> String.join(" ", value.errorMessages())));
    }

    @Test
    void keysInOrderAreHeard() throws Exception {
        String[] keys = {
            "pgp.private.keys",
            expired.privateText() + locked.privateText(),
            "pgp.passphrase",
            "other\n" + PASSPHRASE,
            "pgp.recipient.keys",
            tenants.publicText(),
            "pgp.signer.keys",
            tenants.publicText(),
            "require.encryption",
            "true"
        };
        assertThat(problems(keys)).isEmpty();
        FileSourceConfig config = new FileSourceConfig(props(keys));
        Encryption encryption = EncryptionKeys.encryption(config);
        assertThat(encryption.required()).isTrue();
        assertThat(encryption.recipients()).isPresent();
        byte[] signed =
                TestMessage.to(locked).signed(tenants, HashAlgorithmTags.SHA256).of(new byte[] {7});
        assertThat(encryption
                        .decryption()
                        .decrypted(new ByteArrayInputStream(signed))
                        .readAllBytes())
                .containsExactly(7);
        byte[] unsigned = TestMessage.to(locked).of(new byte[] {7});
        assertThatCode(() -> encryption
                        .decryption()
                        .decrypted(new ByteArrayInputStream(unsigned))
                        .readAllBytes())
                .isInstanceOf(UnpackException.class);
        assertThat(EncryptionKeys.decryption(config)
                        .decrypted(new ByteArrayInputStream(unsigned))
                        .readAllBytes())
                .containsExactly(7);
        // What Connect logs of a configuration, and what we do.
        for (String shown : new String[] {
            config.values().toString(),
            config.summary(),
            encryption.decryption().toString()
        }) {
            assertThat(shown).doesNotContain(PASSPHRASE).doesNotContain("BEGIN PGP");
        }
    }

    @Test
    void keysThatCannotBeUsedAreAllToldAtOnceAndNotShown() {
        Map<String, String> problems = problems(
                "pgp.private.keys",
                locked.privateText(),
                "pgp.passphrase",
                "wrong one",
                "pgp.recipient.keys",
                expired.publicText(),
                "pgp.signer.keys",
                "s3cret");
        assertThat(problems.get("pgp.private.keys")).contains("is locked", "pgp.passphrase");
        assertThat(problems.get("pgp.recipient.keys")).contains("expired");
        assertThat(problems.get("pgp.signer.keys")).contains("no armored key");
        assertThat(problems.toString())
                .doesNotContain("wrong one")
                .doesNotContain("s3cret")
                .doesNotContain("BEGIN PGP PRIVATE");
    }

    @Test
    void textsOfKeysAreSecretsToConnect() {
        assertThat(FileSourceConfig.CONFIG_DEF.configKeys().values())
                .filteredOn(key -> key.name.startsWith("pgp."))
                .hasSize(4)
                .allSatisfy(key -> assertThat(key.type).isEqualTo(ConfigDef.Type.PASSWORD));
    }
}
