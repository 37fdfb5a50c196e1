package dev.sluice.cassandra.bind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.ProtocolVersion;
import com.datastax.oss.driver.api.core.type.DataType;
import com.datastax.oss.driver.api.core.type.codec.registry.CodecRegistry;
import dev.sluice.cassandra.define.Definition;
import dev.sluice.cassandra.define.Naming;
import dev.sluice.cassandra.define.RecordsAs;
import dev.sluice.cassandra.define.TableDefinition;
import dev.sluice.cassandra.define.TableStyle;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@SuppressWarnings("JavaUtilDate") // it is what Connect's logical types are made of
class RowBinderTest {
    private static final Schema NESTED = SchemaBuilder.struct()
            .field("a", Schema.INT32_SCHEMA)
            .field("b", Schema.OPTIONAL_STRING_SCHEMA)
            .build();
    private static final UUID ID = UUID.fromString("123e4567-e89b-12d3-a456-426614174000");

    private static String logical(String type, String logicalType) {
        return "{\"type\": \"" + type + "\", \"logicalType\": \"" + logicalType + "\"}";
    }

    static Stream<Arguments> values() {
        Schema dates = org.apache.kafka.connect.data.Date.SCHEMA;
        return Stream.of(
                Arguments.of("\"int\"", Schema.INT32_SCHEMA, -5, -5),
                Arguments.of("\"long\"", Schema.INT64_SCHEMA, Long.MIN_VALUE, Long.MIN_VALUE),
                Arguments.of("\"float\"", Schema.FLOAT32_SCHEMA, 1.5f, 1.5f),
                Arguments.of("\"double\"", Schema.FLOAT64_SCHEMA, 0.1, 0.1),
                Arguments.of("\"boolean\"", Schema.BOOLEAN_SCHEMA, true, true),
                Arguments.of("\"string\"", Schema.STRING_SCHEMA, "ä😀\n\"", "ä😀\n\""),
                Arguments.of("\"string\"", Schema.STRING_SCHEMA, "", ""),
                Arguments.of("\"bytes\"", Schema.BYTES_SCHEMA, new byte[] {1, 2}, ByteBuffer.wrap(new byte[] {1, 2})),
                Arguments.of(
                        "\"bytes\"",
                        Schema.BYTES_SCHEMA,
                        ByteBuffer.wrap(new byte[] {1, 2}),
                        ByteBuffer.wrap(new byte[] {1, 2})),
                Arguments.of(logical("int", "date"), dates, new Date(-86_400_000L), LocalDate.of(1969, 12, 31)),
                Arguments.of(logical("int", "date"), Schema.INT32_SCHEMA, 1, LocalDate.of(1970, 1, 2)),
                Arguments.of(logical("int", "time-millis"), Time.SCHEMA, new Date(1), LocalTime.of(0, 0, 0, 1_000_000)),
                Arguments.of(logical("int", "time-millis"), Schema.INT32_SCHEMA, 1, LocalTime.of(0, 0, 0, 1_000_000)),
                Arguments.of(logical("long", "time-micros"), Schema.INT64_SCHEMA, 1L, LocalTime.of(0, 0, 0, 1_000)),
                Arguments.of(
                        logical("long", "timestamp-millis"), Timestamp.SCHEMA, new Date(-1), Instant.ofEpochMilli(-1)),
                Arguments.of(logical("long", "timestamp-micros"), Schema.INT64_SCHEMA, 1_234_567L, 1_234_567L),
                Arguments.of(
                        "{\"type\": \"bytes\", \"logicalType\": \"decimal\", \"precision\": 9, \"scale\": 2}",
                        Decimal.schema(2),
                        new BigDecimal("-12.30"),
                        new BigDecimal("-12.30")),
                Arguments.of(logical("string", "uuid"), Schema.STRING_SCHEMA, ID.toString(), ID),
                Arguments.of(
                        "{\"type\": \"array\", \"items\": \"int\"}",
                        SchemaBuilder.array(Schema.INT32_SCHEMA).build(),
                        List.of(3, 1),
                        List.of(3, 1)),
                Arguments.of(
                        "{\"type\": \"map\", \"values\": {\"type\": \"array\", \"items\": \"string\"}}",
                        SchemaBuilder.map(
                                        Schema.STRING_SCHEMA,
                                        SchemaBuilder.array(Schema.STRING_SCHEMA)
                                                .build())
                                .build(),
                        Map.of("b", List.of("x"), "a", List.of()),
                        Map.of("b", List.of("x"), "a", List.of())),
                Arguments.of(
                        "{\"type\": \"record\", \"name\": \"r\", \"fields\": []}",
                        NESTED,
                        new Struct(NESTED).put("a", 1),
                        "{\"a\":1,\"b\":null}"));
    }

    @ParameterizedTest
    @MethodSource("values")
    void cassandraReadsWhatTheConverterGave(String avro, Schema schema, Object value, Object expected) {
        TableDefinition definition = definition(Definition.field("v", avro));
        Schema rows = rows().field("v", schema).build();
        Struct struct = new Struct(rows).put("k", "key").put("v", value);
        Row row = new RowBinder(definition, rows).bind(struct, 7, null);
        DataType type = definition.columns().get("v").type();
        int column = row.shape().columns().indexOf("v");
        assertThat(CodecRegistry.DEFAULT.<Object>codecFor(type).decode(row.cell(column), ProtocolVersion.V4))
                .isEqualTo(expected);
        assertThat(row.writeTimestamp()).isEqualTo(7);
    }

