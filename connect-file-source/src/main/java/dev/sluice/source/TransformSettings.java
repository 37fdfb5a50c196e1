package dev.sluice.source;

import dev.sluice.check.read.Notation;
import dev.sluice.contract.RecordSize;
import dev.sluice.encryption.ColumnKeys;
import dev.sluice.encryption.ColumnKeysException;
import dev.sluice.encryption.EncryptionKind;
import dev.sluice.source.check.RecordLimit;
import dev.sluice.source.check.Validation;
import dev.sluice.source.define.ColumnKeyring;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/**
 * Reads from the connector's whole configuration how the validating transform behind it reads texts, so that the source gives the same
 * reasons, and what it can encrypt, so that nothing is promised that it cannot keep. The names of its keys are part of the transform's
 * contract; its own tests keep them.
 */
final class TransformSettings {
    private static final String TRANSFORMS = "transforms";
    static final String REJECTION_BYTES = ReadingKeys.MAX_MESSAGE_BYTES_CONFIG;
    private static final String ENCRYPTION_KEYS = "encryption.keys";
    private static final String TYPE = "dev.sluice.validate.SchemaValidate$Value";

    private final Map<String, String> props;
    private final String prefix;

    private TransformSettings(Map<String, String> props, String prefix) {
        this.props = props;
        this.prefix = prefix;
    }

    /** The first such transform's settings; the standard if there is none, because rows are validated elsewhere. */
    static Validation validation(Map<String, String> props) {
        return alias(props)
                .map(prefix -> new TransformSettings(props, prefix).read())
                .orElse(Validation.STANDARD);
    }

    /** What a record may take, and of what it is made: typed rows if there is such a transform, else their texts. */
    static RecordLimit recordLimit(FileSourceConfig config, Map<String, String> props) {
        boolean isTyped = alias(props).isPresent();
        return new RecordLimit(
                ReadingKeys.messageBytes(config),
                isTyped,
                !isTyped && ReadingKeys.carriesText(config)
                        ? ReadingKeys.limits(config).rawChars()
                        : 0);
    }

    /** How large rejections are that the transform makes; empty if there is none. */
    static OptionalInt rejectionBytes(Map<String, String> props) {
        Optional<String> prefix = alias(props);
        return prefix.isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of((Integer) ConfigDef.parseType(
                        prefix.get() + REJECTION_BYTES,
                        props.getOrDefault(prefix.get() + REJECTION_BYTES, Integer.toString(RecordSize.DEFAULT_LIMIT)),
                        ConfigDef.Type.INT));
    }

    /**
     * Whose columns the transform can encrypt; none of the keys is kept.
     *
     * @throws ConfigException if they cannot be read; it says nothing of what is in them
     */
    static ColumnKeyring columnKeys(Map<String, String> props) {
        Optional<String> key = alias(props)
                .map(prefix -> prefix + ENCRYPTION_KEYS)
                .filter(name -> !props.getOrDefault(name, "").isBlank());
        return key.isEmpty() ? ColumnKeyring.EMPTY : columnKeys(key.get(), props.get(key.get()));
    }

    private static ColumnKeyring columnKeys(String key, String text) {
        try {
            ColumnKeys keys = ColumnKeys.parse(text);
            Map<EncryptionKind, Set<String>> tenants = new EnumMap<>(EncryptionKind.class);
            for (EncryptionKind kind : EncryptionKind.values()) {
                tenants.put(
                        kind,
                        keys.tenants().stream()
                                .filter(tenant -> keys.has(tenant, kind))
                                .collect(Collectors.toUnmodifiableSet()));
            }
            return (tenant, encryption) -> EncryptionKind.of(encryption.property())
                    .map(tenants::get)
                    .filter(those -> those.contains(tenant.name()))
                    .isPresent();
        } catch (ColumnKeysException e) {
            throw new ConfigException("'" + key + "' cannot be used: " + e.getMessage()
                    + "; columns could not be encrypted. Correct it, or what its ConfigProvider gives.");
        }
    }

    private static Optional<String> alias(Map<String, String> props) {
        List<?> aliases =
                (List<?>) ConfigDef.parseType(TRANSFORMS, props.getOrDefault(TRANSFORMS, ""), ConfigDef.Type.LIST);
        return aliases.stream()
                .map(alias -> TRANSFORMS + "." + alias + ".")
                .filter(prefix -> TYPE.equals(props.get(prefix + "type")))
                .findFirst();
    }

    private Validation read() {
        return new Validation(
                new Notation(
                        ZoneId.of(text("zone", "UTC")),
                        (Boolean) ConfigDef.parseType(
                                prefix + "non.finite.numbers",
                                text("non.finite.numbers", "false"),
                                ConfigDef.Type.BOOLEAN),
                        patterns("date.patterns"),
                        patterns("time.patterns"),
                        patterns("timestamp.patterns")),
                !text("values.in.errors", "full").equals("none"));
    }

    private List<String> patterns(String key) {
        return Notation.patterns(text(key, Notation.ISO));
    }

    private String text(String key, String absent) {
        return props.getOrDefault(prefix + key, absent).trim();
    }
}
