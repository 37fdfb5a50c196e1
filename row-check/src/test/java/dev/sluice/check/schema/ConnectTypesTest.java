package dev.sluice.check.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.connect.avro.AvroData;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our Connect schemas are AvroData's, and survive the wire. */
class ConnectTypesTest {
    private final AvroData avroData = new AvroData(100);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":\"f\",\"type\":\"boolean\"}",
                "{\"name\":\"f\",\"type\":\"boolean\",\"default\":true}",
                "{\"name\":\"f\",\"type\":\"int\"}",
                "{\"name\":\"f\",\"type\":\"int\",\"default\":-3}",
                "{\"name\":\"f\",\"type\":\"long\",\"default\":3}",
                "{\"name\":\"f\",\"type\":\"float\",\"default\":1.5}",
                "{\"name\":\"f\",\"type\":\"double\",\"default\":1.5}",
                "{\"name\":\"f\",\"type\":\"string\",\"default\":\"\"}",
                "{\"name\":\"f\",\"type\":\"bytes\",\"default\":\"\\u00ff\"}",
                "{\"name\":\"f\",\"type\":[\"null\",\"int\"]}",
                "{\"name\":\"f\",\"type\":[\"null\",\"int\"],\"default\":null}",
                "{\"name\":\"f\",\"type\":[\"int\",\"null\"],\"default\":4}",
                "{\"name\":\"f\",\"type\":[\"string\"]}",
                "{\"name\":\"f\",\"type\":{\"type\":\"fixed\",\"name\":\"Fx\",\"size\":2},\"default\":\"\\u0001\\u0002\"}",
                "{\"name\":\"f\",\"type\":[\"null\",{\"type\":\"fixed\",\"name\":\"Fx\",\"size\":2}]}",
                "{\"name\":\"f\",\"type\":{\"type\":\"enum\",\"name\":\"En\",\"symbols\":[\"A\",\"B\"]},\"default\":\"B\"}",
                "{\"name\":\"f\",\"type\":[\"null\",{\"type\":\"enum\",\"name\":\"En\",\"symbols\":[\"A\",\"B\"]}]}",
                "{\"name\":\"f\",\"type\":{\"type\":\"int\",\"logicalType\":\"date\"},\"default\":1}",
                "{\"name\":\"f\",\"type\":{\"type\":\"int\",\"logicalType\":\"time-millis\"},\"default\":1}",
                "{\"name\":\"f\",\"type\":{\"type\":\"long\",\"logicalType\":\"time-micros\"},\"default\":1}",
                "{\"name\":\"f\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"default\":1}",
                "{\"name\":\"f\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-micros\"},\"default\":1}",
                "{\"name\":\"f\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-nanos\"}}",
                "{\"name\":\"f\",\"type\":{\"type\":\"long\",\"logicalType\":\"local-timestamp-millis\"}}",
                "{\"name\":\"f\",\"type\":{\"type\":\"long\",\"logicalType\":\"local-timestamp-micros\"}}",
                "{\"name\":\"f\",\"type\":{\"type\":\"string\",\"logicalType\":\"uuid\"}}",
                "{\"name\":\"f\",\"type\":{\"type\":\"string\",\"logicalType\":\"date\"}}",
                "{\"name\":\"f\",\"type\":{\"type\":\"fixed\",\"name\":\"Id\",\"size\":16,\"logicalType\":\"uuid\"}}",
                "{\"name\":\"f\",\"type\":{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":5,\"scale\":2},\"default\":\"\\u0001\"}",
                "{\"name\":\"f\",\"type\":{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":64,\"scale\":2}}",
                "{\"name\":\"f\",\"type\":[\"null\",{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":5,\"scale\":2}]}",
                "{\"name\":\"f\",\"type\":[\"int\",\"string\"]}",
                "{\"name\":\"f\",\"type\":[\"int\",\"string\"],\"default\":4}",
                "{\"name\":\"f\",\"type\":[\"bytes\",\"string\"],\"default\":\"\\u00ff\"}",
                "{\"name\":\"f\",\"type\":[{\"type\":\"int\",\"logicalType\":\"date\"},\"string\"],\"default\":4}",
                "{\"name\":\"f\",\"type\":[{\"type\":\"array\",\"items\":\"int\"},\"string\"],\"default\":[1]}",
                "{\"name\":\"f\",\"type\":[\"null\",\"int\",\"string\"],\"default\":null}",
                "{\"name\":\"f\",\"type\":{\"type\":\"array\",\"items\":[\"int\",\"string\"]},\"default\":[1]}",
                "{\"name\":\"f\",\"type\":{\"type\":\"map\",\"values\":\"int\"},\"default\":{\"a\":1}}",
                "{\"name\":\"f\",\"type\":{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"x\",\"type\":\"int\"}]},\"default\":{\"x\":2}}",
                "{\"name\":\"f\",\"type\":{\"type\":\"array\",\"items\":\"int\"}}",
                "{\"name\":\"f\",\"type\":[\"null\",{\"type\":\"array\",\"items\":[\"null\",\"string\"]}]}",
                "{\"name\":\"f\",\"type\":{\"type\":\"map\",\"values\":{\"type\":\"int\",\"logicalType\":\"date\"}}}",
                "{\"name\":\"f\",\"type\":{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"x\",\"type\":\"int\",\"default\":2},{\"name\":\"y\",\"type\":[\"null\",\"string\"]}]}}"
            })
    void aFieldsSchemaIsAvroDatas(String field) {
        Schema record = record(field);

        org.apache.kafka.connect.data.Schema ours = ConnectTypes.ofField(record.getField("f"));
        org.apache.kafka.connect.data.Schema theirs =
                avroData.toConnectSchema(record).field("f").schema();

        assertThat(plain(ours)).isEqualTo(plain(theirs));
        org.apache.kafka.connect.data.Schema struct =
                SchemaBuilder.struct().name("a.t").version(3).field("f", ours).build();
        org.apache.kafka.connect.data.Schema read = new AvroData(1).toConnectSchema(avroData.fromConnectSchema(struct));
        assertThat(plain(read.field("f").schema())).as("after the wire").isEqualTo(plain(ours));
        assertThat(read.version()).isEqualTo(3);
    }

    @Test
    void aDecimalOnAFixedIsADecimal() {
        String type = "{\"type\":\"%s\"%s,\"logicalType\":\"decimal\",\"precision\":5,\"scale\":2}";

        assertThat(ConnectTypes.of(new Schema.Parser().parse(type.formatted("fixed", ",\"name\":\"F\",\"size\":4"))))
                .isEqualTo(ConnectTypes.of(new Schema.Parser().parse(type.formatted("bytes", ""))));
    }

    private static Schema record(String field) {
        return new Schema.Parser()
                .parse("{\"type\":\"record\",\"name\":\"t\",\"namespace\":\"a\",\"fields\":[" + field + "]}");
    }

    /**
     * Without AvroData's note that the default was the field's, and without its Map implementations. Structs in defaults are of the
     * builder of their own schema, so they are equal to nothing but themselves.
     */
    private static org.apache.kafka.connect.data.Schema plain(org.apache.kafka.connect.data.Schema schema) {
        Map<String, String> parameters =
                schema.parameters() == null ? new HashMap<>() : new HashMap<>(schema.parameters());
        parameters.remove("io.confluent.connect.avro.field.default");
        return new ConnectSchema(
                schema.type(),
                schema.isOptional(),
                schema.defaultValue() instanceof Struct
                                || schema.defaultValue() instanceof Collection
                                || schema.defaultValue() instanceof Map
                        ? schema.defaultValue().toString().replaceAll("ByteBuffer\\[.*?]", "ByteBuffer")
                        : schema.defaultValue(),
                schema.name(),
                schema.version(),
                schema.doc(),
                parameters.isEmpty() ? null : parameters,
                schema.type() != org.apache.kafka.connect.data.Schema.Type.STRUCT
                        ? null
                        : schema.fields().stream()
                                .map(f -> new Field(f.name(), f.index(), plain(f.schema())))
                                .toList(),
                schema.type() == org.apache.kafka.connect.data.Schema.Type.MAP ? plain(schema.keySchema()) : null,
                schema.type() == org.apache.kafka.connect.data.Schema.Type.MAP
                                || schema.type() == org.apache.kafka.connect.data.Schema.Type.ARRAY
                        ? plain(schema.valueSchema())
                        : null);
    }
}
