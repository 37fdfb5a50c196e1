package dev.sluice.check.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.check.schema.ColumnEncryption;
import dev.sluice.check.schema.ContractColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** What is evaluated directly is what CEL's library says, for random expressions and rows. Replay with {@code -Dseed=}. */
class DirectExpressionTest {
    private static final int EXPRESSIONS = 300;
    private static final int ROWS = 100;
    private static final List<String> LONGS = List.of("0", "1", "-7", "2147483647", "9223372036854775807");
    private static final List<String> DOUBLES = List.of("0.0", "-0.0", "1.5", "-7.25", "1e300");
    private static final List<String> STRINGS = List.of("''", "'a'", "'HKD'", "'H'", "'😀'");

    private final Random random = seeded();
    private int direct;

    @Test
    void whatIsEvaluatedDirectlyIsWhatTheLibrarySays() {
        Expressions expressions = new Expressions(List.of(
                column("i", Schema.Type.INT),
                column("l", Schema.Type.LONG),
                column("f", Schema.Type.FLOAT),
                column("d", Schema.Type.DOUBLE),
                column("s", Schema.Type.STRING),
                column("t", Schema.Type.STRING)));
        for (int n = 0; n < EXPRESSIONS; n++) {
            String expression = condition(3) + " || i == 5";
            Expressions.Compiled compiled = expressions.compile(expression);
            direct += compiled.test() == compiled.byLibrary() ? 0 : 1;
            for (int row = 0; row < ROWS; row++) {
                Object[] values = row();
                assertThat(compiled.test().problem(values, 0))
                        .as("%s over %s", expression, List.of(java.util.Arrays.toString(values)))
                        .isEqualTo(compiled.byLibrary().problem(values, 0));
            }
        }
        assertThat(direct).isGreaterThan(EXPRESSIONS / 4);
    }

    private String condition(int depth) {
        return switch (depth == 0 ? 3 + random.nextInt(5) : random.nextInt(8)) {
            case 0 -> "(" + condition(depth - 1) + " && " + condition(depth - 1) + ")";
            case 1 -> "(" + condition(depth - 1) + " || " + condition(depth - 1) + ")";
            case 2 -> "!(" + condition(depth - 1) + ")";
            case 3 -> integer(1) + one("<", "<=", ">", ">=", "==", "!=") + integer(1);
            case 4 -> fraction() + one("<", "<=", ">", ">=") + fraction();
            case 5 -> string() + one("==", "!=") + string();
            case 6 -> one("s", "t") + ".matches(" + one("'H'", "'^[a-z]$'", "'K{1,2}D'", "''", "'.'") + ")";
            default ->
                random.nextBoolean()
                        ? one("s", "t") + " in [" + of(STRINGS) + ", " + of(STRINGS) + "]"
                        : one("s", "t") + ".startsWith(" + string() + ")";
        };
    }

    private String integer(int depth) {
        return switch (random.nextInt(depth == 0 ? 4 : 5)) {
            case 0 -> "i";
            case 1 -> "l";
            case 2 -> of(LONGS);
            case 3 -> one("size(s)", "t.size()");
            default -> "(" + integer(0) + one("+", "-") + integer(0) + ")";
        };
    }

    private String fraction() {
        return random.nextInt(3) == 0 ? of(DOUBLES) : one("f", "d");
    }

    private String string() {
        return random.nextInt(3) == 0 ? of(STRINGS) : one("s", "t");
    }

    private Object[] row() {
        List<Object> values = new ArrayList<>();
        values.add(random.nextInt(10) == 0 ? null : (Object) (int) Long.parseLong(of(LONGS)));
        values.add(random.nextInt(10) == 0 ? null : (Object) Long.parseLong(of(LONGS)));
        values.add(
                random.nextInt(10) == 0
                        ? null
                        : (Object) (random.nextInt(10) == 0 ? Float.NaN : Float.parseFloat(of(DOUBLES))));
        values.add(
                random.nextInt(10) == 0
                        ? null
                        : (Object) (random.nextInt(10) == 0 ? Double.NaN : Double.parseDouble(of(DOUBLES))));
        values.add(random.nextInt(10) == 0 ? null : of(STRINGS).replace("'", ""));
        values.add(random.nextInt(10) == 0 ? null : of(STRINGS).replace("'", ""));
        return values.toArray();
    }

    private String one(String... options) {
        return options[random.nextInt(options.length)];
    }

    private String of(List<String> options) {
        return options.get(random.nextInt(options.size()));
    }

    private static ContractColumn column(String name, Schema.Type type) {
        return new ContractColumn(name, List.of(), Schema.create(type), true, null, false, null, ColumnEncryption.NONE);
    }

    private static Random seeded() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("seed=" + seed);
        return new Random(seed);
    }
}