    @Test
    void theStatementNamesKeyColumnsFirstAndBindsEverythingElse() {
        String schema = "{\"type\": \"record\", \"name\": \"tab\", \"sluice.ttl_seconds\": 60, \"fields\": ["
                + Definition.field("v", "\"int\"") + "," + Definition.field("K", "\"string\"") + "]}";
        TableDefinition definition =
                TableDefinition.of(Definition.event("d", 1, "ks", List.of("K"), List.of(), schema));
        Schema rows = SchemaBuilder.struct()
                .field("v", Schema.INT32_SCHEMA)
                .field("K", Schema.STRING_SCHEMA)
                .build();
        Row row = new RowBinder(definition, rows)
                .bind(new Struct(rows).put("v", 1).put("K", "k"), 7, null);
        assertThat(row.shape().statement())
                .isEqualTo("INSERT INTO \"ks\".\"tab\" (\"K\", \"v\") VALUES (?, ?) USING TIMESTAMP ? AND TTL 60");
        assertThat(row.primaryKey()).isEqualTo(row.partitionKey());
    }

    @Test
    void nullIsNullOrUnsetAsTheDefinitionSays() {
        Schema rows = rows().field("v", Schema.OPTIONAL_INT32_SCHEMA).build();
        Struct struct = new Struct(rows).put("k", "key");
        TableDefinition nulls = definition(Definition.field("v", "[\"null\", \"int\"]"));
        Row row = new RowBinder(nulls, rows).bind(struct, 7, null);
        assertThat(row.isUnset(1)).isFalse();
        assertThat(row.cell(1)).isNull();
        String schema = nulls.event().schema().replaceFirst("\\{", "{\"sluice.empty_as\": \"unset\", ");
        TableDefinition unset = TableDefinition.of(Definition.event("d", 1, "ks", List.of("k"), List.of(), schema));
        assertThat(new RowBinder(unset, rows).bind(struct, 7, null).isUnset(1)).isTrue();
    }

    @Test
    void wrongRowsAreExplainedWithoutTheirContent() {
        TableDefinition definition = definition(Definition.field("v", "\"int\""));
        Schema strings = rows().field("v", Schema.STRING_SCHEMA).build();
        assertThatThrownBy(() -> new RowBinder(definition, strings)
                        .bind(new Struct(strings).put("k", "key").put("v", "secret"), 7, null))
                .isInstanceOf(DataException.class)
                .hasMessage("column (where='v') of \"ks\".\"tab\" comes as String, which CQL type int does not take");
        Schema more = rows().field("x", Schema.STRING_SCHEMA).build();
        assertThatThrownBy(() -> new RowBinder(definition, more))
                .hasMessageContaining("column (where='x') is not in version 1 of t.tab");
        Schema less = SchemaBuilder.struct().field("v", Schema.INT32_SCHEMA).build();
        assertThatThrownBy(() -> new RowBinder(definition, less)).hasMessageContaining("column (where='k')");
        Schema optional =
                SchemaBuilder.struct().field("k", Schema.OPTIONAL_STRING_SCHEMA).build();
        assertThatThrownBy(() -> new RowBinder(definition, optional).bind(new Struct(optional), 7, null))
                .hasMessageContaining("is null, but it is part of the primary key");
    }

    @Test
    void nullsInsideCollectionsAreRefused() {
        TableDefinition definition = definition(Definition.field("v", "{\"type\": \"array\", \"items\": \"int\"}"));
        Schema rows = rows().field(
                        "v", SchemaBuilder.array(Schema.OPTIONAL_INT32_SCHEMA).build())
                .build();
        Struct struct = new Struct(rows).put("k", "key").put("v", java.util.Arrays.asList(1, null));
        assertThatThrownBy(() -> new RowBinder(definition, rows).bind(struct, 7, null))
                .hasMessageContaining("null inside a collection");
    }

    private static SchemaBuilder rows() {
        return SchemaBuilder.struct().field("k", Schema.STRING_SCHEMA);
    }

    private static TableDefinition definition(String field) {
        return TableDefinition.of(
                Definition.of(1, "ks", List.of("k"), List.of(), Definition.field("k", "\"string\"") + "," + field));
    }

    @Test
    void aFieldGoesToItsColumnHoweverThatIsWritten() {
        String schema =
                "{\"type\": \"record\", \"name\": \"t.tab\", \"fields\": [{\"name\": \"K\", \"type\": \"int\"}]}";
        TableDefinition lower = TableDefinition.of(
                Definition.event("d", 1, "ks", List.of("K"), List.of(), schema),
                new TableStyle(Naming.LOWER, RecordsAs.JSON));
        Schema rows = SchemaBuilder.struct().field("K", Schema.INT32_SCHEMA).build();
        Row row = new RowBinder(lower, rows).bind(new Struct(rows).put("K", 5), 1, null);
        assertThat(row.shape().columns()).containsExactly("k");
        assertThat(row.cell(0).getInt(0)).isEqualTo(5);
    }
}
