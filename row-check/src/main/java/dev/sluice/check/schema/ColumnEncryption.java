package dev.sluice.check.schema;

import dev.sluice.contract.SchemaProperties;
import java.util.Locale;
import org.apache.avro.Schema;

/** How the values of a column are encrypted before they are stored. */
public enum ColumnEncryption {
    /** They are not. */
    NONE,
    /** Equal values become different ciphertexts: nothing is told but that there is a value, and about how long it is. */
    RANDOM,
    /** Equal values of one column become equal ciphertexts: whoever reads them sees which are equal, and so can find or join them. */
    DETERMINISTIC;

    /**
     * As a field's property says it.
     *
     * @throws IllegalArgumentException if it says something else
     */
    public static ColumnEncryption of(Schema.Field field) {
        Object property = field.getObjectProp(SchemaProperties.ENCRYPT);
        if (property == null) {
            return NONE;
        }
        for (ColumnEncryption encryption : values()) {
            if (encryption != NONE && encryption.property().equals(property)) {
                return encryption;
            }
        }
        throw new IllegalArgumentException(
                "has " + SchemaProperties.ENCRYPT + " " + property + ", which is neither random nor deterministic");
    }

    /** What a field's {@link SchemaProperties#ENCRYPT} says. */
    public String property() {
        return name().toLowerCase(Locale.ROOT);
    }
}
