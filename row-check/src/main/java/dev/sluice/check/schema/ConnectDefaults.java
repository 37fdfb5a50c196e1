package dev.sluice.check.schema;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.connect.data.Struct;

/** Turns a field's Avro default into the value that Connect has for it. */
final class ConnectDefaults {
    private static final long MILLIS_PER_DAY = 86_400_000L;

    private ConnectDefaults() {}

    /**
     * The default of a field; null where there is none, or where it is null.
     *
     * @throws RuntimeException if the default is not a value of the field's type
     */
    static Object of(Schema.Field field) {
        Schema type = AvroTypes.withoutNull(field.schema());
        if (!field.hasDefaultValue() || type.isUnion()) {
            return null;
        }
        return connect(type, GenericData.get().getDefaultValue(field));
    }

    private static Object connect(Schema type, Object avro) {
        if (avro == null) {
            return null;
        }
        return switch (type.getType()) {
            case BOOLEAN, FLOAT, DOUBLE -> avro;
            case INT ->
                switch (AvroTypes.logicalName(type)) {
                    case "date" -> ConnectTypes.date((Integer) avro * MILLIS_PER_DAY);
                    case "time-millis" -> ConnectTypes.date((Integer) avro);
                    default -> avro;
                };
            case LONG -> AvroTypes.logicalName(type).equals("timestamp-millis") ? ConnectTypes.date((Long) avro) : avro;
            case STRING, ENUM -> avro.toString();
            case BYTES -> binary(type, (ByteBuffer) avro);
            case FIXED -> binary(type, ByteBuffer.wrap(((GenericFixed) avro).bytes()));
            case ARRAY ->
                ((Collection<?>) avro)
                        .stream()
                                .map(element -> connect(AvroTypes.withoutNull(type.getElementType()), element))
                                .toList();
            case MAP -> map(AvroTypes.withoutNull(type.getValueType()), (Map<?, ?>) avro);
            case RECORD -> struct(type, (IndexedRecord) avro);
            case NULL, UNION -> null;
        };
    }

    private static Object binary(Schema type, ByteBuffer bytes) {
        LogicalTypes.Decimal decimal = AvroTypes.decimal(type);
        if (decimal == null) {
            return bytes;
        }
        byte[] unscaled = new byte[bytes.remaining()];
        bytes.get(unscaled);
        return new BigDecimal(new BigInteger(unscaled), decimal.getScale());
    }

    private static Object map(Schema valueType, Map<?, ?> avro) {
        Map<String, Object> map = new HashMap<>();
        avro.forEach((key, value) -> map.put(key.toString(), connect(valueType, value)));
        return map;
    }

    private static Struct struct(Schema type, IndexedRecord avro) {
        Struct struct = new Struct(ConnectTypes.of(type));
        for (Schema.Field field : type.getFields()) {
            struct.put(field.name(), connect(AvroTypes.withoutNull(field.schema()), avro.get(field.pos())));
        }
        return struct;
    }
}
