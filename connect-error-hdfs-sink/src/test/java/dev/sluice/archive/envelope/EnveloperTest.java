package dev.sluice.archive.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.archive.envelope.Envelope.Head;
import dev.sluice.archive.envelope.Envelope.Kind;
import dev.sluice.archive.envelope.Envelope.Reason;
import dev.sluice.contract.DatasetId;
import dev.sluice.contract.Event;
import dev.sluice.contract.ImportContext;
import dev.sluice.contract.Rejection;
import dev.sluice.contract.RowPosition;
import dev.sluice.contract.SluiceHeaders;
import dev.sluice.contract.Violation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

class EnveloperTest {
    private static final Instant TIME = Instant.ofEpochMilli(1_763_682_912_345L);
    private static final ImportContext CONTEXT = new ImportContext(
            DatasetId.of("client_a", "speed-tracking-data"), "0123456789abcdef0123", "analytics", 3, 77);
    private static final RowPosition POSITION = new RowPosition(4711, 4712, 372_901, 81);
    private static final Rejection REJECTION = new Rejection(
            CONTEXT,
            POSITION,
            "sub/x.csv",
            Rejection.VALIDATE,
            "a,\"b\nc\"",
            List.of(
                    new Violation(Violation.Code.OUT_OF_RANGE, "IFINDEX", "6828878457269", "does not fit an int"),
                    new Violation(Violation.Code.TYPE_MISMATCH, "ONUID", "x", "is no int")),
            TIME);

    @Test
    void aRejectionIsKeptWhole() {
        Headers headers = SluiceHeaders.ofRow(CONTEXT.encode(), POSITION);
        headers.addString("trace", "1");
        Envelope envelope = envelop(REJECTION.key(), Rejection.SCHEMA, REJECTION.toStruct(), headers);
        assertThat(envelope)
                .isEqualTo(new Envelope(
                        Kind.REJECTION,
                        "client_a",
                        "speed-tracking-data",
                        "0123456789abcdef0123",
                        new Envelope.Row(
                                "sub/x.csv", 4711L, 4712L, 372_901L, 81L, "validate", "client_a.analytics", 3, 77L),
                        List.of(
                                new Reason("OUT_OF_RANGE", "IFINDEX", "6828878457269", "does not fit an int"),
                                new Reason("TYPE_MISMATCH", "ONUID", "x", "is no int")),
                        "a,\"b\nc\"",
                        null,
                        null,
                        List.of(new Head("trace", "1", null)),
                        new Envelope.Origin("errors", 2, 42, 5L),
                        null,
                        TIME.toEpochMilli()));
    }

    @Test
    void codesOfANewerContractKeepTheirName() {
        Struct struct = REJECTION.toStruct();
        struct.put(
                "violations", List.of(REJECTION.violations().get(0).toStruct().put("code", "BRAND_NEW")));
        assertThat(envelop(null, Rejection.SCHEMA, struct, new ConnectHeaders()).violations())
                .extracting(Reason::code)
                .containsExactly("BRAND_NEW");
    }

    @Test
    void aRejectionOfAnInvalidTenantIsKeptAsItIsAndMarked() {
        Struct struct = REJECTION.toStruct().put("tenant", "../../etc");
        Envelope envelope = envelop(null, Rejection.SCHEMA, struct, new ConnectHeaders());
        assertThat(envelope.kind()).isEqualTo(Kind.OTHER);
        assertThat(envelope.tenant()).isNull();
        assertThat(envelope.raw()).contains("\"tenant\":\"../../etc\"").contains("IFINDEX");
        assertThat(envelope.violations()).extracting(Reason::code).containsExactly(Enveloper.NOT_A_REJECTION);
    }

    @Test
    void aDeadLetterKeepsBytesHeadersAndReason() {
        Headers headers = SluiceHeaders.ofRow(CONTEXT.encode(), POSITION);
        headers.addBytes("__connect.errors.topic", utf8("raw-input"));
        headers.addBytes("__connect.errors.partition", utf8("3"));
        headers.addBytes("__connect.errors.offset", utf8("4711"));
        headers.addBytes("__connect.errors.stage", utf8("TRANSFORMATION"));
        headers.addBytes(
                "__connect.errors.exception.class.name", utf8("org.apache.kafka.connect.errors.DataException"));
        headers.addBytes("__connect.errors.exception.message", utf8("IFINDEX does not fit"));
        headers.addBytes("binary", new byte[] {(byte) 0xff, 0});
        byte[] value = {0, 1, (byte) 0xff};
        byte[] key = {9};
        Envelope envelope = envelop(key, Schema.BYTES_SCHEMA, value, headers);
        assertThat(envelope.kind()).isEqualTo(Kind.DEAD_LETTER);
        assertThat(envelope.tenant()).isEqualTo("client_a");
        assertThat(envelope.row().ordinal()).isEqualTo(4711);
        assertThat(envelope.row().stage()).isEqualTo("TRANSFORMATION");
        assertThat(envelope.rawBytes()).isEqualTo(ByteBuffer.wrap(value));
        assertThat(envelope.keyBytes()).isEqualTo(ByteBuffer.wrap(key));
        assertThat(envelope.violations())
                .containsExactly(new Reason(
                        DeadLetter.CODE,
                        null,
                        "org.apache.kafka.connect.errors.DataException",
                        "IFINDEX does not fit"));
        assertThat(envelope.headers())
                .contains(
                        new Head("__connect.errors.topic", "raw-input", null),
                        new Head("binary", null, ByteBuffer.wrap(new byte[] {(byte) 0xff, 0})),
                        new Head(SluiceHeaders.IMPORT, CONTEXT.encode(), null))
                .hasSize(9);
        assertThat(envelope.time()).isEqualTo(5);
        assertThat(envelope.source()).isEqualTo(new Envelope.Source("raw-input", 3, 4711L));
    }

