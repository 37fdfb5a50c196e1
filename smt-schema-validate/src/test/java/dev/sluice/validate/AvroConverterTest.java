package dev.sluice.validate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.RecordSize;
import io.confluent.connect.avro.AvroConverter;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.internal.AbstractRecords;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.storage.StringConverter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What the transform makes, written by Confluent's AvroConverter and read by plain Avro, is what an independent conversion of the same
 * text gives; and the converter reads it back as the transform made it. Replay with {@code -Dseed=}.
 */
class AvroConverterTest {
    private static final String TOPIC = "validated-input";
    private static final int ROWS = 2_000;
    private static final String EVERYTHING = """
            {"type": "record", "name": "analytics", "namespace": "client_a", "sluice.primary_key": ["l", "s"], "fields": [
             {"name": "b", "type": "boolean"}, {"name": "i", "type": "int"}, {"name": "l", "type": "long"},
             {"name": "f", "type": "float"}, {"name": "d", "type": "double"}, {"name": "s", "type": "string"},
             {"name": "by", "type": "bytes"}, {"name": "fx", "type": {"type": "fixed", "name": "Four", "size": 4}},
             {"name": "e", "type": {"type": "enum", "name": "Colour", "symbols": ["RED", "GREEN"]}},
             {"name": "date", "type": {"type": "int", "logicalType": "date"}},
             {"name": "tms", "type": {"type": "int", "logicalType": "time-millis"}},
             {"name": "tus", "type": {"type": "long", "logicalType": "time-micros"}},
             {"name": "tsms", "type": {"type": "long", "logicalType": "timestamp-millis"}},
             {"name": "tsus", "type": {"type": "long", "logicalType": "timestamp-micros"}},
             {"name": "lts", "type": {"type": "long", "logicalType": "local-timestamp-millis"}},
             {"name": "tsns", "type": {"type": "long", "logicalType": "timestamp-nanos"}},
             {"name": "ltsus", "type": {"type": "long", "logicalType": "local-timestamp-micros"}},
             {"name": "ltsns", "type": {"type": "long", "logicalType": "local-timestamp-nanos"}},
             {"name": "dec", "type": {"type": "bytes", "logicalType": "decimal", "precision": 20, "scale": 4}},
             {"name": "decfx", "type": {"type": "fixed", "name": "Dec", "size": 9, "logicalType": "decimal", "precision": 20, "scale": 4}},
             {"name": "declong", "type": {"type": "bytes", "logicalType": "decimal", "precision": 60, "scale": 30}},
             {"name": "u", "type": {"type": "string", "logicalType": "uuid"}},
             {"name": "ufx", "type": {"type": "fixed", "name": "Id", "size": 16, "logicalType": "uuid"}},
             {"name": "ni", "type": ["null", "int"], "default": null},
             {"name": "nd", "type": ["null", {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}], "default": null},
             {"name": "nt", "type": [{"type": "long", "logicalType": "timestamp-millis"}, "null"], "default": 5},
             {"name": "nfx", "type": ["null", "Four"], "default": null},
             {"name": "ne", "type": ["null", "Colour"], "default": null},
             {"name": "ns", "type": ["null", "string"], "default": null},
             {"name": "arr", "type": {"type": "array", "items": ["null", "long"]}},
             {"name": "mp", "type": ["null", {"type": "map", "values": "string"}], "default": null},
             {"name": "rec", "type": ["null", {"type": "record", "name": "Rec", "fields": [
               {"name": "x", "type": "int", "default": 3}, {"name": "y", "type": ["null", "Four"], "default": null}]}]},
             {"name": "recs", "type": {"type": "array", "items": "Rec"}},
             {"name": "un", "type": ["null", "long", "string"], "default": null},
             {"name": "une", "type": ["double", {"type": "enum", "name": "Size", "symbols": ["S", "M"]}], "default": 1.5},
             {"name": "ddec", "type": {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}, "default": "\\u0001"},
             {"name": "drec", "type": {"type": "record", "name": "Point", "fields": [{"name": "x", "type": "int"}]}, "default": {"x": 7}},
             {"name": "di", "type": "int", "default": 42}, {"name": "ds", "type": "string", "default": "x"},
             {"name": "ddate", "type": {"type": "int", "logicalType": "date"}, "default": 18000},
             {"name": "dby", "type": "bytes", "default": "\\u00ff\\u0001"}]}""";

