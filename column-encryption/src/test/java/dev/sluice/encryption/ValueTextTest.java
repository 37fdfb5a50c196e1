package dev.sluice.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.check.Checked;
import dev.sluice.check.CompiledSchema;
import dev.sluice.check.RowCheck;
import dev.sluice.check.RowShape;
import dev.sluice.check.read.Notation;
import dev.sluice.check.schema.ConnectTypes;
import dev.sluice.check.schema.SubjectVersion;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts of random values of each type, read again by what reads tenants' files. Replay with {@code -Dseed=}. */
class ValueTextTest {
    private static final int VALUES = 3_000;
    private static final long MILLIS_PER_DAY = 86_400_000;
    /** 0000-01-01 and 9999-12-31: row-check reads years of four digits. */
    private static final long FIRST_DAY = -719_528;

    private static final long LAST_DAY = 2_932_896;

    private Random random;

    @BeforeEach
    void seed() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("seed=" + seed);
        random = new Random(seed);
    }

    @Test
    void everyValueIsReadAgainFromItsText() {
        types().forEach((type, values) -> {
            ValueText texts = ValueText.ofType(parse(type));
            RowCheck reader = reader(type);
            for (int i = 0; i < VALUES; i++) {
                Object value = values.apply(random);
                String text = new String(texts.of(value), StandardCharsets.UTF_8);
                Checked checked = reader.check(List.of(text), RowCheck.NO_TIME);
                assertThat(checked).as(type + " " + text).isInstanceOf(Checked.Accepted.class);
                assertThat(((Checked.Accepted) checked).value().get("v"))
                        .as(type + " " + text)
                        .isEqualTo(value);
            }
        });
    }

    @Test
    void equalValuesHaveEqualTextsAndOthersHaveOthers() {
        types().forEach((type, values) -> {
            ValueText texts = ValueText.ofType(parse(type));
            Map<String, Object> seen = new LinkedHashMap<>();
            for (int i = 0; i < VALUES; i++) {
                Object value = values.apply(random);
                String text = new String(texts.of(value), StandardCharsets.UTF_8);
                assertThat(seen.getOrDefault(text, value)).as(type + " " + text).isEqualTo(value);
                assertThat(seen.containsValue(value) && !seen.containsKey(text))
                        .as(type + " " + text)
                        .isFalse();
                if (seen.size() < 50) {
                    seen.put(text, value);
                }
            }
        });
    }

    /** A value for each type that row-check has one for; every tenth is one of a few, so that equal ones meet. */
    private static Map<String, Function<Random, Object>> types() {
        Map<String, Function<Random, Object>> types = new LinkedHashMap<>();
        types.put("\"boolean\"", Random::nextBoolean);
        types.put("\"int\"", random -> few(random) ? (Object) random.nextInt(3) : random.nextInt());
        types.put("\"long\"", random -> few(random) ? (Object) random.nextLong(3) : random.nextLong());
        types.put("\"float\"", random -> finite(random, () -> Float.intBitsToFloat(random.nextInt()), 1.5f));
        types.put("\"double\"", random -> finite(random, () -> Double.longBitsToDouble(random.nextLong()), 1.5));
        types.put("\"string\"", random -> few(random) ? "same" : string(random));
        types.put(logical("string", "uuid"), random -> new UUID(random.nextLong(), random.nextLong()).toString());
        types.put(
                "{\"type\": \"enum\", \"name\": \"Colour\", \"symbols\": [\"RED\", \"GREEN\"]}",
                random -> random.nextBoolean() ? "RED" : "GREEN");
        types.put(decimal(38, 10), random -> new BigDecimal(new BigInteger(120, random), 10));
        types.put(decimal(18, 0), random -> BigDecimal.valueOf(random.nextLong(1_000_000), 0));
        types.put(decimal(9, 9), random -> BigDecimal.valueOf(random.nextLong(2) - 1, 9));
        types.put(logical("int", "date"), random -> ConnectTypes.date(day(random) * MILLIS_PER_DAY));
        types.put(logical("int", "time-millis"), random -> ConnectTypes.date(random.nextLong(MILLIS_PER_DAY)));
        types.put(logical("long", "time-micros"), random -> random.nextLong(MILLIS_PER_DAY * 1_000));
        types.put(logical("long", "timestamp-millis"), random -> ConnectTypes.date(units(random, 1_000)));
        types.put(logical("long", "timestamp-micros"), random -> units(random, 1_000_000));
        types.put(logical("long", "timestamp-nanos"), Random::nextLong);
        types.put(logical("long", "local-timestamp-millis"), random -> units(random, 1_000));
        types.put(logical("long", "local-timestamp-micros"), random -> units(random, 1_000_000));
        types.put(logical("long", "local-timestamp-nanos"), Random::nextLong);
        return types;
    }

    @Test
    void extremesAreWrittenAsIsoDoes() {
        assertThat(text("\"int\"", Integer.MIN_VALUE)).isEqualTo("-2147483648");
        assertThat(text("\"long\"", Long.MIN_VALUE)).isEqualTo("-9223372036854775808");
        assertThat(text("\"double\"", Double.MIN_VALUE)).isEqualTo("4.9E-324");
        assertThat(text("\"double\"", Double.MAX_VALUE)).isEqualTo("1.7976931348623157E308");
        assertThat(text("\"double\"", -0.0)).isEqualTo("-0.0");
        assertThat(text("\"double\"", Double.NaN)).isEqualTo("NaN");
        assertThat(text("\"float\"", Float.NEGATIVE_INFINITY)).isEqualTo("-Infinity");
        assertThat(text("\"float\"", 1e-5f)).isEqualTo("1.0E-5");
        assertThat(text("\"string\"", "")).isEmpty();
        assertThat(text(decimal(9, 2), new BigDecimal("0.00"))).isEqualTo("0.00");
        assertThat(text(decimal(60, 50), new BigDecimal("1E-50"))).isEqualTo("0." + "0".repeat(49) + "1");
        assertThat(text(logical("int", "date"), ConnectTypes.date(0))).isEqualTo("1970-01-01");
        assertThat(text(logical("int", "date"), ConnectTypes.date(Integer.MIN_VALUE * MILLIS_PER_DAY)))
                .isEqualTo(LocalDate.ofEpochDay(Integer.MIN_VALUE).toString())
                .startsWith("-5877641-");
        assertThat(text(logical("int", "time-millis"), ConnectTypes.date(0))).isEqualTo("00:00:00.000");
        assertThat(text(logical("long", "time-micros"), MILLIS_PER_DAY * 1_000 - 1))
                .isEqualTo("23:59:59.999999");
        assertThat(text(logical("long", "timestamp-millis"), ConnectTypes.date(-1)))
                .isEqualTo("1969-12-31T23:59:59.999Z");
        assertThat(text(logical("long", "timestamp-nanos"), Long.MIN_VALUE))
                .isEqualTo("1677-09-21T00:12:43.145224192Z");
        assertThat(text(logical("long", "timestamp-millis"), ConnectTypes.date(Long.MAX_VALUE)))
                .isEqualTo("+292278994-08-17T07:12:55.807Z");
        assertThat(text(logical("long", "local-timestamp-micros"), Long.MIN_VALUE))
                .isEqualTo(LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC)
                        .plus(Long.MIN_VALUE, ChronoUnit.MICROS)
                        .toString());
    }

    /** What JDK 17 writes otherwise than later ones: as in JDK-4511638. */
    @Test
    void numbersHaveTheirShortestTextOnEveryJava() {
        assertThat(text("\"double\"", 2.0E-3)).isEqualTo("0.002");
        assertThat(text("\"double\"", Double.parseDouble("2e23"))).isEqualTo("2.0E23");
        assertThat(text("\"double\"", Math.scalb(1.0, -44))).isEqualTo("5.684341886080802E-14");
        assertThat(text("\"float\"", Float.MIN_NORMAL)).isEqualTo("1.1754944E-38");
    }

    @Test
    void aDefaultThatIsNoTimeOfADayIsItsNumber() {
        assertThat(text(logical("int", "time-millis"), ConnectTypes.date(MILLIS_PER_DAY)))
                .isEqualTo("86400000");
        assertThat(text(logical("long", "time-micros"), -1L)).isEqualTo("-1");
    }

    @Test
    void bytesStayAsTheyAre() {
        byte[] bytes = new byte[256];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        ByteBuffer part = ByteBuffer.wrap(bytes, 3, 200).slice();
        for (String type : List.of(
                "\"bytes\"",
                "{\"type\": \"fixed\", \"name\": \"F\", \"size\": 200}",
                "{\"type\": \"fixed\", \"name\": \"U\", \"size\": 16, \"logicalType\": \"uuid\"}")) {
            assertThat(ValueText.ofType(parse(type)).of(part)).isEqualTo(java.util.Arrays.copyOfRange(bytes, 3, 203));
        }
        assertThat(part.remaining()).isEqualTo(200);
    }

    /** So a stranger reads it with the library that he has. */
    @Test
    void javaReadsTimesByItself() {
        for (int i = 0; i < VALUES; i++) {
            long micros = units(random, 1_000_000);
            LocalDateTime time = LocalDateTime.parse(text(logical("long", "local-timestamp-micros"), micros));
            assertThat(time)
                    .isEqualTo(LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC).plus(micros, ChronoUnit.MICROS));
            int millis = random.nextInt((int) MILLIS_PER_DAY);
            assertThat(LocalTime.parse(text(logical("int", "time-millis"), ConnectTypes.date(millis))))
                    .isEqualTo(LocalTime.MIDNIGHT.plus(millis, ChronoUnit.MILLIS));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\": \"array\", \"items\": \"int\"}",
                "{\"type\": \"map\", \"values\": \"int\"}",
                "[\"int\", \"string\"]",
                "{\"type\": \"record\", \"name\": \"R\", \"fields\": []}"
            })
    void severalValuesHaveNoText(String type) {
        assertThatThrownBy(() -> ValueText.ofType(parse(type))).isInstanceOf(IllegalArgumentException.class);
    }

    private static RowCheck reader(String type) {
        Schema record = parse("{\"type\": \"record\", \"name\": \"t\", \"namespace\": \"acme\", \"fields\": ["
                + "{\"name\": \"v\", \"type\": " + type + "}]}");
        return CompiledSchema.of(new SubjectVersion("acme.t", 1), record, Notation.iso(ZoneOffset.UTC))
                .rows(new RowShape.OfCells(List.of("v")));
    }

    private static String text(String type, Object value) {
        return new String(ValueText.ofType(parse(type)).of(value), StandardCharsets.UTF_8);
    }

    private static Schema parse(String type) {
        return new Schema.Parser().parse(type);
    }

    private static String logical(String type, String logical) {
        return "{\"type\": \"" + type + "\", \"logicalType\": \"" + logical + "\"}";
    }

    private static String decimal(int precision, int scale) {
        return "{\"type\": \"bytes\", \"logicalType\": \"decimal\", \"precision\": " + precision + ", \"scale\": "
                + scale + "}";
    }

    private static boolean few(Random random) {
        return random.nextInt(10) == 0;
    }

    private static Object finite(Random random, java.util.function.Supplier<Number> any, Number one) {
        Number value = few(random) ? one : any.get();
        return Double.isFinite(value.doubleValue()) ? value : one;
    }

    private static long day(Random random) {
        return FIRST_DAY + random.nextLong(LAST_DAY - FIRST_DAY + 1);
    }

    private static long units(Random random, long perSecond) {
        return day(random) * 86_400 * perSecond + random.nextLong(86_400 * perSecond);
    }

    private static String string(Random random) {
        StringBuilder text = new StringBuilder("x");
        random.ints(random.nextInt(40), 0, Character.MAX_CODE_POINT + 1)
                .filter(point -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)
                .forEach(text::appendCodePoint);
        return text.toString();
    }
}
