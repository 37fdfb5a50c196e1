package dev.sluice.bench;

import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Rows like those of the two tenants of the reference data. */
public enum Shape {
    /** 11 columns, some 80 bytes, no quotes. */
    TELEMETRY(
            "\"PROVINCECODE\", \"DEVICEID\", \"ONUID\"",
            "PROVINCECODE string, DEVICEID string, IFINDEX long, FRAME int, SLOT int, PORT int, ONUINDEX int, ONUID string,"
                    + " TIME string, SPEEDIN double, SPEEDOUT double") {
        @Override
        public List<String> row(Random random) {
            String device = Long.toString(2_222_771_642_000L + random.nextInt(1_000));
            return List.of(
                    "HKD",
                    device,
                    Long.toString(6_828_878_457_269L + random.nextInt(1_000_000)),
                    Integer.toString(random.nextInt(4)),
                    Integer.toString(random.nextInt(20)),
                    Integer.toString(random.nextInt(16)),
                    Integer.toString(random.nextInt(128)),
                    device + (10_000_000 + random.nextInt(90_000_000)),
                    "01/08/2019 11:38:33",
                    Integer.toString(random.nextInt(100_000_000)),
                    Integer.toString(random.nextInt(10_000_000)));
        }
    },
    /** 15 columns, some 590 bytes, a quoted headline and a quoted body with a line break. */
    REVIEWS(
            "\"product_id\", \"review_id\"",
            "marketplace string, customer_id long, review_id string, product_id string, product_parent long, product_title"
                    + " string, product_category string, star_rating int, helpful_votes int, total_votes int, vine string,"
                    + " verified_purchase string, review_headline string, review_body string, review_date string") {
        @Override
        public List<String> row(Random random) {
            StringBuilder body = new StringBuilder("Good value, ");
            for (int i = 0; i < BODY_WORDS; i++) {
                body.append(i == BODY_WORDS / 2 ? "\n" : " ")
                        .append(Integer.toString(random.nextInt(1_000_000), Character.MAX_RADIX));
            }
            int votes = random.nextInt(50);
            return List.of(
                    "US",
                    Integer.toString(10_000_000 + random.nextInt(40_000_000)),
                    "R" + Integer.toString(random.nextInt(Integer.MAX_VALUE), Character.MAX_RADIX),
                    "B00" + Integer.toString(random.nextInt(Integer.MAX_VALUE), Character.MAX_RADIX),
                    Integer.toString(random.nextInt(1_000_000_000)),
                    "Wireless Bluetooth Headphones with Microphone - Black " + random.nextInt(100),
                    "Electronics",
                    Integer.toString(1 + random.nextInt(5)),
                    Integer.toString(votes),
                    Integer.toString(votes + random.nextInt(10)),
                    "N",
                    "Y",
                    "Works, but \"short\" cable",
                    body.toString(),
                    "2015-08-31");
        }
    };

    private static final int BODY_WORDS = 60;

    private static final Pattern COMMA = Pattern.compile(", ");

    private final String primaryKey;
    private final String columns;

    Shape(String primaryKey, String columns) {
        this.primaryKey = primaryKey;
        this.columns = columns;
    }

    /** The fields' texts. */
    public abstract List<String> row(Random random);

    /** Names of the columns, in order. */
    public List<String> columns() {
        return COMMA.splitAsStream(columns).map(Shape::name).toList();
    }

    /** The header line, with its line end. */
    public String header() {
        return String.join(",", columns()) + "\n";
    }

    /** Number of columns of the primary key. */
    public int keyFields() {
        return (int) COMMA.splitAsStream(primaryKey).count();
    }

    /** A line, quoted where it must be, with its line end. */
    public static String line(List<String> row) {
        return row.stream()
                .map(text -> text.indexOf('"') < 0 && text.indexOf(',') < 0 && text.indexOf('\n') < 0
                        ? text
                        : '"' + text.replace("\"", "\"\"") + '"')
                .collect(Collectors.joining(",", "", "\n"));
    }

    /** A definition under which every row is good. */
    public String definition(String dataset) {
        return """
                {"name": "%s", "file_type": "csv", "key_space": "mysimbdp_coredms", "max_file_size_mb": 100000,
                 "primary_key": [%s],
                 "schema": {"type": "record", "name": "%s", "fields": [%s]}}
                """.formatted(
                        dataset,
                        primaryKey,
                        dataset,
                        COMMA.splitAsStream(columns)
                                .map(column -> "{\"name\": \"%s\", \"type\": \"%s\"}"
                                        .formatted(name(column), column.substring(column.indexOf(' ') + 1)))
                                .collect(Collectors.joining(", ")));
    }

    private static String name(String column) {
        return column.substring(0, column.indexOf(' '));
    }
}
