package dev.sluice.source.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.DatasetId;
import dev.sluice.contract.ImportContext;
import dev.sluice.contract.RowPosition;
import dev.sluice.contract.Tenant;
import dev.sluice.contract.Violation;
import dev.sluice.contract.Violation.Code;
import dev.sluice.source.Seeds;
import dev.sluice.source.define.Definition;
import dev.sluice.source.define.DefinitionReader;
import dev.sluice.source.parse.RowColumns;
import dev.sluice.source.parse.RowParser;
import dev.sluice.source.split.ByteSource;
import dev.sluice.source.split.Position;
import dev.sluice.source.split.RecordScanner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rows of every type, and of types that make much of little text. What such rows really become is worked out with a bound of nothing; then the
 * look at their length must never let one pass that is a byte too large.
 */
class RowFitTest {
    private static final int ROWS = 10;
    private static final List<String> TYPES = List.of(
            "\"string\"",
            "[\"null\", \"string\"]",
            "\"boolean\"",
            "\"int\"",
            "\"long\"",
            "\"float\"",
            "\"double\"",
            "{\"type\": \"int\", \"logicalType\": \"date\"}",
            "{\"type\": \"long\", \"logicalType\": \"time-micros\"}",
            "{\"type\": \"long\", \"logicalType\": \"timestamp-nanos\"}",
            "\"bytes\"",
            "{\"type\": \"string\", \"logicalType\": \"uuid\"}",
            "{\"type\": \"long\", \"logicalType\": \"timestamp-millis\"}",
            "{\"type\": \"bytes\", \"logicalType\": \"decimal\", \"precision\": 60, \"scale\": 50}",
            "{\"type\": \"enum\", \"name\": \"E%d\", \"symbols\": [\"A\", \"LONG_LONG_LONG\"]}",
            "{\"type\": \"fixed\", \"name\": \"F%d\", \"size\": 300}",
            "{\"type\": \"fixed\", \"name\": \"D%d\", \"size\": 40, \"logicalType\": \"decimal\", \"precision\": 90, \"scale\": 80}",
            "{\"type\": \"fixed\", \"name\": \"U%d\", \"size\": 16, \"logicalType\": \"uuid\"}",
            "\"string\", \"default\": \"a long default, as such go, for texts that are empty\"");
    /** Each type may be encrypted; numbers and times have long texts then. */
    private static final List<String> ENCRYPTIONS =
            List.of("", ", \"encrypt\": true", ", \"encrypt\": \"deterministic\"");

    static LongStream seeds() {
        return Seeds.first(30);
    }

    private static String text(String type, Random random) {
        if (type.contains("F%d")) {
            return "0x" + "cd".repeat(300);
        }
        if (type.contains("\"default\"")) {
            return "";
        }
        if (type.contains("uuid")) {
            return "0b9e8a3c-6f0e-4a4e-9d0a-0123456789ab";
        }
        if (type.contains("-nanos")) {
            return "1677-09-21T00:12:43.145224193Z";
        }
        if (type.contains("timestamp")) {
            return "9999-12-31T23:59:59Z";
        }
        if (type.contains("time-micros")) {
            return "23:59:59.999999";
        }
        if (type.contains("date")) {
            return "0001-01-01";
        }
        if (type.contains("decimal")) {
            return random.nextBoolean() ? "-1" : "-" + "9".repeat(10);
        }
        if (type.contains("enum")) {
            return random.nextBoolean() ? "A" : "LONG_LONG_LONG";
        }
        return switch (type) {
            case "\"boolean\"" -> "true";
            case "\"int\"" -> random.nextBoolean() ? "-2" : Integer.toString(Integer.MIN_VALUE);
            case "\"long\"" -> random.nextBoolean() ? "-2" : Long.toString(Long.MIN_VALUE);
            case "\"float\"" -> random.nextBoolean() ? "-2" : "-1.17549435E-38";
            case "\"double\"" -> random.nextBoolean() ? "-2" : "-2.2250738585072014E-308";
            case "\"bytes\"" -> "0x" + "ab".repeat(random.nextInt(2_000));
            default ->
                List.of("x", "é", "€", "\"\"", "😀").get(random.nextInt(5)).repeat(random.nextInt(3_000)) + "x";
        };
    }

    private static Definition definition(List<String> types, String charset) {
        return definition(types, "", types.stream().map(type -> "").toList(), charset);
    }

