package dev.sluice.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.storage.HeaderConverter;
import org.apache.kafka.connect.storage.SimpleHeaderConverter;
import org.apache.kafka.connect.storage.StringConverter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContractTest {
    private static final Instant TIME = Instant.ofEpochMilli(1_763_682_912_345L);
    private static final ImportContext CONTEXT = new ImportContext(
            DatasetId.of("client_a", "speed-tracking-data"),
            "0123456789abcdef0123",
            "analytics",
            3,
            1_763_682_912_345_678L);
    private static final Violation REASON =
            new Violation(Violation.Code.OUT_OF_RANGE, "IFINDEX", "6828878457269", "does not fit an int");

    static List<Event> events() {
        return List.of(
                new Event.DatasetDefined(
                        CONTEXT.dataset(),
                        TIME,
                        "d.dataset.json",
                        "analytics",
                        3,
                        "ks",
                        List.of("a", "b"),
                        List.of("c"),
                        "{}"),
                new Event.DatasetRejected("client_a", null, TIME, "d.dataset.json", List.of(REASON)),
                new Event.ImportStarted(CONTEXT, TIME, "x.csv", 42),
                new Event.ImportEnded(CONTEXT, TIME, "x.csv", 42, 10, 7, 3, "00ff"),
                new Event.ImportFailed(CONTEXT, TIME, "x.csv", 10, 7, 2, 1, List.of(REASON)),
                new Event.FileRejected("client_a", null, TIME, "x.csv", 42, List.of(REASON)));
    }

    @Test
    void everyKindOfEventIsTried() {
        assertThat(events().stream().map(Object::getClass).collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(Arrays.asList(Event.class.getPermittedSubclasses()));
    }

    @ParameterizedTest
    @MethodSource("events")
    void eventsSurviveTheWire(Event event) {
        Struct struct = event.toStruct();
        struct.validate();
        event.key().validate();
        assertThat(Event.of(struct)).isEqualTo(event);
        Headers headers = SluiceHeaders.ofEvent(event);
        assertThat(SluiceHeaders.isEvent(headers)).isTrue();
        assertThat(SluiceHeaders.text(headers, SluiceHeaders.EVENT)).contains(event.type());
        assertThat(SluiceHeaders.text(headers, SluiceHeaders.TENANT)).contains("client_a");
    }

    @Test
    void rejectionsSurviveTheWire() {
        Rejection rejection = new Rejection(
                CONTEXT,
                new RowPosition(1, 2, 83, 80),
                "x.csv",
                Rejection.VALIDATE,
                "a,b",
                List.of(REASON, REASON),
                TIME);
        Struct struct = rejection.toStruct();
        struct.validate();
        rejection.key().validate();
        assertThat(Rejection.isRejection(struct.schema())).isTrue();
        assertThat(Rejection.isRejection(Event.SCHEMA)).isFalse();
        assertThat(Rejection.of(struct)).isEqualTo(rejection);
    }

    /** A broker takes no record of any size, and a task whose record it refuses would end again and again. */
    @Test
    void aRejectionTellsTheFirstOfVeryManyReasonsAndHowManyMoreThereAre() {
        Violation longOne = new Violation(Violation.Code.RULE_FAILED, "c", "v", "x".repeat(100_000));
        assertThat(rejectedFor(Collections.nCopies(256, REASON)).violations()).hasSize(256);
        for (Rejection rejection : List.of(
                rejectedFor(Collections.nCopies(5_000, REASON)), rejectedFor(Collections.nCopies(9, longOne)))) {
            List<Violation> told = rejection.violations();
            int first = told.size() - 1;
            assertThat(first).isBetween(1, 256);
            assertThat(told.get(first).code()).isEqualTo(Violation.Code.MORE_VIOLATIONS);
            assertThat(told.get(first).message()).contains(" " + ((first == 256 ? 5_000 : 9) - first) + " more");
            assertThat(Rejection.of(rejection.toStruct())).isEqualTo(rejection);
        }
    }

    @Test
    void aRejectionIsCutToWhatARecordHoldsItsTextFirst() {
        Violation longOne = new Violation(Violation.Code.RULE_FAILED, "c", "v", "€".repeat(30_000));
        Headers headers = SluiceHeaders.ofRow(CONTEXT.encode(), new RowPosition(1, 2, 3, 4));
        Rejection small = rejectedFor(List.of(REASON));
        assertThat(small.fitting(headers, RecordSize.LEAST_LIMIT)).isSameAs(small);
        Random random = new Random(5);
        for (int i = 0; i < 2_000; i++) {
            List<Violation> reasons = new ArrayList<>(Collections.nCopies(random.nextInt(300), REASON));
            reasons.addAll(Collections.nCopies(random.nextInt(2), longOne));
            Collections.shuffle(reasons, random);
            reasons.add(REASON);
            String raw = random.nextInt(4) == 0 ? null : "ä😀x".repeat(random.nextInt(20_000));
            Rejection whole =
                    new Rejection(CONTEXT, new RowPosition(1, 2, 3, 4), "x.csv", Rejection.PARSE, raw, reasons, TIME);
            long most = RecordSize.LEAST_LIMIT + (long) random.nextInt(100_000);

            Rejection cut = whole.fitting(headers, most);

            assertThat(RecordSize.of(cut.key(), cut.toStruct(), headers)).isLessThanOrEqualTo(most);
            assertThat(cut.violations().get(0).code())
                    .isEqualTo(whole.violations().get(0).code());
            if (!cut.violations().equals(whole.violations())) {
                assertThat(cut.raw()).as("goes before a violation does").isNull();
            } else if (cut.raw() != null && !cut.equals(whole)) {
                assertThat(cut.raw()).endsWith("…");
                assertThat(whole.raw())
                        .startsWith(cut.raw().substring(0, cut.raw().length() - 1));
                assertThat(RecordSize.of(cut.key(), cut.toStruct(), headers)).isGreaterThan(most - 16);
            }
            assertThat(Rejection.of(cut.toStruct())).isEqualTo(cut);
        }
    }

    @ParameterizedTest
    @MethodSource("events")
    void anEventIsCutToWhatARecordHolds(Event event) {
        assertThat(event.fitting(RecordSize.DEFAULT_LIMIT)).isEqualTo(event);
    }

    @Test
    void reasonsOfAnEventAreCutToWhatARecordHolds() {
        List<Violation> reasons = List.of(new Violation(Violation.Code.UNKNOWN_COLUMN, "c", "v", "x".repeat(500_000)));
        for (Event event : List.of(
                new Event.FileRejected("client_a", "d", TIME, "x.csv", 1, reasons),
                new Event.DatasetRejected("client_a", "d", TIME, "x.json", reasons),
                new Event.ImportFailed(CONTEXT, TIME, "x.csv", 1, 0, 0, 1, reasons))) {
            Event cut = event.fitting(20_000);
            assertThat(cut.size()).isBetween(19_900L, 20_000L);
            assertThat(Event.of(cut.toStruct())).isEqualTo(cut);
        }
    }

    private static Rejection rejectedFor(List<Violation> reasons) {
        return new Rejection(CONTEXT, new RowPosition(1, 2, 3, 4), "x.csv", Rejection.VALIDATE, "raw", reasons, TIME);
    }

    @Test
    void anOrdinalTellsItsBlock() {
        assertThat(RowPosition.block(1)).isZero();
        assertThat(RowPosition.block(RowPosition.BLOCK_ROWS)).isZero();
        assertThat(RowPosition.block(RowPosition.BLOCK_ROWS + 1)).isEqualTo(1);
        assertThat(new RowPosition(100_000_000, 1, 0, 1).block()).isEqualTo(381);
    }

    private static SchemaBuilder rejectionFields(String name, String without) {
        SchemaBuilder builder = SchemaBuilder.struct().name(name);
        Rejection.SCHEMA.fields().stream()
                .filter(field -> !field.name().equals(without))
                .forEach(field -> builder.field(field.name(), field.schema()));
        return builder;
    }

    @Test
    void aRejectionIsToldByTheNameOfItsSchemaWhateverAConverterLeavesOfIt() {
        assertThat(Rejection.isRejection(rejectionFields("dev.sluice.Rejection", "raw")))
                .as("of a later contract")
                .isTrue();
        assertThat(Rejection.isRejection(rejectionFields("Rejection", "")))
                .as("as Protobuf names it")
                .isTrue();
        assertThat(Rejection.isRejection(rejectionFields(null, "")))
                .as("without a name")
                .isTrue();
        assertThat(Rejection.isRejection(rejectionFields("Rejection", "raw"))).isFalse();
        assertThat(Rejection.isRejection(rejectionFields(null, "raw"))).isFalse();
        assertThat(Rejection.isRejection(rejectionFields("client_a.rows", "")))
                .as("a row whose columns are called so")
                .isFalse();
        assertThat(Rejection.isRejection(Schema.STRING_SCHEMA)).isFalse();
        assertThat(Rejection.isRejection(null)).isFalse();
    }

    @Test
    void aRejectionNeedsAReason() {
        assertThatThrownBy(() -> new Rejection(
                        CONTEXT, new RowPosition(1, 2, 83, 80), "x.csv", Rejection.PARSE, null, List.of(), TIME))
                .hasMessageContaining("no reason");
    }

    static List<HeaderConverter> headerConverters() {
        SimpleHeaderConverter simple = new SimpleHeaderConverter();
        return List.of(new StringConverter(), simple);
    }

    @ParameterizedTest
    @MethodSource("headerConverters")
    void rowHeadersSurviveEveryHeaderConverter(HeaderConverter converter) {
        RowPosition position = new RowPosition(4711, 4712, 372_901, 81);
        Headers sent = SluiceHeaders.withoutRaw(SluiceHeaders.ofRawRow(CONTEXT.encode(), position, "x y.csv", "a,b"));
        Headers received = new ConnectHeaders();
        sent.forEach(header -> received.add(
                header.key(),
                converter.toConnectHeader(
                        "topic",
                        header.key(),
                        converter.fromConnectHeader("topic", header.key(), header.schema(), header.value()))));
        assertThat(received).hasSize(2);
        assertThat(SluiceHeaders.importOf(received)).contains(CONTEXT);
        assertThat(SluiceHeaders.positionOf(received)).contains(position);
        assertThat(SluiceHeaders.isEvent(received)).isFalse();
    }

    @Test
    void otherPeoplesHeadersStay() {
        Headers headers = SluiceHeaders.ofRawRow(CONTEXT.encode(), new RowPosition(1, 2, 3, 4), "f", "raw");
        headers.addString("trace", "1");
        assertThat(SluiceHeaders.withoutRaw(headers))
                .extracting("key")
                .containsExactly(SluiceHeaders.IMPORT, SluiceHeaders.ROW, "trace");
    }

    @Test
    void recordsThatAreNotOursHaveNoImport() {
        assertThat(SluiceHeaders.importOf(new ConnectHeaders())).isEmpty();
        assertThat(SluiceHeaders.positionOf(new ConnectHeaders())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "A", "1a", "a-b", "a.b", "a/b", "..", "a b", "ä", "a234567890123456789012345678901234567890x"
            })
    void badTenantNamesAreRefused(String name) {
        assertThat(Tenant.isValid(name)).isFalse();
        assertThatThrownBy(() -> new Tenant(name)).hasMessageContaining("'" + name + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".x", "-x", "a/b", "..", "a b", "a\nb"})
    void badDatasetNamesAreRefused(String name) {
        assertThatThrownBy(() -> DatasetId.of("client_a", name)).hasMessageContaining("not a valid name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a/b/c", "client_a/d/0123456789abcdef0123/t/1", "client_a/d/xyz/t/1/2"})
    void damagedImportHeadersAreRefused(String text) {
        assertThatThrownBy(() -> ImportContext.decode(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1/2/3", "1/2/3/x", "1/2/3/4/5"})
    void damagedPositionsAreRefused(String text) {
        assertThatThrownBy(() -> RowPosition.decode(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void longValuesAreCutBetweenCharacters() {
        String face = "😀".repeat(Violation.MAX_VALUE_LENGTH);
        String cut = Violation.cut("x" + face);
        assertThat(cut).endsWith("…").hasSizeLessThanOrEqualTo(Violation.MAX_VALUE_LENGTH);
        assertThat(cut.codePoints().filter(c -> Character.isSurrogate((char) c) && c < 0x10000))
                .isEmpty();
        assertThat(Violation.cut("short")).isEqualTo("short");
    }

    @Test
    void theVersionIsFilledIn() {
        assertThat(SluiceVersion.get()).isNotBlank().doesNotContain("$");
    }

    @Test
    void aRawRowIsKnownByItsName() {
        assertThat(SchemaProperties.isRawName(SchemaProperties.rawName("client_a.analytics")))
                .isTrue();
        assertThat(SchemaProperties.isRawName("client_a.analytics")).isFalse();
        assertThat(SchemaProperties.isRawName(null)).isFalse();
    }
}