    private final MockSchemaRegistryClient registry = new MockSchemaRegistryClient();
    private final AvroConverter values = converter(false);
    private final AvroConverter keys = converter(true);
    private final Random random = seeded();
    private final SchemaValidate<SourceRecord> validate = new SchemaValidate.Value<>();

    @AfterEach
    void close() {
        validate.close();
    }

    @Test
    void everyAcceptedRowIsOnTheWireWhatItsTextSays() throws IOException, RestClientException {
        configure(new FakeSchemaSource().with("client_a.analytics", 1, EVERYTHING));
        for (int i = 0; i < ROWS; i++) {
            Map<String, String> texts = new LinkedHashMap<>();
            Map<String, Object> expected = new LinkedHashMap<>();
            fill(texts, expected);
            org.apache.kafka.connect.data.Schema raw = Rows.rawSchema(List.copyOf(texts.keySet()));

            SourceRecord accepted = validate.apply(Rows.record(1, Rows.raw(raw, texts)));

            assertThat(accepted.topic()).as("%s", accepted.value()).isEqualTo(TOPIC);
            byte[] wire = values.fromConnectData(TOPIC, accepted.valueSchema(), accepted.value());
            assertSizeIsToldWell(accepted, wire);
            GenericRecord read = plain(wire);
            expected.forEach((name, value) -> assertThat(comparable(read.get(name)))
                    .as(name + " " + texts.get(name))
                    .isEqualTo(value));
            SchemaAndValue back = values.toConnectData(TOPIC, wire);
            assertThat(back.schema().name()).isEqualTo("client_a.analytics");
            assertThat(back.schema().version()).isEqualTo(1);
            Struct made = (Struct) accepted.value();
            for (Field field : made.schema().fields()) {
                Object again = ((Struct) back.value()).get(field.name());
                // A schema with a Struct as its default is equal to itself only; the value is the same.
                boolean union = List.of("un", "une", "drec").contains(field.name()) && again != null;
                assertThat(union ? again.toString() : again)
                        .as(field.name())
                        .isEqualTo(union ? made.get(field).toString() : made.get(field));
            }
        }
    }

    /** The source goes by it when it says that a row does not fit into a record: it must never say too little, nor much too much. */
    private void assertSizeIsToldWell(SourceRecord record, byte[] value) {
        byte[] key = keys.fromConnectData(TOPIC, record.keySchema(), record.key());
        StringConverter texts = new StringConverter();
        RecordHeaders headers = new RecordHeaders();
        record.headers()
                .forEach(header -> headers.add(
                        header.key(), texts.fromConnectHeader(TOPIC, header.key(), header.schema(), header.value())));
        int bytes = AbstractRecords.estimateSizeInBytesUpperBound(
                RecordBatch.CURRENT_MAGIC_VALUE, CompressionType.NONE, key, value, headers.toArray());
        long columns = record.valueSchema().fields().size();

        assertThat(RecordSize.of((Struct) record.key(), (Struct) record.value(), record.headers()))
                .isBetween((long) bytes, bytes + 60 + 3 * columns);
    }

    @Test
    void aKeysBytesAreTheSameInEveryVersion() {
        String later = EVERYTHING
                .replace("\"symbols\": [\"RED\", \"GREEN\"]", "\"symbols\": [\"RED\", \"GREEN\", \"BLUE\"]")
                .replace(
                        "{\"name\": \"b\",",
                        "{\"name\": \"added\", \"type\": [\"null\", \"int\"], \"default\": null}, {\"name\": \"b\",")
                .replace("[\"l\", \"s\"]", "[[\"l\", \"s\"], \"e\", \"dec\", \"date\", \"fx\"]");
        String earlier = EVERYTHING.replace("[\"l\", \"s\"]", "[\"l\", \"s\", \"e\", \"dec\", \"date\", \"fx\"]");
        configure(new FakeSchemaSource().with("client_a.analytics", 1, earlier).with("client_a.analytics", 2, later));
        Map<String, String> texts = new LinkedHashMap<>();
        fill(texts, new LinkedHashMap<>());
        org.apache.kafka.connect.data.Schema raw = Rows.rawSchema(List.copyOf(texts.keySet()));

        SourceRecord first = validate.apply(Rows.record(1, Rows.raw(raw, texts)));
        SourceRecord second = validate.apply(Rows.record(2, Rows.raw(raw, texts)));

        assertThat(second.valueSchema()).isNotEqualTo(first.valueSchema());
        assertThat(keys.fromConnectData(TOPIC, second.keySchema(), second.key()))
                .isEqualTo(keys.fromConnectData(TOPIC, first.keySchema(), first.key()));
    }

