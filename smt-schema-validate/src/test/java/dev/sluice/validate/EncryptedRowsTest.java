package dev.sluice.validate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.contract.Rejection;
import dev.sluice.contract.SluiceHeaders;
import dev.sluice.contract.Tenant;
import dev.sluice.encryption.ColumnAddress;
import dev.sluice.encryption.ColumnCipher;
import dev.sluice.encryption.ColumnKeys;
import dev.sluice.encryption.EncryptionKind;
import dev.sluice.encryption.KeySet;
import io.confluent.connect.avro.AvroConverter;
import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows with encrypted columns, through the whole transform. */
class EncryptedRowsTest {
    private static final String MARK = "sikrit";
    private static final String MARK_PHONE = "+358 40 1234567";
    private static final String SUBJECT = "client_a.analytics";
    private static final String PERSONS = """
            {"type": "record", "name": "analytics", "namespace": "client_a", "sluice.primary_key": [["city"], "id"],
             "sluice.empty_as": "empty", "sluice.rules": [
               {"type": "pattern", "column": "phone", "pattern": "[0-9+ ]*"},
               {"type": "expression", "name": "home", "expression": "phone != city"}],
             "fields": [
              {"name": "city", "type": "string"},
              {"name": "id", "type": "long", "sluice.encrypt": "deterministic"},
              {"name": "phone", "type": ["null", "string"], "default": null, "sluice.encrypt": "random"},
              {"name": "born", "type": {"type": "int", "logicalType": "date"}, "default": 365, "sluice.encrypt": "random"},
              {"name": "balance", "type": ["null", {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}],
               "default": null, "sluice.encrypt": "deterministic"},
              {"name": "photo", "type": ["null", "bytes"], "default": null, "sluice.encrypt": "random"},
              {"name": "score", "type": ["null", "int"], "default": null}]}""";
    private static final List<String> COLUMNS = List.of("city", "id", "phone", "born", "balance", "photo", "score");
    private static final Tenant TENANT = new Tenant("client_a");
    private static final KeySet RANDOM = KeySet.generate(EncryptionKind.RANDOM);
    private static final ColumnKeys KEYS =
            ColumnKeys.NONE.with(TENANT, RANDOM).with(TENANT, KeySet.generate(EncryptionKind.DETERMINISTIC));

    private final List<SchemaValidate<?>> open = new ArrayList<>();
    private final FakeSchemaSource source = new FakeSchemaSource().with(SUBJECT, 1, PERSONS);
    private final MockSchemaRegistryClient registry = new MockSchemaRegistryClient();

    @AfterEach
    void close() {
        open.forEach(SchemaValidate::close);
    }

    @Test
    void valuesOfEncryptedColumnsAreCiphertextInValueAndKey() throws GeneralSecurityException {
        SourceRecord stored =
                transform(Map.of()).apply(row("Oulu", "0007", "+358 40", "1999-12-31", "12.5", "0x00ff", "3"));

        Struct value = (Struct) stored.value();
        value.validate();
        assertThat(value.schema()).isSameAs(stored.valueSchema());
        assertThat(value.schema().name()).isEqualTo(SUBJECT);
        assertThat(value.schema().version()).isEqualTo(1);
        assertThat(value.getString("city")).isEqualTo("Oulu");
        assertThat(value.getInt32("score")).isEqualTo(3);
        assertThat(text(value, "id", EncryptionKind.DETERMINISTIC)).isEqualTo("7");
        assertThat(text(value, "phone", EncryptionKind.RANDOM)).isEqualTo("+358 40");
        assertThat(text(value, "born", EncryptionKind.RANDOM)).isEqualTo("1999-12-31");
        assertThat(text(value, "balance", EncryptionKind.DETERMINISTIC)).isEqualTo("12.50");
        assertThat(cipher("photo", EncryptionKind.RANDOM).decrypt(bytes(value, "photo")))
                .isEqualTo(new byte[] {0, -1});
        Struct key = (Struct) stored.key();
        key.validate();
        assertThat(key.schema()).isSameAs(stored.keySchema());
        assertThat(key.schema().name()).isEqualTo(SUBJECT + ".Key");
        assertThat(key.getString("city")).isEqualTo("Oulu");
        assertThat(key.get("id")).isEqualTo(value.get("id"));
    }

