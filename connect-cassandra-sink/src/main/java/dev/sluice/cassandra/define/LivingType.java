package dev.sluice.cassandra.define;

import java.util.List;

/**
 * A user-defined type as it is in Cassandra now.
 *
 * @param fields in order; Cassandra only ever adds to the end
 */
public record LivingType(String name, List<LivingField> fields) {
    /** A field, its type as {@code system_schema.types} shows it. */
    public record LivingField(String name, String cqlType) {}

    public LivingType {
        fields = List.copyOf(fields);
    }
}
