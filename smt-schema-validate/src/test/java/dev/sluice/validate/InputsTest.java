package dev.sluice.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.contract.Rejection;
import dev.sluice.contract.Violation;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows that the file source did not make: Structs of any types, maps, JSON and CSV text, in source and sink chains. */
class InputsTest {
    private static final String SCHEMA = """
            {"type": "record", "name": "orders", "namespace": "acme", "sluice.primary_key": ["id"], "fields": [
             {"name": "id", "type": "long"}, {"name": "name", "type": ["null", "string"], "default": null, "aliases": ["label"]},
             {"name": "price", "type": ["null", {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}], "default": null},
             {"name": "at", "type": ["null", {"type": "long", "logicalType": "timestamp-millis"}], "default": null},
             {"name": "score", "type": ["null", "float"], "default": null},
             {"name": "tags", "type": ["null", {"type": "array", "items": "string"}], "default": null},
             {"name": "raw", "type": ["null", "bytes"], "default": null},
             {"name": "geo", "type": ["null", {"type": "record", "name": "Geo", "fields": [
                {"name": "lat", "type": "double"}, {"name": "lon", "type": "double", "default": 0}]}], "default": null},
             {"name": "either", "type": ["null", "int", "string"], "default": null}]}""";

    private final List<SchemaValidate<?>> open = new ArrayList<>();

    @AfterEach
    void close() {
        open.forEach(SchemaValidate::close);
    }

    @Test
    void aStructOfAnyTypesIsARow() {
        Schema schema = SchemaBuilder.struct()
                .field("id", Schema.INT32_SCHEMA)
                .field("label", Schema.STRING_SCHEMA)
                .field("price", Decimal.schema(1))
                .field("at", Timestamp.SCHEMA)
                .field("score", Schema.FLOAT64_SCHEMA)
                .field("tags", SchemaBuilder.array(Schema.STRING_SCHEMA).build())
                .field("raw", Schema.BYTES_SCHEMA)
                .field("extra", Schema.OPTIONAL_STRING_SCHEMA)
                .build();
        Date at = Date.from(Instant.parse("2019-08-31T11:38:33.123Z"));
        Struct row = new Struct(schema)
                .put("id", 5)
                .put("label", "x")
                .put("price", new BigDecimal("12.5"))
                .put("at", at)
                .put("score", 0.1)
                .put("tags", List.of("a"))
                .put("raw", new byte[] {1});

        SourceRecord accepted = source(Map.of()).apply(record(schema, row));

        Struct value = (Struct) accepted.value();
        value.validate();
        assertThat(value.schema().name()).isEqualTo("acme.orders");
        assertThat(value.schema().version()).isEqualTo(2);
        assertThat(value.getInt64("id")).isEqualTo(5);
        assertThat(value.getString("name")).isEqualTo("x");
        assertThat(value.get("price")).isEqualTo(new BigDecimal("12.50"));
        assertThat(value.get("at")).isEqualTo(at);
        assertThat(value.getFloat32("score")).isEqualTo(0.1f);
        assertThat(value.getArray("tags")).isEqualTo(List.of("a"));
        assertThat(value.get("raw")).isEqualTo(ByteBuffer.wrap(new byte[] {1}));
        assertThat(((Struct) accepted.key()).getInt64("id")).isEqualTo(5);
    }

