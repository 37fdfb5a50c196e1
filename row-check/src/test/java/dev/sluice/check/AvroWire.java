package dev.sluice.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.confluent.connect.avro.AvroConverter;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.connect.data.Struct;

/** Writes rows with Confluent's AvroConverter, as it is by default, and reads them with it and with plain Avro. */
final class AvroWire {
    private static final String TOPIC = "validated-input";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long MILLIS_PER_DAY = 86_400_000L;

    private final MockSchemaRegistryClient registry = new MockSchemaRegistryClient();
    private final AvroConverter converter = new AvroConverter(registry);

    AvroWire() {
        converter.configure(Map.of("schema.registry.url", "mock://registry"), false);
    }

    byte[] write(Struct row) {
        return converter.fromConnectData(TOPIC, row.schema(), row);
    }

    Struct read(byte[] wire) {
        return (Struct) converter.toConnectData(TOPIC, wire).value();
    }

    /** The wire format by hand: a zero, four bytes of schema id, and Avro. Texts are strings, and fixed is bytes. */
    Values readPlain(byte[] wire) throws IOException, RestClientException {
        Schema writer =
                ((AvroSchema) registry.getSchemaById(ByteBuffer.wrap(wire, 1, 4).getInt())).rawSchema();
        GenericRecord row = new GenericDatumReader<GenericRecord>(writer)
                .read(null, DecoderFactory.get().binaryDecoder(wire, 5, wire.length - 5, null));
        return name -> {
            Object value = row.get(name);
            if (value instanceof GenericFixed fixed) {
                return ByteBuffer.wrap(fixed.bytes());
            }
            return value instanceof CharSequence || value instanceof GenericRecord ? value.toString() : value;
        };
    }

    /** The values of a row by name. */
    interface Values {
        Object get(String name);
    }

    static Schema withoutNull(Schema type) {
        List<Schema> types = type.isUnion()
                ? type.getTypes().stream()
                        .filter(each -> each.getType() != Schema.Type.NULL)
                        .toList()
                : List.of(type);
        return types.size() == 1 ? types.get(0) : type;
    }

    /** A Connect value as the corpus writes it. */
    static String shown(Object value) {
        if (value instanceof Date date) {
            return "= " + date.toInstant();
        }
        if (value instanceof ByteBuffer bytes) {
            byte[] content = new byte[bytes.remaining()];
            bytes.duplicate().get(content);
            return "= 0x" + HexFormat.of().formatHex(content);
        }
        if (value instanceof Struct union && union.schema().name().equals("io.confluent.connect.avro.Union")) {
            return union.schema().fields().stream()
                    .filter(field -> union.get(field) != null)
                    .map(field ->
                            "= " + field.name() + " " + shown(union.get(field)).substring(2))
                    .collect(Collectors.joining());
        }
        if (value instanceof Collection<?> elements && elements.stream().anyMatch(Date.class::isInstance)) {
            return "= "
                    + elements.stream().map(each -> shown(each).substring(2)).toList();
        }
        if (value instanceof Map<?, ?> entries) {
            return "= " + new TreeMap<>(entries);
        }
        if (value instanceof BigDecimal decimal) {
            return "= " + decimal.toPlainString();
        }
        return "= " + (value instanceof String string ? quoted(string) : value);
    }

    static String quoted(String string) {
        try {
            return JSON.writeValueAsString(string);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What plain Avro has for a value that the corpus writes; by the JDK's means, and none of the code under test.
     *
     * @return null where the type is not of one value
     */
    static Object reference(Schema type, String value) throws IOException {
        return switch (type.getType()) {
            case BOOLEAN -> Boolean.valueOf(value);
            case FLOAT -> Float.valueOf(value);
            case DOUBLE -> Double.valueOf(value);
            case STRING, ENUM -> JSON.readValue(value, String.class);
            case INT ->
                value.endsWith("Z")
                        ? (int)
                                (logical(type).equals("date")
                                        ? Math.floorDiv(Instant.parse(value).toEpochMilli(), MILLIS_PER_DAY)
                                        : Instant.parse(value).toEpochMilli())
                        : Integer.parseInt(value);
            case LONG -> value.endsWith("Z") ? Instant.parse(value).toEpochMilli() : Long.parseLong(value);
            case BYTES, FIXED ->
                ByteBuffer.wrap(
                        type.getLogicalType() instanceof LogicalTypes.Decimal
                                ? new BigDecimal(value).unscaledValue().toByteArray()
                                : HexFormat.of().parseHex(value.substring(2)));
            default -> null;
        };
    }

    private static String logical(Schema type) {
        return type.getLogicalType() == null ? "" : type.getLogicalType().getName();
    }
}