    private static Definition definition(List<String> types, String ofKey, List<String> encryptions, String charset) {
        StringBuilder fields = new StringBuilder("{\"name\": \"c0\", \"type\": \"string\"" + ofKey + "}");
        for (int i = 1; i <= types.size(); i++) {
            fields.append(", {\"name\": \"c%d\", \"type\": %s}"
                    .formatted(i, types.get(i - 1).replace("%d", Integer.toString(i)) + encryptions.get(i - 1)));
        }
        String json = """
                {"name": "a", "key_space": "k", "primary_key": ["c0"], "csv.first.row.as.header": false,
                 "csv": {"charset": "%s"},
                 "schema": {"type": "record", "name": "t", "fields": [%s]}}""".formatted(charset, fields);
        DefinitionReader.Result read =
                new DefinitionReader(new Tenant("acme"), any -> true).read(json.getBytes(StandardCharsets.UTF_8));
        assertThat(read).as(read.toString()).isInstanceOf(DefinitionReader.Result.Valid.class);
        return ((DefinitionReader.Result.Valid) read).definition();
    }

    private static final class Rows {
        final Definition definition;
        final RecordScanner scanner;
        final RowParser parser;

        Rows(Definition definition, String text) {
            byte[] bytes = text.getBytes(definition.format().charset());
            int[] at = {0};
            ByteSource source = (into, offset, length) -> {
                int count = Math.min(length, bytes.length - at[0]);
                System.arraycopy(bytes, at[0], into, offset, count);
                at[0] += count;
                return count == 0 ? -1 : count;
            };
            this.definition = definition;
            this.scanner = new RecordScanner(source, definition.format(), 1 << 22, 1 << 16, Position.START);
            this.parser = new RowParser(definition.format(), 1 << 22);
        }

        List<Violation> problems(RecordLimit limit, RowPosition row) {
            ImportContext context = new ImportContext(
                    DatasetId.of("acme", "a"), "0123456789abcdef0123", "t", 1, 1_700_000_000_000_000L);
            return new CheckedSchemas(Validation.STANDARD, limit)
                    .fit(definition, context, RowColumns.byPosition(definition))
                    .problems(row, scanner, parser);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void noRowPassesThatIsAByteTooLargeAndNoneIsRefusedThatFits(long seed) throws IOException {
        Random random = new Random(seed);
        List<String> types = new ArrayList<>();
        List<String> encryptions = new ArrayList<>();
        for (int i = random.nextInt(6); i >= 0; i--) {
            types.add(TYPES.get(random.nextInt(TYPES.size())));
            encryptions.add(ENCRYPTIONS.get(random.nextInt(ENCRYPTIONS.size())));
        }
        StringBuilder text = new StringBuilder();
        for (int row = 0; row < ROWS; row++) {
            text.append("k".repeat(random.nextInt(500) + 1));
            types.forEach(type ->
                    text.append(",\"").append(quoted(text(type, random))).append('"'));
            text.append('\n');
        }
        Rows rows = new Rows(
                definition(
                        types,
                        ENCRYPTIONS.get(2 * random.nextInt(2)),
                        encryptions,
                        List.of("UTF-8", "UTF-16LE", "UTF-8").get(random.nextInt(3))),
                text.toString());
        boolean isTyped = random.nextInt(4) > 0;
        int textChars = isTyped ? 0 : random.nextInt(2) * 1_000;
        int seen = 0;
        while (rows.scanner.next()) {
            RowPosition row = new RowPosition(++seen, seen, rows.scanner.byteStart(), rows.scanner.byteLength());
            List<Violation> told = rows.problems(new RecordLimit(1, isTyped, textChars), row);
            assertThat(told)
                    .singleElement()
                    .satisfies(violation -> assertThat(violation.code()).isEqualTo(Code.RECORD_TOO_LARGE));
            int bytes = Integer.parseInt(told.get(0).value().replace(" bytes", ""));
            assertThat(rows.problems(new RecordLimit(bytes, isTyped, textChars), row))
                    .isEmpty();
            assertThat(rows.problems(new RecordLimit(bytes - 1, isTyped, textChars), row))
                    .as("seed " + seed + ": " + types)
                    .hasSize(1);
        }
        assertThat(seen).isEqualTo(ROWS);
    }

    private static String quoted(String text) {
        return text.replace("\"", "\"\"");
    }

    /** Else every row of such a table would be worked out twice. */
    @Test
    void ordinaryRowsAreToldByTheirLength() throws IOException {
        Definition definition = definition(TYPES, "UTF-8");
        Rows rows = new Rows(definition, "k".repeat(100_000) + ",x".repeat(TYPES.size()) + "\n");
        assertThat(rows.scanner.next()).isTrue();
        // Worked out, the row is none at all.
        assertThat(rows.problems(new RecordLimit(250_000, true, 0), new RowPosition(1, 1, 0, 1)))
                .isEmpty();
    }
}
