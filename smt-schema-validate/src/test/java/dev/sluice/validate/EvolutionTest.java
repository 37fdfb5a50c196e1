package dev.sluice.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.contract.Rejection;
import dev.sluice.contract.SluiceHeaders;
import dev.sluice.contract.Violation;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import javax.management.JMException;
import javax.management.ObjectName;
import javax.management.openmbean.TabularData;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Schemas, and the rules in them, that change while rows pass. Replay with {@code -Dseed=}. */
class EvolutionTest {
    private static final String SUBJECT = "client_a.analytics";
    private static final Schema RAW = Rows.rawSchema(List.of("a", "b"));

    private final FakeSchemaSource source = new FakeSchemaSource()
            .with(SUBJECT, 1, schema("int", "[]", ""))
            .with(SUBJECT, 2, schema("long", "[{\"type\": \"range\", \"column\": \"a\", \"max\": 5000000000}]", ""));
    private final SchemaValidate<SourceRecord> validate = configured(Map.of());

    @AfterEach
    void close() {
        validate.close();
    }

    @Test
    void rowsAreCheckedAgainstTheVersionThatTheyArePinnedToInAnyOrder() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("seed=" + seed);
        Random random = new Random(seed);
        boolean third = false;
        for (int i = 0; i < 5_000; i++) {
            if (i == 2_500) {
                SourceRecord early = row(3, "1");
                assertThatThrownBy(() -> validate.apply(early)).isInstanceOf(RetriableException.class);
                source.with(
                        SUBJECT,
                        3,
                        schema(
                                "long",
                                "[{\"type\": \"range\", \"column\": \"a\", \"max\": 3000000000, \"action\": \"warn\"}]",
                                ", {\"name\": \"c\", \"type\": \"string\", \"default\": \"new\"}"));
                // Asked again only after a while: a transform of its own stands for the time that has passed.
                SchemaValidate<SourceRecord> later = configured(Map.of());
                assertThat(later.apply(early).valueSchema().version()).isEqualTo(3);
                later.close();
                third = true;
            }
            int version = 1 + random.nextInt(2);
            long a = random.nextLong(7_000_000_000L);
            SourceRecord out = validate.apply(row(version, Long.toString(a)));
            boolean good = version == 1 ? a <= Integer.MAX_VALUE : a <= 5_000_000_000L;
            assertThat(out.topic())
                    .as("%d in version %d", a, version)
                    .isEqualTo(good ? "validated-input" : "import-error");
            if (good) {
                assertThat(out.valueSchema().version()).isEqualTo(version);
                assertThat(out.valueSchema().field("c")).isNull();
            } else {
                assertThat(codes(out))
                        .containsExactly(version == 1 ? Violation.Code.OUT_OF_RANGE : Violation.Code.RULE_FAILED);
            }
        }
        assertThat(third).isTrue();
        // One call for each version and transform, and one in vain.
        assertThat(source.asked).hasSize(4);
    }

    @Test
    void theLatestVersionIsAskedForOnceInAWhile() {
        SchemaValidate<SourceRecord> latest = configured(Map.of("version", "latest"));

        for (int i = 0; i < 100; i++) {
            assertThat(latest.apply(row(1, "3000000000")).valueSchema().version())
                    .isEqualTo(2);
        }
        SourceRecord refused = latest.apply(row(1, "6000000000"));

        assertThat(Rejection.of((Struct) refused.value()).context().version()).isEqualTo(2);
        assertThat(source.askedForLatest).isEqualTo(1);
        assertThat(source.asked).hasSize(1);
        latest.close();
    }

    @Test
    void theSubjectComesFromTheRecord() {
        source.with("topic.orders", 1, schema("int", "[]", ""));
        SchemaValidate<SourceRecord> byHeader =
                configured(Map.of("version", "latest", "subject", "topic.${header:table}"));
        SourceRecord named = Rows.record(
                Rows.raw(RAW, Map.of("a", "1", "b", "x")), new ConnectHeaders().addString("table", "orders"));
        SourceRecord nameless = Rows.record(Rows.raw(RAW, Map.of("a", "1", "b", "x")), new ConnectHeaders());

        assertThat(byHeader.apply(named).valueSchema().name()).isEqualTo("topic.orders");
        assertThat(byHeader.apply(nameless)).isSameAs(nameless);
        byHeader.close();
    }

    @Test
    void aWarnedRowSaysSoAndIsCounted() throws JMException {
        source.with(
                SUBJECT,
                4,
                schema(
                        "long",
                        "[{\"type\": \"range\", \"column\": \"a\", \"max\": 5, \"action\": \"warn\"},"
                                + " {\"type\": \"expression\", \"expression\": \"b != 'y'\", \"name\": \"no y\", \"action\": \"warn\"}]",
                        ""));
        Set<ObjectName> before = beans();
        SchemaValidate<SourceRecord> warning = configured(Map.of());
        Set<ObjectName> mine = beans();
        mine.removeAll(before);
        ObjectName bean = mine.iterator().next();

        SourceRecord good = warning.apply(row(4, "5"));
        SourceRecord warned = warning.apply(row(4, "6", "y"));
        warning.apply(row(4, "7"));
        SourceRecord refused = warning.apply(row(4, "x", "y"));

        assertThat(SluiceHeaders.text(good.headers(), SluiceHeaders.WARNINGS)).isEmpty();
        assertThat(SluiceHeaders.text(warned.headers(), SluiceHeaders.WARNINGS)).contains("2/range a; no y");
        assertThat(warned.topic()).isEqualTo("validated-input");
        assertThat(codes(refused)).containsExactly(Violation.Code.TYPE_MISMATCH, Violation.Code.WARNING);
        assertThat(Rejection.of((Struct) refused.value()).violations().get(1).message())
                .contains("breaks the rule 'no y': the expression is false; nothing is refused for this alone.");
        assertThat(attribute(bean, "RowsWithWarnings")).isEqualTo(2L);
        assertThat(entry(bean, "WarningsByRule", SUBJECT + ": range a")).isEqualTo(2L);
        assertThat(entry(bean, "WarningsByRule", SUBJECT + ": no y")).isEqualTo(1L);
        assertThat(entry(bean, "FirstWarningByRule", SUBJECT + ": no y")).isEqualTo("speed.csv (line 2, bytes 83-163)");
        assertThat(attribute(bean, "RegistryFailures")).isEqualTo(0L);
        assertThat((Double) attribute(bean, "RegistryMaxMs"))
                .isGreaterThanOrEqualTo((Double) attribute(bean, "RegistryMeanMs"));
        warning.close();

        SchemaValidate<SourceRecord> silent = configured(Map.of("warnings.header", "false"));
        assertThat(SluiceHeaders.text(silent.apply(row(4, "6")).headers(), SluiceHeaders.WARNINGS))
                .isEmpty();
        silent.close();
    }

    private static Object attribute(ObjectName bean, String name) throws JMException {
        return ManagementFactory.getPlatformMBeanServer().getAttribute(bean, name);
    }

    private static Object entry(ObjectName bean, String attribute, String key) throws JMException {
        return ((TabularData) attribute(bean, attribute))
                .get(new Object[] {key})
                .get("value");
    }

    private static Set<ObjectName> beans() throws JMException {
        return ManagementFactory.getPlatformMBeanServer()
                .queryNames(new ObjectName("dev.sluice:type=smt-schema-validate,*"), null);
    }

    private static List<Violation.Code> codes(SourceRecord refused) {
        return Rejection.of((Struct) refused.value()).violations().stream()
                .map(Violation::code)
                .toList();
    }

    private static SourceRecord row(int version, String a) {
        return row(version, a, "x");
    }

    private static SourceRecord row(int version, String a, String b) {
        return Rows.record(version, Rows.raw(RAW, Map.of("a", a, "b", b)));
    }

    private SchemaValidate<SourceRecord> configured(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("schema.registry.url", "http://registry:8081");
        SchemaValidate<SourceRecord> transform = new SchemaValidate.Value<>();
        transform.configure(new SchemaValidateConfig(all), source);
        return transform;
    }

    private static String schema(String typeOfA, String rules, String more) {
        return """
                {"type": "record", "name": "analytics", "namespace": "client_a", "sluice.rules": %s, "fields": [
                  {"name": "a", "type": "%s"}, {"name": "b", "type": "string"}%s]}""".formatted(rules, typeOfA, more);
    }
}
