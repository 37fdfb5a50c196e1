package dev.sluice.demo;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * client_a: network telemetry, plain CSV, with keys that come again (the last one wins) and one row of every kind of mistake.
 * Deterministic: the same seed gives the same bytes.
 */
public final class Telemetry {
    /** The dataset's name. */
    public static final String DATASET = "speed-tracking-data";
    /** The keyspace that client_a may define tables in. */
    public static final String KEYSPACE = "mysimbdp_coredms";

    /** An additive change of the definition: the field that the second file brings. */
    public static final String FIRMWARE_FIELD =
            ",\n          { \"name\": \"FIRMWARE\", \"type\": [\"null\", \"string\"], \"default\": null }";

    private static final String HEADER =
            "PROVINCECODE,DEVICEID,IFINDEX,FRAME,SLOT,PORT,ONUINDEX,ONUID,TIME,SPEEDIN,SPEEDOUT";
    private static final int TOO_LONG = 1_200_000;

    private Telemetry() {}

    /**
     * The definition.
     *
     * @param table the table's name
     * @param ifIndexType Avro type of IFINDEX: {@code int} as client_a first wrote it, {@code long} as its data needs it
     * @param onuIdType Avro type of ONUID: {@code int} as client_a first wrote it, {@code string} as its data needs it
     * @param moreFields further Avro fields, each with a leading comma; may be empty
     */
    public static String definition(String table, String ifIndexType, String onuIdType, String moreFields) {
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
                  { "name": "PROVINCECODE", "type": "string" },
                  { "name": "DEVICEID", "type": "string" },
                  { "name": "IFINDEX", "type": "%s" },
                  { "name": "FRAME", "type": "int" },
                  { "name": "SLOT", "type": "int" },
                  { "name": "PORT", "type": "int" },
                  { "name": "ONUINDEX", "type": "int" },
                  { "name": "ONUID", "type": "%s" },
                  { "name": "TIME", "type": "string" },
                  { "name": "SPEEDIN", "type": "double" },
                  { "name": "SPEEDOUT", "type": "double" }%s
                ]
              },
              "primary_key": ["PROVINCECODE", "DEVICEID", "ONUID"],
              "max_file_size_mb": 50
            }
            """.formatted(DATASET, KEYSPACE, table, ifIndexType, onuIdType, moreFields);
    }

    /** A file of this many good rows, with the mistakes strewn in. */
    public static TenantFile file(int goodRows, long seed) {
        Random random = new Random(seed);
        TenantFileWriter writer = new TenantFileWriter(HEADER);
        int every = Math.max(1, goodRows / (mistakes() + 1));
        int nextMistake = 0;
        for (int i = 0; i < goodRows; i++) {
            Map<String, Object> values = values(random, goodRows);
            writer.good(line(values), key(values), values);
            if (i % every == every - 1 && nextMistake < mistakes()) {
                badRow(writer, nextMistake++);
            }
        }
        while (nextMistake < mistakes()) {
            badRow(writer, nextMistake++);
        }
        return writer.done();
    }

    /** A file of this many rows, all good, with the column that {@link #FIRMWARE_FIELD} adds. */
    public static TenantFile fileWithFirmware(int rows, long seed) {
        Random random = new Random(seed);
        TenantFileWriter writer = new TenantFileWriter(HEADER + ",FIRMWARE");
        for (int i = 0; i < rows; i++) {
            Map<String, Object> values = values(random, rows);
            values.put("FIRMWARE", i % 3 == 0 ? null : "v" + random.nextInt(9));
            writer.good(line(values), key(values), values);
        }
        return writer.done();
    }

    private static int mistakes() {
        return 9;
    }

    private static Map<String, Object> values(Random random, int rows) {
        String device = Long.toString(2_222_771_642_600L + random.nextInt(40));
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("PROVINCECODE", List.of("HKD", "BGG", "HNI").get(random.nextInt(3)));
        values.put("DEVICEID", device);
        values.put("IFINDEX", 6_828_878_000_000L + random.nextInt(1_000_000));
        values.put("FRAME", 1 + random.nextInt(2));
        values.put("SLOT", 1 + random.nextInt(16));
        values.put("PORT", 1 + random.nextInt(16));
        values.put("ONUINDEX", 1 + random.nextInt(64));
        // Few enough that many keys come again.
        values.put("ONUID", device + String.format(Locale.ROOT, "%08d", random.nextInt(4 + rows / 120)));
        values.put(
                "TIME",
                String.format(
                        Locale.ROOT,
                        "01/08/2019 %02d:%02d:%02d",
                        random.nextInt(24),
                        random.nextInt(60),
                        random.nextInt(60)));
        values.put("SPEEDIN", (double) random.nextInt(100_000_000));
        values.put("SPEEDOUT", random.nextInt(10_000_000) / 8.0);
        return values;
    }

    private static String line(Map<String, Object> values) {
        return values.values().stream()
                .map(value -> value == null ? "" : value instanceof Double d ? plain(d) : value.toString())
                .collect(Collectors.joining(","));
    }

    private static String plain(double value) {
        return new BigDecimal(value).toPlainString();
    }

    private static String key(Map<String, Object> values) {
        return values.get("PROVINCECODE") + "|" + values.get("DEVICEID") + "|" + values.get("ONUID");
    }

    private static void badRow(TenantFileWriter writer, int kind) {
        switch (kind) {
            case 0 -> writer.bad("HKD,1,99,1,1,99999999999,1,x1,t,1,2", "OUT_OF_RANGE PORT");
            case 1 -> writer.bad("HKD,1,99,1,1,1,1,x2,t,n/a,2", "TYPE_MISMATCH SPEEDIN");
            case 2 -> writer.bad("HKD,1,99,one,two,1,1,x3,t,1,2", "TYPE_MISMATCH FRAME", "TYPE_MISMATCH SLOT");
            case 3 -> writer.bad("HKD,1,99,1,1,1,1,,t,1,2", "MISSING_REQUIRED ONUID");
            case 4 -> writer.bad("HKD,1,99,1,1,1,1,x4,t,,2", "MISSING_REQUIRED SPEEDIN");
            case 5 -> writer.bad("HKD,1,99,1,1,1", "COLUMN_COUNT");
            case 6 -> writer.bad("HKD,1,99,1,1,1,1,x5,t,1,2,3,4", "COLUMN_COUNT");
            case 7 -> {
                byte[] row = "HKD,1,99,1,1,1,1,x?,t,1,2".getBytes(StandardCharsets.US_ASCII);
                row[row.length - 7] = (byte) 0xFF;
                writer.bad(row, List.of("BAD_ENCODING"));
            }
            default -> writer.bad("HKD," + "9".repeat(TOO_LONG) + ",99,1,1,1,1,x6,t,1,2", "RECORD_TOO_LARGE");
        }
    }
}
