package dev.sluice.converter;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;

/** Connect schemas of few names and many versions, and values of them. */
final class RandomRows {
    private static final int SCALE = 2;

    private final Random random;

    RandomRows(Random random) {
        this.random = random;
    }

    /** A record, one in eight times a primitive. */
    Schema schema() {
        if (random.nextInt(8) == 0) {
            return List.of(
                            Schema.STRING_SCHEMA,
                            Schema.OPTIONAL_INT64_SCHEMA,
                            Schema.BYTES_SCHEMA,
                            Schema.FLOAT64_SCHEMA)
                    .get(random.nextInt(4));
        }
        return struct("acme.table" + random.nextInt(6), 2);
    }

    private Schema struct(String name, int depth) {
        SchemaBuilder builder = SchemaBuilder.struct().name(name).doc("d" + random.nextInt(3));
        int fields = 1 + random.nextInt(6);
        for (int i = 0; i < fields; i++) {
            builder.field("f" + i, field(name + "_f" + i, depth));
        }
        return builder.build();
    }

    private Schema field(String name, int depth) {
        SchemaBuilder builder =
                switch (random.nextInt(depth > 0 ? 9 : 6)) {
                    case 0 -> SchemaBuilder.int32();
                    case 1 -> SchemaBuilder.string().doc("doc");
                    case 2 -> SchemaBuilder.float64();
                    case 3 -> SchemaBuilder.bool();
                    case 4 -> Decimal.builder(SCALE);
                    case 5 -> Timestamp.builder();
                    case 6 -> SchemaBuilder.array(field(name, depth - 1));
                    case 7 -> SchemaBuilder.map(Schema.STRING_SCHEMA, field(name, depth - 1));
                    default -> {
                        Schema nested = struct(name, depth - 1);
                        SchemaBuilder copy = SchemaBuilder.struct().name(nested.name());
                        nested.fields().forEach(each -> copy.field(each.name(), each.schema()));
                        yield copy;
                    }
                };
        return random.nextInt(3) == 0 ? builder.optional().build() : builder.build();
    }

    /** A value of the schema. */
    Object value(Schema schema) {
        if (schema.isOptional() && random.nextBoolean()) {
            return null;
        }
        if (Decimal.LOGICAL_NAME.equals(schema.name())) {
            return new BigDecimal(new BigInteger(60, random), SCALE);
        }
        if (Timestamp.LOGICAL_NAME.equals(schema.name())) {
            return Date.from(Instant.ofEpochMilli(random.nextInt()));
        }
        return switch (schema.type()) {
            case INT32 -> random.nextInt();
            case INT64 -> random.nextLong();
            case FLOAT64 -> random.nextDouble();
            case BOOLEAN -> random.nextBoolean();
            case STRING -> Long.toString(random.nextLong(), Character.MAX_RADIX);
            case BYTES -> Long.toString(random.nextLong()).getBytes(java.nio.charset.StandardCharsets.UTF_8);
            case ARRAY -> elements(schema.valueSchema());
            case MAP -> Map.of("k", nonNull(schema.valueSchema()));
            case STRUCT -> {
                Struct struct = new Struct(schema);
                for (Field field : schema.fields()) {
                    struct.put(field, value(field.schema()));
                }
                yield struct;
            }
            default -> throw new IllegalStateException("no such type is made: " + schema.type());
        };
    }

    private Object nonNull(Schema schema) {
        Object value = value(schema);
        return value == null ? nonNull(schema) : value;
    }

    private List<Object> elements(Schema schema) {
        List<Object> elements = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            elements.add(value(schema));
        }
        return elements;
    }
}