    /** One random row: the texts, and what plain Avro must read. Written without any of the code under test. */
    private void fill(Map<String, String> texts, Map<String, Object> expected) {
        boolean b = random.nextBoolean();
        put(texts, expected, "b", b ? "TRUE" : "false", b);
        int i = random.nextInt() >> random.nextInt(32);
        put(texts, expected, "i", Integer.toString(i), i);
        long l = random.nextLong() >> random.nextInt(64);
        put(texts, expected, "l", Long.toString(l), l);
        float f = random.nextInt(100_000_000) / 1000f;
        put(texts, expected, "f", new BigDecimal(Float.toString(f)).toPlainString(), f);
        double d = random.nextLong() / 1e6;
        put(texts, expected, "d", Double.toString(d), d);
        String s = random.ints(1 + random.nextInt(random.nextInt(100) == 0 ? 30_000 : 8), 0x20, 0x11000)
                .filter(c -> c < 0xd800 || c > 0xdfff)
                .collect(() -> new StringBuilder("s"), StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        put(texts, expected, "s", s, s);
        byte[] bytes = new byte[random.nextInt(10)];
        random.nextBytes(bytes);
        put(texts, expected, "by", "0x" + HexFormat.of().formatHex(bytes), ByteBuffer.wrap(bytes));
        byte[] four = new byte[4];
        random.nextBytes(four);
        put(texts, expected, "fx", "0x" + HexFormat.of().withUpperCase().formatHex(four), ByteBuffer.wrap(four));
        put(texts, expected, "e", b ? "RED" : "GREEN", b ? "RED" : "GREEN");
        LocalDate date = LocalDate.of(1 + random.nextInt(9999), 1 + random.nextInt(12), 1 + random.nextInt(28));
        put(texts, expected, "date", date.toString(), (int) date.toEpochDay());
        LocalTime time = LocalTime.ofNanoOfDay(random.nextLong(86_400_000L) * 1_000_000L);
        put(texts, expected, "tms", time.toString(), (int) (time.toNanoOfDay() / 1_000_000));
        put(
                texts,
                expected,
                "tus",
                time.plusNanos(1000).toString(),
                time.plusNanos(1000).toNanoOfDay() / 1000);
        Instant instant = date.atTime(time).toInstant(ZoneOffset.UTC);
        long millis = instant.toEpochMilli();
        put(texts, expected, "tsms", instant.toString(), millis);
        put(texts, expected, "tsus", date + " " + time.plusNanos(7000) + "Z", millis * 1000 + 7);
        put(texts, expected, "lts", date + "T" + time, millis);
        long nanos = random.nextLong();
        Instant exact =
                Instant.ofEpochSecond(Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L));
        put(texts, expected, "tsns", exact.toString(), nanos);
        put(texts, expected, "ltsns", exact.toString().replace("Z", ""), nanos);
        put(texts, expected, "ltsus", date + "T" + time.plusNanos(7000), millis * 1000 + 7);
        BigDecimal decimal = new BigDecimal(BigInteger.valueOf(random.nextLong()), 4);
        put(texts, expected, "dec", decimal.toPlainString(), twosComplement(decimal));
        put(texts, expected, "decfx", decimal.toPlainString(), twosComplement(decimal));
        BigDecimal wide = new BigDecimal(new BigInteger(190, random).subtract(BigInteger.ONE.shiftLeft(189)), 30);
        put(texts, expected, "declong", wide.toPlainString(), twosComplement(wide));
        UUID id = new UUID(random.nextLong(), random.nextLong());
        String uuid = id.toString();
        put(texts, expected, "u", uuid, uuid);
        ByteBuffer both = ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .flip();
        put(texts, expected, "ufx", uuid.toUpperCase(Locale.ROOT), both);
        optional(texts, expected, "ni", Integer.toString(i), i);
        optional(texts, expected, "nd", "-1.5", twosComplement(new BigDecimal("-1.50")));
        optional(texts, expected, "nt", instant.toString(), millis);
        optional(texts, expected, "nfx", "0x" + HexFormat.of().formatHex(four), ByteBuffer.wrap(four));
        optional(texts, expected, "ne", "GREEN", "GREEN");
        optional(texts, expected, "ns", s, s);
        put(texts, expected, "arr", "[" + l + ", null]", Arrays.asList(l, null));
        optional(texts, expected, "mp", "{\"k\": \"" + uuid + "\"}", Map.of("k", uuid));
        String hex = "0x" + HexFormat.of().formatHex(four);
        optional(texts, expected, "rec", "{\"y\": \"" + hex + "\"}", List.of(3, ByteBuffer.wrap(four)));
        put(
                texts,
                expected,
                "recs",
                "[{\"x\": " + i + "}, {}]",
                List.of(Arrays.asList(i, null), Arrays.asList(3, null)));
        optional(texts, expected, "un", b ? Long.toString(l) : uuid, b ? (Object) l : uuid);
        defaulted(texts, expected, "une", b ? "M" : "-2.5e3", b ? (Object) "M" : -2500.0, 1.5);
        defaulted(
                texts, expected, "ddec", "-1.5", twosComplement(new BigDecimal("-1.50")), ByteBuffer.wrap(new byte[] {1
                }));
        defaulted(texts, expected, "drec", "{\"x\": " + i + "}", List.of(i), List.of(7));
        defaulted(texts, expected, "di", "7", 7, 42);
        defaulted(texts, expected, "ds", "y", "y", "x");
        defaulted(texts, expected, "ddate", "1970-01-02", 1, 18_000);
        defaulted(texts, expected, "dby", "0x", ByteBuffer.allocate(0), ByteBuffer.wrap(new byte[] {-1, 1}));
    }