    @Test
    void aSchemalessMapIsARow() {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("id", 7L);
        row.put("name", null);
        row.put("price", 12.34);
        row.put("geo", Map.of("lat", 1.5));
        row.put("either", "12");

        Struct value = (Struct) source(Map.of()).apply(record(null, row)).value();

        assertThat(value.getInt64("id")).isEqualTo(7);
        assertThat(value.get("name")).isNull();
        assertThat(value.get("price")).isEqualTo(new BigDecimal("12.34"));
        assertThat(value.getStruct("geo").getFloat64("lat")).isEqualTo(1.5);
        assertThat(value.getStruct("geo").getFloat64("lon")).isZero();
        assertThat(value.getStruct("either").getInt32("int")).isEqualTo(12);
        value.validate();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"id\": 9007199254740993} | id=9007199254740993",
                "{\"id\": \"5\"} | id=5",
                "{\"id\": 5.0} | TYPE_MISMATCH id",
                "{\"id\": 9223372036854775808} | OUT_OF_RANGE id",
                "{\"id\": true} | TYPE_MISMATCH id",
                "{\"id\": null} | MISSING_REQUIRED id",
                "{} | MISSING_REQUIRED id",
                "{\"id\": 5, \"name\": 5} | TYPE_MISMATCH name",
                "{\"id\": 5, \"name\": \"\\ud83d\\ude00\"} | name=😀",
                "{\"id\": 5, \"name\": \"\\ud83d\"} | TYPE_MISMATCH name",
                "{\"id\": 5, \"price\": 12.345} | PRECISION_EXCEEDED price",
                "{\"id\": 5, \"price\": 1e999999999} | OUT_OF_RANGE price",
                "{\"id\": 5, \"price\": 1.2e1} | price=12.00",
                "{\"id\": 5, \"score\": 1e39} | OUT_OF_RANGE score",
                "{\"id\": 5, \"at\": 1567251513123} | at=2019-08-31T11:38:33.123Z",
                "{\"id\": 5, \"at\": \"2019-08-31T11:38:33.123Z\"} | at=2019-08-31T11:38:33.123Z",
                "{\"id\": 5, \"tags\": [\"a\", 1]} | TYPE_MISMATCH tags",
                "{\"id\": 5, \"tags\": [null]} | MISSING_REQUIRED tags",
                "{\"id\": 5, \"geo\": {\"lat\": 1, \"alt\": 2}} | TYPE_MISMATCH geo",
                "{\"id\": 5, \"geo\": {}} | MISSING_REQUIRED geo",
                "{\"id\": 5, \"either\": true} | TYPE_MISMATCH either",
                "{\"id\": 5, \"unknown\": 1} | id=5",
                "{\"id\": 5, \"id\": 6} | TYPE_MISMATCH null",
                "{\"id\": 5} {} | TYPE_MISMATCH null",
                "[1] | TYPE_MISMATCH null",
                "x | TYPE_MISMATCH null"
            })
    void jsonTextIsARow(String text, String expected) {
        SchemaValidate<SourceRecord> validate = source(Map.of("text.format", "json"));

        assertThat(shown(validate.apply(record(Schema.STRING_SCHEMA, text)), expected))
                .isEqualTo(expected);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        assertThat(shown(validate.apply(record(Schema.BYTES_SCHEMA, bytes)), expected))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "1;x;2.50 | price=2.50",
                "1;'a;b';2.50 | name=a;b",
                "1;'it''s';2.50 | name=it's",
                "1;NULL;2.50 | name=null",
                "1;'NULL';2.50 | name=NULL",
                "1;;2.50 | name=null",
                "1;. x .;2.50 | name=. x .",
                "1;x; | price=null",
                "x;x;y | TYPE_MISMATCH id, TYPE_MISMATCH price",
                "1;x | COLUMN_COUNT null",
                "1;x;2;3 | COLUMN_COUNT null",
                "1;'x;2 | MALFORMED_CSV null",
                "1;'x'y;2 | MALFORMED_CSV null"
            })
    void csvTextIsARow(String text, String expected) {
        SchemaValidate<SourceRecord> validate = source(Map.of(
                "text.format", "csv",
                "csv.columns", "id,label,price",
                "csv.separator", ";",
                "csv.quote", "'",
                "csv.null.tokens", "NULL"));

        assertThat(shown(validate.apply(record(Schema.STRING_SCHEMA, text)), expected))
                .isEqualTo(expected);
        assertThat(shown(validate.apply(record(Schema.STRING_SCHEMA, text + "\r\n")), expected))
                .isEqualTo(expected);
    }

    @Test
    void withoutNamedColumnsCsvHasThoseOfTheSchema() {
        SchemaValidate<SourceRecord> validate = source(Map.of("text.format", "csv"));

        assertThat(shown(validate.apply(record(Schema.STRING_SCHEMA, "1,x,,,,,,,")), "name=x"))
                .isEqualTo("name=x");
    }

    @Test
    void aRejectionOfAForeignRowTellsItsCoordinates() {
        SourceRecord refused =
                source(Map.of("text.format", "json")).apply(record(Schema.STRING_SCHEMA, "{\"id\": \"x\"}"));

        assertThat(refused.topic()).isEqualTo("import-error");
        Rejection rejection = Rejection.of((Struct) refused.value());
        assertThat(rejection.context().subject()).isEqualTo("acme.orders");
        assertThat(rejection.context().version()).isEqualTo(2);
        assertThat(rejection.context().dataset().name()).isEqualTo("lines");
        assertThat(rejection.file()).isEqualTo("source {filename=a.txt} at {position=83}");
        assertThat(rejection.raw()).isEqualTo("{\"id\": \"x\"}");
        assertThat(rejection.time()).isEqualTo(Instant.ofEpochMilli(Rows.TIME));
        assertThat(rejection.violations().get(0).message())
                .isEqualTo(
                        "id (source {filename=a.txt} at {position=83})='x' is not a long; the row was not loaded. Write "
                                + "digits only, with a minus sign before them if need be, or define the column as another type.");
    }

    @Test
    void inASinkChainTheCoordinatesAreKafkas() {
        SchemaValidate<SinkRecord> validate =
                configured(new SchemaValidate.Value<>(), Map.of("text.format", "json", "on.invalid", "fail"));
        SinkRecord record = new SinkRecord(
                "lines", 3, null, null, null, "{\"id\": \"x\"}", 7, Rows.TIME, TimestampType.CREATE_TIME);

        assertThatThrownBy(() -> validate.apply(record))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("acme/lines file 'lines-3@7'")
                .hasMessageContaining("TYPE_MISMATCH id (lines-3@7)='x' is not a long");
    }

    @Test
    void whateverTheSubjectAndTopicARejectionCanBeMade() {
        SourceRecord record =
                record(Schema.STRING_SCHEMA, "{}").newRecord("_odd topic!", 0, null, null, null, "{}", null);
        SchemaValidate<SourceRecord> validate = new SchemaValidate.Value<>();
        open.add(validate);
        validate.configure(
                new SchemaValidateConfig(Map.of(
                        "schema.registry.url", "http://r",
                        "subject", "${topic}-value",
                        "version", "1",
                        "text.format", "json")),
                new FakeSchemaSource().with("_odd topic!-value", 1, SCHEMA));

        Rejection rejection = Rejection.of((Struct) validate.apply(record).value());

        assertThat(rejection.context().dataset()).hasToString("external/t_odd_topic_");
        assertThat(rejection.context().table()).isEqualTo("t__odd_topic__value");
        assertThat(rejection.time()).isEqualTo(Instant.EPOCH);
    }

    @Test
    void whatIsNoRowIsUnknown() {
        SchemaValidate<SourceRecord> validate = source(Map.of());
        SchemaValidate<SourceRecord> rejecting = source(Map.of("on.unknown", "reject"));

        for (Object value : Arrays.asList("text", new byte[] {1}, 5L, null)) {
            SourceRecord record = record(null, value);
            assertThat(validate.apply(record)).isSameAs(record);
            assertThatThrownBy(() -> rejecting.apply(record))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("its value is no row");
        }
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() {
        SourceRecord refused =
                source(Map.of("text.format", "csv")).apply(record(Schema.BYTES_SCHEMA, new byte[] {'1', (byte) 0xff}));

        assertThat(Rejection.of((Struct) refused.value()).violations())
                .extracting(Violation::code)
                .containsExactly(Violation.Code.BAD_ENCODING);
    }

    /** The column that is expected, or the violations. */
    private static String shown(SourceRecord out, String expected) {
        if (out.topic().equals("import-error")) {
            return String.join(
                    ", ",
                    Rejection.of((Struct) out.value()).violations().stream()
                            .map(violation -> violation.code() + " " + violation.column())
                            .toList());
        }
        Struct value = (Struct) out.value();
        value.validate();
        String column = expected.split("=", 2)[0];
        Object read = value.schema().field(column) == null ? "accepted" : value.get(column);
        return column + "=" + (read instanceof Date date ? date.toInstant() : read);
    }

    private static SourceRecord record(Schema schema, Object value) {
        return new SourceRecord(
                Map.of("filename", "a.txt"),
                Map.of("position", 83L),
                "lines",
                null,
                null,
                null,
                schema,
                value,
                Rows.TIME);
    }

    private SchemaValidate<SourceRecord> source(Map<String, String> settings) {
        return configured(new SchemaValidate.Value<>(), settings);
    }

    private <V extends SchemaValidate<?>> V configured(V transform, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("schema.registry.url", "http://registry:8081");
        all.put("subject", "acme.orders");
        all.put("version", "2");
        transform.configure(new SchemaValidateConfig(all), new FakeSchemaSource().with("acme.orders", 2, SCHEMA));
        open.add(transform);
        return transform;
    }
}
