package dev.sluice.it.story.script;

import java.time.LocalDate;
import java.util.List;
import java.util.Random;

/** A type that columns of generated tables have, and the texts that its cells are made of. */
public enum CellType {
    TEXT("\"string\"") {
        @Override
        String sample(Random random) {
            return SAMPLES.get(random.nextInt(SAMPLES.size())) + random.nextInt(1_000);
        }

        @Override
        String bad(Random random) {
            return sample(random);
        }

        @Override
        String key(int number) {
            return "kä-" + number;
        }
    },
    INT("\"int\"") {
        @Override
        String sample(Random random) {
            return Integer.toString(random.nextInt());
        }

        @Override
        String bad(Random random) {
            return List.of("abc", "12.5", "99999999999", "1 000").get(random.nextInt(4));
        }

        @Override
        String key(int number) {
            return Integer.toString(number);
        }
    },
    LONG("\"long\"") {
        @Override
        String sample(Random random) {
            return Long.toString(random.nextLong());
        }

        @Override
        String bad(Random random) {
            return List.of("9x", "99999999999999999999", "-").get(random.nextInt(3));
        }

        @Override
        String key(int number) {
            return Long.toString(-number * 10_000_000_000L);
        }
    },
    DOUBLE("\"double\"") {
        @Override
        String sample(Random random) {
            return Double.toString((random.nextInt(2_000_001) - 1_000_000) / 64.0);
        }

        @Override
        String bad(Random random) {
            return List.of("high", "1,5", "NaN").get(random.nextInt(3));
        }

        @Override
        String key(int number) {
            return number + ".5";
        }
    },
    BOOLEAN("\"boolean\"") {
        @Override
        String sample(Random random) {
            return List.of("true", "false", "TRUE").get(random.nextInt(3));
        }

        @Override
        String bad(Random random) {
            return List.of("yes", "1").get(random.nextInt(2));
        }

        @Override
        String key(int number) {
            return Boolean.toString(number % 2 == 0);
        }
    },
    DATE("{\"type\": \"int\", \"logicalType\": \"date\"}") {
        @Override
        String sample(Random random) {
            return LocalDate.ofEpochDay(random.nextInt(30_000)).toString();
        }

        @Override
        String bad(Random random) {
            return List.of("2019-02-30", "yesterday").get(random.nextInt(2));
        }

        @Override
        String key(int number) {
            return LocalDate.ofEpochDay(number).toString();
        }
    };

    private static final List<String> SAMPLES =
            List.of("plain", "a, b", "two\nlines", "say \"hi\"", "NULL", " spaces ", "€ 😀", "semi;colon", "");

    private final String avro;

    CellType(String avro) {
        this.avro = avro;
    }

    /** As Avro's JSON writes it. */
    String avro() {
        return avro;
    }

    /** A text that is of this type. */
    abstract String sample(Random random);

    /** A text that is not of this type; any text is a {@link #TEXT}. */
    abstract String bad(Random random);

    /** The text of one of few values. */
    abstract String key(int number);
}