    @Test
    void violationsThatSluicesTransformListsInASinksChainAreToldOneByOne() {
        ConnectHeaders headers = new ConnectHeaders();
        headers.addString("__connect.errors.exception.class.name", "DataException");
        headers.addString("__connect.errors.exception.message", """
                client_a/d file 'x.csv' row 7 has 2 violations:
                OUT_OF_RANGE IFINDEX (x.csv row 7)='99' does not fit; the row was not loaded. Cure.
                COLUMN_COUNT row (x.csv row 7) has too few
                NOT_A_CODE x""");
        assertThat(envelop(null, Schema.BYTES_SCHEMA, new byte[0], headers).violations())
                .extracting(Reason::code, Reason::column)
                .containsExactly(
                        tuple(DeadLetter.CODE, null), tuple("OUT_OF_RANGE", "IFINDEX"), tuple("COLUMN_COUNT", "row"));
    }

    @Test
    void nonsenseInADeadLettersHeadersIsKeptAsHeadersOnly() {
        ConnectHeaders headers = new ConnectHeaders();
        headers.addString("__connect.errors.topic", "t");
        headers.addString("__connect.errors.partition", "-1");
        headers.addString("__connect.errors.offset", "many");
        Envelope envelope = envelop(null, Schema.BYTES_SCHEMA, new byte[0], headers);
        assertThat(envelope.source()).isEqualTo(new Envelope.Source("t", null, null));
        assertThat(envelope.headers()).hasSize(3);
    }

    @Test
    void eventsArePassedOver() {
        Event event = new Event.FileRejected("client_a", null, TIME, "x.csv", 42, List.of());
        assertThat(Enveloper.envelop(record(null, Event.SCHEMA, event.toStruct(), SluiceHeaders.ofEvent(event))))
                .isEmpty();
        assertThat(Enveloper.envelop(record(null, Event.SCHEMA, event.toStruct(), new ConnectHeaders())))
                .isEmpty();
    }

    @Test
    void tombstonesStringsAndMapsAreKept() {
        assertThat(envelop(null, null, null, new ConnectHeaders()).kind()).isEqualTo(Kind.OTHER);
        assertThat(envelop("key", Schema.STRING_SCHEMA, "text", new ConnectHeaders()))
                .satisfies(envelope -> {
                    assertThat(envelope.raw()).isEqualTo("text");
                    assertThat(envelope.keyBytes()).isEqualTo(ByteBuffer.wrap(utf8("key")));
                });
        Map<String, Object> map = Map.of("a", Arrays.asList(1, null, Double.NaN, true, new byte[] {1}));
        assertThat(envelop(null, null, map, new ConnectHeaders()).raw())
                .isEqualTo("{\"a\":[1,null,\"NaN\",true,\"AQ==\"]}");
    }

    @Test
    void bottomlessStructuresAreCut() {
        List<Object> circle = new ArrayList<>();
        circle.add(circle);
        assertThat(envelop(null, null, circle, new ConnectHeaders()).raw()).contains("…");
    }

    @Test
    void someoneElsesHeadersOfOurNamesAreKept() {
        ConnectHeaders headers = new ConnectHeaders();
        headers.addString(SluiceHeaders.IMPORT, "not/ours");
        headers.addInt(SluiceHeaders.ROW, 7);
        Envelope envelope = envelop(null, Schema.STRING_SCHEMA, "x", headers);
        assertThat(envelope.importId()).isNull();
        assertThat(envelope.headers()).hasSize(2);
    }

    @Test
    void aStructThatOnlyLooksLikeARejectionIsKept() {
        Schema schema = SchemaBuilder.struct()
                .name(Rejection.SCHEMA.name())
                .field("x", Schema.INT32_SCHEMA)
                .build();
        assertThat(envelop(null, schema, new Struct(schema).put("x", 1), new ConnectHeaders())
                        .raw())
                .isEqualTo("{\"x\":1}");
    }

    private static Envelope envelop(Object key, Schema schema, Object value, Headers headers) {
        return Enveloper.envelop(record(key, schema, value, headers)).orElseThrow();
    }

    private static SinkRecord record(Object key, Schema schema, Object value, Headers headers) {
        return new SinkRecord("errors", 2, null, key, schema, value, 42, 5L, TimestampType.CREATE_TIME, headers);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