    @Test
    void nullStaysNullAndDefaultsAndEmptyTextsAreValues() throws GeneralSecurityException {
        SchemaValidate<SourceRecord> transform = transform(Map.of());
        Struct without = (Struct)
                transform.apply(row("Oulu", "1", null, null, null, null, null)).value();
        Struct empty =
                (Struct) transform.apply(row("Oulu", "1", "", "", "", "", "")).value();
        Schema few = Rows.rawSchema(List.of("city", "id"));
        Struct absent = (Struct) transform
                .apply(Rows.record(1, Rows.raw(few, Map.of("city", "Oulu", "id", "1"))))
                .value();

        assertThat(without.get("phone")).isNull();
        assertThat(without.get("balance")).isNull();
        assertThat(text(without, "born", EncryptionKind.RANDOM)).isEqualTo("1971-01-01");
        assertThat(text(empty, "phone", EncryptionKind.RANDOM)).isEmpty();
        assertThat(empty.get("photo")).isNull();
        assertThat(text(absent, "born", EncryptionKind.RANDOM)).isEqualTo("1971-01-01");
        assertThat(absent.get("phone")).isNull();
    }

    @Test
    void equalDeterministicValuesAreEqualHoweverTheyAreWrittenAndRandomOnesDiffer() {
        SchemaValidate<SourceRecord> transform = transform(Map.of());
        Struct one = (Struct) transform
                .apply(row("Oulu", "0007", "1", null, "12.5", null, null))
                .value();
        Struct same = (Struct) transform
                .apply(row("Turku", "7", "1", null, "012.50", null, null))
                .value();
        Struct other = (Struct) transform
                .apply(row("Oulu", "8", "1", null, "12.51", null, null))
                .value();

        assertThat(one.get("id")).isEqualTo(same.get("id")).isNotEqualTo(other.get("id"));
        assertThat(one.get("balance")).isEqualTo(same.get("balance")).isNotEqualTo(other.get("balance"));
        assertThat(one.get("phone")).isNotEqualTo(same.get("phone"));
    }

    @Test
    void afterARotationRowsOfBothKeysAreRead() throws GeneralSecurityException {
        SourceRecord record = row("Oulu", "7", "+358", null, null, null, null);
        Struct before = (Struct) transform(Map.of()).apply(record).value();
        ColumnKeys rotated = KEYS.with(TENANT, RANDOM.rotated());
        Struct after = (Struct) transform(Map.of("encryption.keys", rotated.toJson()))
                .apply(record)
                .value();

        ColumnCipher cipher = rotated.cipher(ColumnAddress.parse(SUBJECT + ".phone"), EncryptionKind.RANDOM)
                .orElseThrow();
        for (Struct row : List.of(before, after)) {
            assertThat(new String(cipher.decrypt(bytes(row, "phone")), UTF_8)).isEqualTo("+358");
        }
        assertThatThrownBy(() -> cipher("phone", EncryptionKind.RANDOM).decrypt(bytes(after, "phone")))
                .isInstanceOf(GeneralSecurityException.class);
        assertThat(after.get("id")).isEqualTo(before.get("id"));
    }

    @Test
    void theAvroConverterWritesAndReadsWhatWasMadeAndNothingElse() {
        SourceRecord stored = transform(Map.of()).apply(row("Oulu", "77777777", MARK_PHONE, null, "12.5", null, null));
        SchemaAndValue value = wire(false, stored.valueSchema(), stored.value());
        SchemaAndValue key = wire(true, stored.keySchema(), stored.key());

        Struct made = (Struct) stored.value();
        made.schema()
                .fields()
                .forEach(field -> assertThat(((Struct) value.value()).get(field.name()))
                        .as(field.name())
                        .isEqualTo(made.get(field)));
        assertThat(((Struct) key.value()).get("id")).isEqualTo(made.get("id"));
        assertThat(key.schema().field("id").schema().type()).isEqualTo(Schema.Type.BYTES);
        assertNothingTold(stored, MARK_PHONE);
        assertNothingTold(stored, "77777777");
    }

    /** An encrypted column that is added, with its default: what the Registry asks of the next version. */
    @Test
    void aVersionWithOneEncryptedColumnMoreReadsTheRowsBeforeIt() {
        source.with(SUBJECT, 2, PERSONS.replace("{\"name\": \"score\"", """
                        {"name": "height", "type": "int", "default": 170, "sluice.encrypt": "random"},
                        {"name": "score\""""));
        SchemaValidate<SourceRecord> transform = transform(Map.of());
        SourceRecord first = transform.apply(row("Oulu", "1", "1", null, null, null, null));
        Schema later = transform
                .apply(Rows.record(
                        2, Rows.raw(Rows.rawSchema(List.of("city", "id")), Map.of("city", "Oulu", "id", "1"))))
                .valueSchema();

        assertThat(SchemaCompatibility.checkReaderWriterCompatibility(avro(later), avro(first.valueSchema()))
                        .getType())
                .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
        assertThat(avro(later).toString()).doesNotContain("170");
    }

