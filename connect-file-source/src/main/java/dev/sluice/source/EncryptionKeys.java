package dev.sluice.source;

import dev.sluice.source.agree.Encryption;
import dev.sluice.source.crypt.Certificates;
import dev.sluice.source.crypt.PgpDecryption;
import dev.sluice.source.crypt.PrivateKeys;
import dev.sluice.source.crypt.UnusableKeyException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigException;

/** The keys of encrypted files. All texts of keys are passwords to Connect, public ones too: they would fill its log. */
final class EncryptionKeys {
    static final String PRIVATE_KEYS_CONFIG = "pgp.private.keys";
    private static final String PRIVATE_KEYS_DOC =
            "Armored OpenPGP private keys, one behind the other, with which files called *.pgp"
                    + " or *.gpg are decrypted while they are read. Never write them here: name them through a ConfigProvider, as in"
                    + " ${directory:/etc/sluice/keys:2026.asc}. Each file says which key it needs, so old and new ones stand here together"
                    + " as long as files of the old ones come. Empty: encrypted files are refused.";

    static final String PASSPHRASE_CONFIG = "pgp.passphrase";
    private static final String PASSPHRASE_DOC =
            "What unlocks the private keys; if they have different ones, one a line. Through a ConfigProvider, too.";

    static final String REQUIRE_CONFIG = "require.encryption";
    private static final String REQUIRE_DOC =
            "Whether data files in clear text are refused. Definitions are never encrypted."
                    + " Agreements have precedence.";

    static final String RECIPIENT_KEYS_CONFIG = "pgp.recipient.keys";
    private static final String RECIPIENT_KEYS_DOC =
            "The tenant's armored public keys. What is written for the tenant of an"
                    + " encrypted file's rows (*.rejects.csv.pgp, *.rejects.reasons.csv.pgp, *.report.json.pgp) is encrypted to all of"
                    + " them, and so are rejected rows of datasets with encrypted columns. Empty: they are not written, and reports of"
                    + " encrypted files tell no value. Agreements have precedence.";

    static final String SIGNER_KEYS_CONFIG = "pgp.signer.keys";
    private static final String SIGNER_KEYS_DOC =
            "Armored public keys, one of which must have signed each encrypted file; else"
                    + " it is refused. Set require.encryption too, for a file in clear text has no signature. Empty: none need be signed."
                    + " Agreements have precedence.";

    private EncryptionKeys() {}

    static void define(ConfigDef keys) {
        new KeyGroup(keys, "Encryption")
                .key(PRIVATE_KEYS_CONFIG, ConfigDef.Type.PASSWORD, "", Importance.MEDIUM, PRIVATE_KEYS_DOC)
                .key(PASSPHRASE_CONFIG, ConfigDef.Type.PASSWORD, "", Importance.MEDIUM, PASSPHRASE_DOC)
                .key(REQUIRE_CONFIG, ConfigDef.Type.BOOLEAN, false, Importance.MEDIUM, REQUIRE_DOC)
                .key(RECIPIENT_KEYS_CONFIG, ConfigDef.Type.PASSWORD, "", Importance.MEDIUM, RECIPIENT_KEYS_DOC)
                .key(SIGNER_KEYS_CONFIG, ConfigDef.Type.PASSWORD, "", Importance.MEDIUM, SIGNER_KEYS_DOC);
    }

    /** What is in force for tenants whose agreements say nothing else. */
    static Encryption encryption(FileSourceConfig config) {
        UnaryOperator<String> texts = key -> config.getPassword(key).value();
        return new Encryption(
                config.getBoolean(REQUIRE_CONFIG),
                certificates(RECIPIENT_KEYS_CONFIG, texts),
                decryption(config).demanding(certificates(SIGNER_KEYS_CONFIG, texts)));
    }

    /** With the private keys, and without any demand. */
    static PgpDecryption decryption(FileSourceConfig config) {
        return new PgpDecryption(privateKeys(key -> config.getPassword(key).value()));
    }

    private static PrivateKeys privateKeys(UnaryOperator<String> texts) {
        return read(PRIVATE_KEYS_CONFIG, texts, text -> PrivateKeys.read(text, texts.apply(PASSPHRASE_CONFIG)))
                .orElse(PrivateKeys.NONE);
    }

    /** Whether they have expired since they were configured is found out when they are used; a task starts nonetheless. */
    private static Optional<Certificates> certificates(String key, UnaryOperator<String> texts) {
        return read(key, texts, Certificates::read);
    }

    private static <T> Optional<T> read(String key, UnaryOperator<String> texts, Function<String, T> reader) {
        String text = texts.apply(key);
        if (text.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(reader.apply(text));
        } catch (UnusableKeyException e) {
            throw new ConfigException("'" + key + "' cannot be used: " + e.getMessage()
                    + "; encrypted files could not be handled. Correct the key, or what its ConfigProvider gives.");
        }
    }

    /** What is wrong with keys and passphrases, by key of the configuration; tells nothing of them. */
    static Map<String, String> problems(UnaryOperator<String> texts) {
        Map<String, String> problems = new LinkedHashMap<>();
        Instant now = InstantSource.system().instant();
        problem(PRIVATE_KEYS_CONFIG, () -> privateKeys(texts), problems);
        problem(
                RECIPIENT_KEYS_CONFIG,
                () -> read(
                        RECIPIENT_KEYS_CONFIG,
                        texts,
                        text -> Certificates.read(text).asRecipients(now)),
                problems);
        problem(
                SIGNER_KEYS_CONFIG,
                () -> read(
                        SIGNER_KEYS_CONFIG,
                        texts,
                        text -> Certificates.read(text).asSigners(now)),
                problems);
        return problems;
    }

    private static void problem(String key, Supplier<Object> reading, Map<String, String> problems) {
        try {
            Objects.requireNonNull(reading.get());
        } catch (ConfigException e) {
            problems.put(key, e.getMessage());
        }
    }
}
