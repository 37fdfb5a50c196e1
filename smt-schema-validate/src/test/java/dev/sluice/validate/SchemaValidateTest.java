package dev.sluice.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.check.schema.SubjectVersion;
import dev.sluice.contract.Event;
import dev.sluice.contract.ImportContext;
import dev.sluice.contract.RecordSize;
import dev.sluice.contract.Rejection;
import dev.sluice.contract.SluiceHeaders;
import dev.sluice.contract.Violation;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SchemaValidateTest {
    /** client_a's definition, as it was really written. */
    static final String ANALYTICS = """
            {"type": "record", "name": "analytics", "namespace": "client_a",
             "sluice.primary_key": ["PROVINCECODE", "DEVICEID", "ONUID"],
             "fields": [
              {"name": "PROVINCECODE", "type": "string"}, {"name": "DEVICEID", "type": "string"},
              {"name": "IFINDEX", "type": "%s"}, {"name": "FRAME", "type": "int"}, {"name": "SLOT", "type": "int"},
              {"name": "PORT", "type": "int"}, {"name": "ONUINDEX", "type": "int"}, {"name": "ONUID", "type": "%s"},
              {"name": "TIME", "type": "string"}, {"name": "SPEEDIN", "type": "double"},
              {"name": "SPEEDOUT", "type": "double"}%s]}""";

    private static final Schema RAW = Rows.rawSchema(List.of(
            "PROVINCECODE",
            "DEVICEID",
            "IFINDEX",
            "FRAME",
            "SLOT",
            "PORT",
            "ONUINDEX",
            "ONUID",
            "TIME",
            "SPEEDIN",
            "SPEEDOUT"));

    private final FakeSchemaSource source = new FakeSchemaSource()
            .with("client_a.analytics", 1, ANALYTICS.formatted("int", "int", ""))
            .with("client_a.analytics", 2, ANALYTICS.formatted("long", "string", ""))
            .with(
                    "client_a.analytics",
                    3,
                    ANALYTICS.formatted(
                            "long",
                            "string",
                            ", {\"name\": \"NOTE\", \"type\": [\"null\", \"string\"], \"default\": null}"));

    private final SchemaValidate<SourceRecord> validate = configured(new SchemaValidate.Value<>(), Map.of());

    @AfterEach
    void close() {
        validate.close();
    }

    @Test
    void acceptedRowsAreTypedKeyedAndStripped() {
        SourceRecord record = Rows.record(2, row());
        record.headers().addString("foreign", "kept");

        SourceRecord accepted = validate.apply(record);

        assertThat(accepted.topic()).isEqualTo("validated-input");
        assertThat(accepted.kafkaPartition()).isNull();
        assertThat(accepted.timestamp()).isEqualTo(Rows.TIME);
        assertThat(accepted.sourceOffset()).isEqualTo(record.sourceOffset());
        Struct value = (Struct) accepted.value();
        assertThat(value.schema()).isSameAs(accepted.valueSchema());
        assertThat(value.schema().name()).isEqualTo("client_a.analytics");
        assertThat(value.schema().version()).isEqualTo(2);
        assertThat(value.schema().fields())
                .extracting(field -> field.name())
                .containsExactlyElementsOf(
                        RAW.fields().stream().map(f -> f.name()).toList());
        assertThat(value.getInt64("IFINDEX")).isEqualTo(6_828_878_457_269L);
        assertThat(value.getInt32("ONUINDEX")).isEqualTo(20);
        assertThat(value.getFloat64("SPEEDIN")).isEqualTo(31_271_245.0);
        Struct key = (Struct) accepted.key();
        assertThat(key.schema()).isSameAs(accepted.keySchema());
        assertThat(key.schema().name()).isEqualTo("client_a.analytics.Key");
        assertThat(key.schema().version()).isNull();
        assertThat(key.schema().fields())
                .extracting(field -> field.name())
                .containsExactly("PROVINCECODE", "DEVICEID", "ONUID");
        assertThat(key.getString("ONUID")).isEqualTo("222277164261810113020");
        assertThat(names(accepted.headers())).containsExactly(SluiceHeaders.IMPORT, SluiceHeaders.ROW, "foreign");
        assertThat(SluiceHeaders.positionOf(accepted.headers())).contains(Rows.POSITION);
    }

    @Test
    void clientAsRowIsRefusedForBothItsNumbers() {
        SourceRecord record = Rows.record(1, row());
        record.headers().addString("foreign", "kept");

        SourceRecord refused = validate.apply(record);

        assertThat(refused.topic()).isEqualTo("import-error");
        assertThat(refused.kafkaPartition()).isNull();
        assertThat(refused.timestamp()).isEqualTo(Rows.TIME);
        assertThat(refused.sourcePartition()).isEqualTo(record.sourcePartition());
        Rejection rejection = Rejection.of((Struct) refused.value());
        assertThat(refused.valueSchema()).isSameAs(Rejection.SCHEMA);
        assertThat(refused.key()).isEqualTo(rejection.key());
        assertThat(refused.keySchema()).isSameAs(Rejection.KEY_SCHEMA);
        assertThat(rejection.context()).isEqualTo(Rows.pinned(1));
        assertThat(rejection.position()).isEqualTo(Rows.POSITION);
        assertThat(rejection.file()).isEqualTo("speed.csv");
        assertThat(rejection.stage()).isEqualTo(Rejection.VALIDATE);
        assertThat(rejection.raw()).isEqualTo("HKD,2222771642618,6828878457269");
        assertThat(rejection.time()).isEqualTo(Instant.ofEpochMilli(Rows.TIME));
        assertThat(rejection.violations())
                .containsExactly(
                        new Violation(
                                Violation.Code.OUT_OF_RANGE,
                                "IFINDEX",
                                "6828878457269",
                                "IFINDEX (line 2, bytes 83-163)='6828878457269' does not fit an int (-2147483648 to "
                                        + "2147483647); the row was not loaded. Correct the value, or define the column as "
                                        + "long."),
                        new Violation(
                                Violation.Code.OUT_OF_RANGE,
                                "ONUID",
                                "222277164261810113020",
                                "ONUID (line 2, bytes 83-163)='222277164261810113020' does not fit an int (-2147483648 to "
                                        + "2147483647); the row was not loaded. Correct the value, or define the column as "
                                        + "string."));
        assertThat(names(refused.headers())).containsExactly(SluiceHeaders.IMPORT, SluiceHeaders.ROW, "foreign");
    }

    /** As the file source makes them with {@code rows.carry.text=false}. */
    @Test
    void rowsWhoseTextStayedBehindAreCheckedAllTheSame() {
        SourceRecord good =
                Rows.record(row(), SluiceHeaders.ofRawRow(Rows.pinned(2).encode(), Rows.POSITION, "speed.csv"));
        assertThat(names(validate.apply(good).headers())).containsExactly(SluiceHeaders.IMPORT, SluiceHeaders.ROW);
        SourceRecord bad =
                Rows.record(row(), SluiceHeaders.ofRawRow(Rows.pinned(1).encode(), Rows.POSITION, "speed.csv"));
        Rejection rejection = Rejection.of((Struct) validate.apply(bad).value());
        assertThat(rejection.raw()).isNull();
        assertThat(rejection.file()).isEqualTo("speed.csv");
        assertThat(rejection.violations()).hasSize(2);
        SourceRecord nameless =
                Rows.record(row(), SluiceHeaders.ofRow(Rows.pinned(1).encode(), Rows.POSITION));
        assertThat(Rejection.of((Struct) validate.apply(nameless).value()).violations())
                .isEqualTo(rejection.violations());
    }

    @Test
    void failingThrowsEveryViolation() {
        SchemaValidate<SinkRecord> failing = configured(new SchemaValidate.Value<>(), Map.of("on.invalid", "fail"));

        assertThatThrownBy(() -> failing.apply(sink(Rows.record(1, row()))))
                .isInstanceOf(DataException.class)
                .isNotInstanceOf(RetriableException.class)
                .hasMessageContaining("client_a/speed-tracking-data file 'speed.csv' row 1 has 2 violations")
                .hasMessageContaining("OUT_OF_RANGE IFINDEX (line 2, bytes 83-163)='6828878457269'")
                .hasMessageContaining("OUT_OF_RANGE ONUID (line 2, bytes 83-163)='222277164261810113020'");
        SinkRecord accepted = failing.apply(sink(Rows.record(2, row())));
        assertThat(accepted.originalTopic()).isEqualTo("raw-input");
        assertThat(accepted.kafkaOffset()).isEqualTo(7);
        assertThat(((Struct) accepted.value()).getInt64("IFINDEX")).isEqualTo(6_828_878_457_269L);
        failing.close();
    }

    @Test
    void aSinkIsNeverGivenARejectionForARow() {
        SchemaValidate<SinkRecord> routing = configured(new SchemaValidate.Value<>(), Map.of());

        assertThatThrownBy(() -> routing.apply(sink(Rows.record(1, row()))))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("Set on.invalid=fail");
        routing.close();
    }

    @Test
    void eventsAndRejectionsPassUntouched() {
        ImportContext context = Rows.pinned(1);
        Event started = new Event.ImportStarted(context, Instant.EPOCH, "speed.csv", 9);
        SourceRecord event = Rows.record(started.toStruct(), SluiceHeaders.ofEvent(started));
        Rejection rejection = new Rejection(
                context,
                Rows.POSITION,
                "speed.csv",
                Rejection.PARSE,
                null,
                List.of(new Violation(Violation.Code.MALFORMED_CSV, null, null, "no")),
                Instant.EPOCH);
        SourceRecord parsed = Rows.record(rejection.toStruct(), SluiceHeaders.ofRow(context.encode(), Rows.POSITION));
        validate.apply(Rows.record(1, row()));

        assertThat(validate.apply(event)).isSameAs(event);
        assertThat(validate.apply(parsed)).isSameAs(parsed);
        assertThat(source.asked).hasSize(1);
    }

    @Test
    void aRowWhoseColumnsLookLikeARejectionsIsARowAllTheSame() {
        List<String> columns =
                Rejection.SCHEMA.fields().stream().map(field -> field.name()).toList();
        Schema disguised = Rows.rawSchema(columns);

        SourceRecord out = validate.apply(Rows.record(1, new Struct(disguised)));

        assertThat(out.topic()).isEqualTo("import-error");
        assertThat(Rejection.of((Struct) out.value()).violations()).hasSize(11);
    }

    @Test
    void aRejectionIsNoLargerThanRecordsMayBe() {
        validate.configure(
                new SchemaValidateConfig(
                        Map.of("schema.registry.url", "http://registry:8081", "max.message.bytes", "20000")),
                source);
        List<String> columns = IntStream.range(0, 3_000).mapToObj(i -> "c" + i).toList();
        Schema wide = Rows.rawSchema(columns);
        Headers headers =
                SluiceHeaders.ofRawRow(Rows.pinned(1).encode(), Rows.POSITION, "speed.csv", "é".repeat(30_000));

        SourceRecord out = validate.apply(Rows.record(new Struct(wide), headers));

        assertThat(out.topic()).isEqualTo("import-error");
        assertThat(RecordSize.of((Struct) out.key(), (Struct) out.value(), out.headers()))
                .isBetween(10_000L, 20_000L);
        assertThat(Rejection.of((Struct) out.value()).violations()).isNotEmpty();
    }

    @Test
    void unknownRecordsPassOrFail() {
        SourceRecord foreign = Rows.record(row(), new ConnectHeaders());
        SourceRecord tombstone = foreign.newRecord("t", 0, null, "k", null, null, 1L);
        SchemaValidate<SourceRecord> rejecting =
                configured(new SchemaValidate.Value<>(), Map.of("on.unknown", "reject"));

        assertThat(validate.apply(foreign)).isSameAs(foreign);
        assertThat(validate.apply(tombstone)).isSameAs(tombstone);
        assertThatThrownBy(() -> rejecting.apply(foreign))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("its schema cannot be told");
        rejecting.close();
    }

    @Test
    void damagedRowsNeverPassUnchecked() {
        Headers unreadable = new ConnectHeaders().addString(SluiceHeaders.IMPORT, "client_a/x");
        SourceRecord noStruct = Rows.record(2, row()).newRecord("t", null, null, null, null, "HKD,1", 1L);
        Headers noPosition = new ConnectHeaders()
                .addString(SluiceHeaders.IMPORT, Rows.pinned(1).encode());

        assertThatThrownBy(() -> validate.apply(Rows.record(row(), unreadable))).isInstanceOf(DataException.class);
        assertThatThrownBy(() -> validate.apply(noStruct)).isInstanceOf(DataException.class);
        assertThatThrownBy(() -> validate.apply(Rows.record(row(), noPosition))).isInstanceOf(DataException.class);
    }

    @Test
    void theSameRecordGivesAnEqualResultAndStaysAsItIs() {
        for (int version = 1; version <= 2; version++) {
            SourceRecord record = Rows.record(version, row());
            Struct before = row();
            List<String> headers = names(record.headers());

            SourceRecord first = validate.apply(record);
            SourceRecord second = validate.apply(record);

            assertThat(second).isEqualTo(first).isNotSameAs(first);
            assertThat(second.valueSchema()).isSameAs(first.valueSchema());
            assertThat(record.value()).isEqualTo(before);
            assertThat(names(record.headers())).isEqualTo(headers);
            assertThat(record.topic()).isEqualTo("validated-input");
        }
    }

    @Test
    void rowsOfSeveralVersionsInterleaveWithOneRegistryCallForEach() {
        for (int i = 0; i < 30; i++) {
            int version = 1 + i % 3;
            SourceRecord out = validate.apply(Rows.record(version, row()));
            assertThat(out.topic()).isEqualTo(version == 1 ? "import-error" : "validated-input");
            if (version != 1) {
                assertThat(out.valueSchema().version()).isEqualTo(version);
                assertThat(out.valueSchema().field("NOTE") != null).isEqualTo(version == 3);
            }
        }
        assertThat(source.asked)
                .containsExactly(
                        new SubjectVersion("client_a.analytics", 1),
                        new SubjectVersion("client_a.analytics", 2),
                        new SubjectVersion("client_a.analytics", 3));
    }

    @Test
    void aRegistryThatIsAwayMakesRowsWaitNotFail() {
        source.away = true;
        SourceRecord record = Rows.record(2, row());

        assertThatThrownBy(() -> validate.apply(record)).isInstanceOf(RetriableException.class);
        assertThatThrownBy(() -> validate.apply(record)).isInstanceOf(RetriableException.class);
        source.away = false;
        assertThat(validate.apply(record).topic()).isEqualTo("validated-input");
        source.away = true;
        assertThat(validate.apply(record).topic()).isEqualTo("validated-input");
    }

    @Test
    void aVersionThatIsNoContractRefusesItsRows() {
        source.with("client_a.analytics", 9, "{\"type\": \"string\"}");

        Rejection rejection =
                Rejection.of((Struct) validate.apply(Rows.record(9, row())).value());

        assertThat(rejection.violations()).hasSize(1);
        assertThat(rejection.violations().get(0).code()).isEqualTo(Violation.Code.INVALID_DEFINITION);
        assertThat(rejection.violations().get(0).message())
                .isEqualTo(
                        "row (line 2, bytes 83-163) cannot be validated against schema client_a.analytics version 9: its "
                                + "type is string, not record; the row was not loaded. Correct the definition and drop it again, "
                                + "then the file.");
    }

    @Test
    void valuesStayOutOfErrorsIfSoConfigured() {
        SchemaValidate<SourceRecord> discreet =
                configured(new SchemaValidate.Value<>(), Map.of("values.in.errors", "none"));

        Struct rejection = (Struct) discreet.apply(Rows.record(1, row())).value();

        assertThat(rejection.toString()).doesNotContain("6828878457269").doesNotContain("222277164261810113020");
        assertThat(Rejection.of(rejection).raw()).isNull();
        assertThat(Rejection.of(rejection).violations())
                .extracting(Violation::value)
                .containsOnlyNulls();
        discreet.close();
    }

    @Test
    void theErrorsTopicMayBeATenantsOwn() {
        SchemaValidate<SourceRecord> own =
                configured(new SchemaValidate.Value<>(), Map.of("errors.topic", "errors-${tenant}-${dataset}"));

        assertThat(own.apply(Rows.record(1, row())).topic()).isEqualTo("errors-client_a-speed-tracking-data");
        own.close();
    }

    @Test
    void closingTwiceGivesTheSourceBackOnce() {
        validate.close();
        validate.close();

        assertThat(source.closed).isEqualTo(1);
    }

    private <V extends SchemaValidate<?>> V configured(V transform, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("schema.registry.url", "http://registry:8081");
        transform.configure(new SchemaValidateConfig(all), source);
        return transform;
    }

    private static Struct row() {
        List<String> texts = List.of(
                "HKD",
                "2222771642618",
                "6828878457269",
                "1",
                "1",
                "13",
                "20",
                "222277164261810113020",
                "01/08/2019 11:38:33",
                "31271245",
                "1414548");
        Struct row = new Struct(RAW);
        for (int i = 0; i < texts.size(); i++) {
            row.put(RAW.fields().get(i), texts.get(i));
        }
        return row;
    }

    private static SinkRecord sink(SourceRecord record) {
        return new SinkRecord(
                "raw-input",
                3,
                record.keySchema(),
                record.key(),
                record.valueSchema(),
                record.value(),
                7,
                record.timestamp(),
                TimestampType.CREATE_TIME,
                record.headers());
    }

    private static List<String> names(Headers headers) {
        List<String> names = new java.util.ArrayList<>();
        for (Header header : headers) {
            names.add(header.key());
        }
        return names;
    }
}