    private void optional(
            Map<String, String> texts, Map<String, Object> expected, String name, String text, Object value) {
        switch (random.nextInt(3)) {
            case 0 -> put(texts, expected, name, null, null);
            case 1 -> put(texts, expected, name, "", null);
            default -> put(texts, expected, name, text, value);
        }
    }

    private void defaulted(
            Map<String, String> texts,
            Map<String, Object> expected,
            String name,
            String text,
            Object value,
            Object other) {
        switch (random.nextInt(3)) {
            case 0 -> put(texts, expected, name, null, other);
            case 1 -> expected.put(name, other);
            default -> put(texts, expected, name, text, value);
        }
    }

    private static void put(
            Map<String, String> texts, Map<String, Object> expected, String name, String text, Object value) {
        texts.put(name, text);
        expected.put(name, value);
    }

    private static ByteBuffer twosComplement(BigDecimal decimal) {
        return ByteBuffer.wrap(decimal.unscaledValue().toByteArray());
    }

    private static Object comparable(Object avro) {
        if (avro instanceof CharSequence text) {
            return text.toString();
        }
        if (avro instanceof Collection<?> elements) {
            return elements.stream().map(AvroConverterTest::comparable).collect(Collectors.toList());
        }
        if (avro instanceof Map<?, ?> entries) {
            Map<Object, Object> map = new HashMap<>();
            entries.forEach((key, value) -> map.put(comparable(key), comparable(value)));
            return map;
        }
        if (avro instanceof IndexedRecord fields) {
            return IntStream.range(0, fields.getSchema().getFields().size())
                    .mapToObj(i -> comparable(fields.get(i)))
                    .collect(Collectors.toList());
        }
        return avro instanceof GenericFixed fixed ? ByteBuffer.wrap(fixed.bytes()) : avro;
    }

    /** Reads the wire format by hand: a zero, four bytes of schema id, and Avro. */
    private GenericRecord plain(byte[] wire) throws IOException, RestClientException {
        int id = ByteBuffer.wrap(wire, 1, 4).getInt();
        Schema writer = ((AvroSchema) registry.getSchemaById(id)).rawSchema();
        return new GenericDatumReader<GenericRecord>(writer)
                .read(null, DecoderFactory.get().binaryDecoder(wire, 5, wire.length - 5, null));
    }

    private void configure(FakeSchemaSource source) {
        validate.configure(new SchemaValidateConfig(Map.of("schema.registry.url", "http://registry:8081")), source);
    }

    private AvroConverter converter(boolean key) {
        AvroConverter converter = new AvroConverter(registry);
        String strategy = "io.confluent.kafka.serializers.subject.TopicRecordNameStrategy";
        converter.configure(
                Map.of(
                        "schema.registry.url", "mock://registry",
                        "key.subject.name.strategy", strategy,
                        "value.subject.name.strategy", strategy),
                key);
        return converter;
    }

    private static Random seeded() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("seed=" + seed);
        return new Random(seed);
    }
}