    private static org.apache.avro.Schema avro(Schema schema) {
        return new io.confluent.connect.avro.AvroData(1).fromConnectSchema(schema);
    }

    /** A wrong type, broken rules, an unusable version, a broken text: whatever is wrong with a row. */
    @Test
    void noRejectionHasAValueOfAnEncryptedColumn() {
        SchemaValidate<SourceRecord> transform = transform(Map.of());
        source.with(SUBJECT, 2, PERSONS.replace("\"random\"", "\"rnd\""));
        source.with(SUBJECT, 3, PERSONS.replace("\"phone != city\"", "\"phone + 1 == city\""));
        Map<String, SourceRecord> rows = new LinkedHashMap<>();
        rows.put("TYPE_MISMATCH id", row("Oulu", MARK, "1", null, null, null, null));
        rows.put("RULE_FAILED phone", row("Oulu", "1", MARK, null, null, null, null));
        rows.put("TYPE_MISMATCH born", row("Oulu", "1", "1", MARK, null, null, null));
        rows.put("TYPE_MISMATCH balance", row("Oulu", "1", "1", null, MARK, null, null));
        rows.put("TYPE_MISMATCH photo", row("Oulu", "1", "1", null, null, MARK, null));
        rows.put("TYPE_MISMATCH score", row("Oulu", "1", "+358", null, null, null, "much"));
        rows.put("MISSING_REQUIRED city", row("", "1", "+358", null, null, null, null));
        rows.put("INVALID_DEFINITION null", version(2, row("Oulu", "1", MARK, null, null, null, null)));
        rows.put("INVALID_DEFINITION  null", version(3, row("Oulu", "1", MARK, null, null, null, null)));
        try (CapturedLog log = new CapturedLog()) {
            rows.forEach((expected, record) -> {
                SourceRecord refused = transform.apply(record);
                Rejection rejection = Rejection.of((Struct) refused.value());
                assertThat(rejection.violations().get(0).code() + " "
                                + rejection.violations().get(0).column())
                        .isEqualTo(expected.replace("  ", " "));
                assertThat(rejection.raw()).as(expected).isNull();
                assertNothingTold(refused, MARK);
                assertNothingTold(refused, "+358");
            });
            assertThat(log.lines()).noneMatch(line -> line.contains(MARK));
        }
        Rejection told = Rejection.of((Struct)
                transform.apply(row("Oulu", "1", "1", null, null, null, "much")).value());
        assertThat(told.violations().get(0).value()).isEqualTo("much");
    }

