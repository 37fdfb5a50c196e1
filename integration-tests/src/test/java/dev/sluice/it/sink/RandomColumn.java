package dev.sluice.it.sink;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;

/** A type by four names: Avro's, Connect's, and its values in Connect and in Cassandra. */
@SuppressWarnings({"JavaUtilDate", "ImmutableEnumChecker"
}) // what Connect's logical types are made of; its schemas never change
enum RandomColumn {
    INT("\"int\"", SchemaBuilder.int32()) {
        @Override
        Value value(int seed) {
            return new Value(seed, seed);
        }
    },
    LONG("\"long\"", SchemaBuilder.int64()) {
        @Override
        Value value(int seed) {
            return new Value(seed * 7_000_000_000L, seed * 7_000_000_000L);
        }
    },
    STRING("\"string\"", SchemaBuilder.string()) {
        @Override
        Value value(int seed) {
            return new Value("é\"'" + seed, "é\"'" + seed);
        }
    },
    UUID_TEXT("{\"type\": \"string\", \"logicalType\": \"uuid\"}", SchemaBuilder.string()) {
        @Override
        Value value(int seed) {
            UUID uuid = new UUID(seed, seed);
            return new Value(uuid.toString(), uuid);
        }
    },
    DATE("{\"type\": \"int\", \"logicalType\": \"date\"}", org.apache.kafka.connect.data.Date.builder()) {
        @Override
        Value value(int seed) {
            int day = seed % 100_000;
            return new Value(new Date(day * 86_400_000L), LocalDate.ofEpochDay(day));
        }
    },
    DOUBLE("\"double\"", SchemaBuilder.float64()) {
        @Override
        Value value(int seed) {
            return new Value(seed / 3.0, seed / 3.0);
        }
    },
    FLOAT("\"float\"", SchemaBuilder.float32()) {
        @Override
        Value value(int seed) {
            return new Value(seed / 3f, seed / 3f);
        }
    },
    BOOLEAN("\"boolean\"", SchemaBuilder.bool()) {
        @Override
        Value value(int seed) {
            return new Value((seed & 1) == 0, (seed & 1) == 0);
        }
    },
    BYTES("\"bytes\"", SchemaBuilder.bytes()) {
        @Override
        Value value(int seed) {
            byte[] bytes = BigInteger.valueOf(seed).toByteArray();
            return new Value(bytes, ByteBuffer.wrap(bytes));
        }
    },
    TIME("{\"type\": \"int\", \"logicalType\": \"time-millis\"}", Time.builder()) {
        @Override
        Value value(int seed) {
            int millis = Math.floorMod(seed, 86_400_000);
            return new Value(new Date(millis), LocalTime.ofNanoOfDay(millis * 1_000_000L));
        }
    },
    TIMESTAMP("{\"type\": \"long\", \"logicalType\": \"timestamp-millis\"}", Timestamp.builder()) {
        @Override
        Value value(int seed) {
            return new Value(new Date(seed * 1_000L + 7), Instant.ofEpochMilli(seed * 1_000L + 7));
        }
    },
    MICROS("{\"type\": \"long\", \"logicalType\": \"timestamp-micros\"}", SchemaBuilder.int64()) {
        @Override
        Value value(int seed) {
            return new Value((long) seed, (long) seed);
        }
    },
    DECIMAL(
            "{\"type\": \"bytes\", \"logicalType\": \"decimal\", \"precision\": 12, \"scale\": 2}",
            Decimal.builder(2)) {
        @Override
        Value value(int seed) {
            BigDecimal decimal = BigDecimal.valueOf(seed, 2);
            return new Value(decimal, decimal);
        }
    },
    LIST("{\"type\": \"array\", \"items\": \"string\"}", SchemaBuilder.array(Schema.STRING_SCHEMA)) {
        @Override
        Value value(int seed) {
            List<String> list = List.of("a" + seed, "b");
            return new Value(list, list);
        }
    },
    MAP("{\"type\": \"map\", \"values\": \"int\"}", SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT32_SCHEMA)) {
        @Override
        Value value(int seed) {
            Map<String, Integer> map = Map.of("k", seed, "l", 1);
            return new Value(map, map);
        }
    };

    /** The same value as Connect gives it and as Cassandra's driver gives it. */
    record Value(Object connect, Object cql) {}

    private static final List<RandomColumn> KEYS = List.of(INT, LONG, STRING, UUID_TEXT, DATE);

    private final String avro;
    private final Schema required;
    private final Schema optional;

    RandomColumn(String avro, SchemaBuilder builder) {
        this.avro = avro;
        this.required = builder.build();
        this.optional = optional(required);
    }

    private static Schema optional(Schema schema) {
        SchemaBuilder builder =
                switch (schema.type()) {
                    case ARRAY -> SchemaBuilder.array(schema.valueSchema());
                    case MAP -> SchemaBuilder.map(schema.keySchema(), schema.valueSchema());
                    default -> SchemaBuilder.type(schema.type());
                };
        if (schema.name() != null) {
            builder.name(schema.name()).version(schema.version());
        }
        if (schema.parameters() != null) {
            builder.parameters(schema.parameters());
        }
        return builder.optional().build();
    }

    static RandomColumn any(Random random) {
        return values()[random.nextInt(values().length)];
    }

    static RandomColumn key(Random random) {
        return KEYS.get(random.nextInt(KEYS.size()));
    }

    String avro(boolean key) {
        return key ? avro : "[\"null\", " + avro + "]";
    }

    Schema schema(boolean key) {
        return key ? required : optional;
    }

    abstract Value value(int seed);
}
