package dev.sluice.source;

import dev.sluice.check.read.Notation;
import dev.sluice.contract.RecordSize;
import dev.sluice.source.check.RecordLimit;
import dev.sluice.source.check.Validation;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.common.config.ConfigDef;

/**
 * Reads from the connector's whole configuration how the validating transform behind it reads texts, so that the source gives the same
 * reasons. The names of its keys are part of the transform's contract; its own tests keep them.
 */
final class TransformSettings {
    private static final String TRANSFORMS = "transforms";
    static final String REJECTION_BYTES = ReadingKeys.MAX_MESSAGE_BYTES_CONFIG;
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