    /** Texts that are rows, in both forms, broken and not; in a sink, where everything is in an exception's message. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "json {\"city\": \"Oulu\", \"id\": \"sikrit\"}",
                "json {\"city\": \"Oulu\", \"id\": {\"sikrit\": 1}}",
                "json {\"city\": \"Oulu\", \"id\": sikrit",
                "json {\"sikrit\": 1, \"sikrit\": 2}",
                "csv Oulu,1,sikrit,,,,",
                "csv Oulu,1,\"sikrit",
                "csv Oulu,1,\"1\"sikrit",
                "csv Oulu,sikrit"
            })
    void noTextOfARowIsTold(String row) {
        String format = row.substring(0, row.indexOf(' '));
        String text = row.substring(format.length() + 1);
        Map<String, String> settings = Map.of("text.format", format, "subject", SUBJECT, "version", "1");
        SourceRecord record = new SourceRecord(
                Map.of("file", "f"), Map.of("line", 1), "persons", null, null, null, Schema.STRING_SCHEMA, text, 5L);
        SinkRecord sink = new SinkRecord(
                "raw-input",
                0,
                null,
                null,
                Schema.STRING_SCHEMA,
                text,
                7,
                5L,
                TimestampType.CREATE_TIME,
                new ConnectHeaders());
        try (CapturedLog log = new CapturedLog()) {
            SourceRecord refused = transform(settings).apply(record);
            assertThat(refused.topic()).isEqualTo("import-error");
            assertThat(Rejection.of((Struct) refused.value()).raw()).isNull();
            assertNothingTold(refused, MARK);
            Map<String, String> failing = new HashMap<>(settings);
            failing.put("on.invalid", "fail");
            SchemaValidate<SinkRecord> sinks = configured(new SchemaValidate.Value<SinkRecord>(), failing);
            assertThatThrownBy(() -> sinks.apply(sink))
                    .isInstanceOf(DataException.class)
                    .satisfies(e -> assertThat(trace(e)).doesNotContain(MARK));
            assertThat(log.lines()).noneMatch(line -> line.contains(MARK));
        }
    }

    @Test
    void withoutEncryptedColumnsTheTextIsToldAsEver() {
        source.with(SUBJECT, 4, PERSONS.replace("sluice.encrypt", "doc"));

        SourceRecord refused = transform(Map.of()).apply(version(4, row("Oulu", MARK, "1", null, null, null, null)));

        assertThat(Rejection.of((Struct) refused.value()).raw()).contains(MARK);
    }

    @Test
    void aRowWithoutItsKeyWaitsAndARefusedOneDoesNot() {
        SchemaValidate<SourceRecord> transform = transform(Map.of("encryption.keys", "{}"));
        SourceRecord good = row("Oulu", "1", "1" + MARK_PHONE, null, null, null, null);
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> transform.apply(good))
                    .isInstanceOf(RetriableException.class)
                    .hasMessageContaining("encryption.keys")
                    .satisfies(e -> assertThat(trace(e)).doesNotContain(MARK_PHONE));
        }
        assertThat(transform
                        .apply(row("Oulu", "x", "1", null, null, null, null))
                        .topic())
                .isEqualTo("import-error");
    }

    private SchemaValidate<SourceRecord> transform(Map<String, String> settings) {
        return configured(new SchemaValidate.Value<SourceRecord>(), settings);
    }

    private <R extends ConnectRecord<R>> SchemaValidate<R> configured(
            SchemaValidate<R> transform, Map<String, String> settings) {
        Map<String, String> all =
                new HashMap<>(Map.of("schema.registry.url", "http://registry:8081", "encryption.keys", KEYS.toJson()));
        all.putAll(settings);
        transform.configure(new SchemaValidateConfig(all), source);
        open.add(transform);
        return transform;
    }

    private static SourceRecord row(String... cells) {
        Map<String, String> texts = new HashMap<>();
        for (int i = 0; i < cells.length; i++) {
            texts.put(COLUMNS.get(i), cells[i]);
        }
        return Rows.record(
                Rows.raw(Rows.rawSchema(COLUMNS), texts),
                SluiceHeaders.ofRawRow(
                        Rows.pinned(1).encode(), Rows.POSITION, "persons.csv", String.join(",", texts.values())));
    }

    private static SourceRecord version(int version, SourceRecord record) {
        return record.newRecord(
                record.topic(),
                null,
                null,
                null,
                record.valueSchema(),
                record.value(),
                record.timestamp(),
                SluiceHeaders.ofRawRow(
                        Rows.pinned(version).encode(),
                        Rows.POSITION,
                        "persons.csv",
                        SluiceHeaders.text(record.headers(), SluiceHeaders.RAW).orElseThrow()));
    }

    /** As a reader of the topic has it. */
    private SchemaAndValue wire(boolean key, Schema schema, Object value) {
        AvroConverter converter = converter(key);
        return converter.toConnectData("topic", converter.fromConnectData("topic", schema, value));
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

    /** All that is written to Kafka of a record. */
    private void assertNothingTold(SourceRecord record, String mark) {
        byte[] value = converter(false).fromConnectData("topic", record.valueSchema(), record.value());
        assertThat(new String(value, UTF_8)).doesNotContain(mark);
        byte[] key = converter(true).fromConnectData("topic", record.keySchema(), record.key());
        assertThat(new String(key, UTF_8)).doesNotContain(mark);
        for (Header header : record.headers()) {
            assertThat(header.value().toString()).doesNotContain(mark);
        }
    }

    private static String trace(Throwable e) {
        StringWriter trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }

    private static byte[] bytes(Struct row, String column) {
        ByteBuffer bytes = ((ByteBuffer) row.get(column)).duplicate();
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return copy;
    }

    private static ColumnCipher cipher(String column, EncryptionKind kind) {
        return KEYS.cipher(ColumnAddress.parse(SUBJECT + "." + column), kind).orElseThrow();
    }

    private static String text(Struct row, String column, EncryptionKind kind) throws GeneralSecurityException {
        return new String(cipher(column, kind).decrypt(bytes(row, column)), UTF_8);
    }
}
