package dev.sluice.demo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * client_b: product reviews, quoted text with commas, doubled quotes and newlines, and one row of every kind of mistake.
 * Deterministic: the same seed gives the same bytes.
 */
public final class Reviews {
    /** The dataset's name. */
    public static final String DATASET = "amazon-product-review-data";
    /** The keyspace that client_b may define tables in. */
    public static final String KEYSPACE = "product_insights";
    /** The table. */
    public static final String TABLE = "product_reviews";

    private static final List<String> COLUMNS = List.of(
            "marketplace",
            "customer_id",
            "review_id",
            "product_id",
            "product_parent",
            "product_title",
            "product_category",
            "star_rating",
            "helpful_votes",
            "total_votes",
            "vine",
            "verified_purchase",
            "review_headline",
            "review_body",
            "review_date");
    private static final List<String> PHRASES = List.of(
            "Good, cheap and quick",
            "She said \"wow\", twice",
            "First line\nsecond line",
            "Windows line\r\nend inside",
            "naïve café – 東京 😀",
            "\"\"",
            ",",
            "Does what it says, no more");

    private Reviews() {}

    /** The definition, as client_b wrote it: {@code review_date} puts a logical type where Avro ignores it. */
    public static String definition() {
        StringBuilder fields = new StringBuilder();
        for (String column : COLUMNS) {
            String type = isNumber(column) ? "int" : "string";
            String logical = column.equals("review_date") ? ", \"logicalType\": \"date\"" : "";
            fields.append(fields.length() == 0 ? "" : ",\n      ")
                    .append("{\"name\": \"%s\", \"type\": \"%s\"%s}".formatted(column, type, logical));
        }
        return """
            {
              "name": "%s",
              "file_type": "csv",
              "key_space": "%s",
              "csv.first.row.as.header": "true",
              "schema": {
                "type": "record",
                "name": "%s",
                "fields": [
                  %s
                ]
              },
              "primary_key": ["product_id", "review_id", "customer_id"],
              "max_file_size_mb": 20
            }
            """.formatted(DATASET, KEYSPACE, TABLE, fields);
    }

    /** A file of this many good rows, with the mistakes strewn in. */
    public static TenantFile file(int goodRows, long seed) {
        Random random = new Random(seed);
        TenantFileWriter writer = new TenantFileWriter(String.join(",", COLUMNS));
        for (int i = 0; i < goodRows; i++) {
            Map<String, Object> values = values(random, i);
            writer.good(
                    line(values),
                    values.get("product_id") + "|" + values.get("review_id") + "|" + values.get("customer_id"),
                    values);
            if (i == goodRows / 2) {
                mistakes(writer, random);
            }
        }
        return writer.done();
    }

    private static void mistakes(TenantFileWriter writer, Random random) {
        Map<String, Object> row = values(random, -1);
        row.put("star_rating", "five");
        writer.bad(line(row), "TYPE_MISMATCH star_rating");
        row.put("star_rating", "5.0");
        row.put("total_votes", "3000000000");
        writer.bad(line(row), "TYPE_MISMATCH star_rating", "OUT_OF_RANGE total_votes");
        row = values(random, -1);
        row.put("product_id", "");
        writer.bad(line(row), "MISSING_REQUIRED product_id");
        writer.bad("\"US\",\"1\",\"only\nthree, with a newline\"", "COLUMN_COUNT");
        row = values(random, -1);
        String line = line(row);
        writer.bad("\"US\"x" + line.substring(line.indexOf(',')), "MALFORMED_CSV");
    }

    private static Map<String, Object> values(Random random, int i) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (String column : COLUMNS) {
            values.put(column, isNumber(column) ? (Object) random.nextInt(6) : column + " " + random.nextInt(50));
        }
        values.put("review_id", "R" + i);
        values.put("product_title", PHRASES.get(random.nextInt(PHRASES.size())));
        values.put("review_headline", PHRASES.get(random.nextInt(PHRASES.size())));
        List<String> body = new ArrayList<>();
        for (int n = random.nextInt(8); n >= 0; n--) {
            body.add(PHRASES.get(random.nextInt(PHRASES.size())));
        }
        values.put("review_body", String.join(" ", body));
        values.put("review_date", "2015-08-%02d".formatted(1 + random.nextInt(31)));
        return values;
    }

    private static boolean isNumber(String column) {
        return column.equals("star_rating") || column.endsWith("_votes");
    }

    private static String line(Map<String, Object> values) {
        List<String> fields = new ArrayList<>();
        values.values()
                .forEach(value -> fields.add(
                        value instanceof String text ? "\"" + text.replace("\"", "\"\"") + "\"" : value.toString()));
        return String.join(",", fields);
    }
}
