package dev.sluice.source;

import dev.sluice.check.read.Notation;
import dev.sluice.source.check.Validation;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;

/**
 * Reads from the connector's whole configuration how the validating transform behind it reads texts, so that the source gives the same
 * reasons. The names of its keys are part of the transform's contract; its own tests keep them.
 */
final class TransformSettings {
    private static final String TRANSFORMS = "transforms";
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
