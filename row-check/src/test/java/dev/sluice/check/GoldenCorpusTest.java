package dev.sluice.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.check.read.Notation;
import dev.sluice.check.schema.SubjectVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What each text is in a column of each type, as the data file says; and every value that is accepted goes through Confluent's
 * AvroConverter, is read back by it, and is read by plain Avro as the file says.
 */
class GoldenCorpusTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private record Case(int line, Column column, String text, String expected) {}

    /** A column of one type, and a converter of its own. */
    private record Column(Schema type, RowCheck check, AvroWire wire) {
        static Column of(Schema type, Notation notation) {
            Schema row = new Schema.Parser()
                    .parse("{\"type\":\"record\",\"name\":\"t\",\"fields\":[{\"name\":\"c\",\"type\":" + type + "}]}");
            CompiledSchema schema = CompiledSchema.of(new SubjectVersion("acme.t", 1), row, notation);
            assertThat(schema.problems()).isEmpty();
            return new Column(
                    AvroWire.withoutNull(type), schema.rows(new RowShape.OfCells(List.of("c"))), new AvroWire());
        }
    }

    @TestFactory
    Stream<DynamicTest> everyTextIsWhatTheCorpusSays() throws IOException {
        List<Case> cases = cases();
        assertThat(cases).hasSizeGreaterThan(1_000);
        return cases.stream()
                .map(each -> dynamicTest(
                        "line " + each.line() + ": "
                                + each.column().type().getType().getName() + " "
                                + (each.text().length() > 40 ? each.text().substring(0, 40) + "…" : each.text()),
                        () -> verify(each)));
    }

    private static void verify(Case each) throws Exception {
        Column column = each.column();
        Checked checked = column.check().check(List.of(each.text()), RowCheck.NO_TIME);
        if (checked instanceof Checked.Refused refused) {
            assertThat(refused.findings()).singleElement().satisfies(finding -> {
                assertThat(finding.fault().code()).hasToString(each.expected());
                assertThat(finding.text()).isEqualTo(each.text());
                assertThat(finding.fault().problem()).isNotBlank();
                assertThat(finding.fault().cure()).endsWith(".");
            });
            return;
        }
        Struct row = ((Checked.Accepted) checked).value();
        row.validate();
        assertThat(AvroWire.shown(row.get("c"))).isEqualTo(each.expected());
        byte[] bytes = column.wire().write(row);
        assertThat(AvroWire.shown(column.wire().read(bytes).get("c")))
                .as("read by the converter")
                .isEqualTo(each.expected());
        Object reference = AvroWire.reference(column.type(), each.expected().substring(2));
        if (reference != null) {
            assertThat(column.wire().readPlain(bytes).get("c"))
                    .as("read by plain Avro")
                    .isEqualTo(reference);
        }
    }

    private static List<Case> cases() throws IOException {
        List<String> lines;
        try (InputStream in = GoldenCorpusTest.class.getResourceAsStream("/golden/values.txt")) {
            lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
        Stream.Builder<Case> cases = Stream.builder();
        Schema type = null;
        Notation notation = Notation.iso(ZoneId.of("UTC"));
        Column column = null;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith("type ")) {
                type = new Schema.Parser().parse(line.substring(5));
                column = null;
            } else if (line.startsWith("zone ")) {
                notation = Notation.iso(ZoneId.of(line.substring(5)));
                column = null;
            } else if (line.startsWith("patterns ")) {
                List<String> patterns = Notation.patterns(line.substring(9));
                notation = new Notation(notation.zone(), false, patterns, patterns, patterns);
                column = null;
            } else if (line.equals("nonfinite")) {
                notation = new Notation(notation.zone(), true, List.of(), List.of(), List.of());
                column = null;
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                column = column == null ? Column.of(type, notation) : column;
                int tab = line.indexOf('\t');
                String text = JSON.readValue(line.substring(0, tab), String.class);
                cases.add(new Case(i + 1, column, text, normal(type, line.substring(tab + 1))));
            }
        }
        return cases.build().toList();
    }

    /** A string, however it is escaped in the file; a number of binary floating point, however a JDK writes it. */
    private static String normal(Schema type, String expected) throws IOException {
        if (expected.startsWith("= ") && type.getType() == Schema.Type.DOUBLE) {
            return "= " + Double.valueOf(expected.substring(2));
        }
        if (expected.startsWith("= ") && type.getType() == Schema.Type.FLOAT) {
            return "= " + Float.valueOf(expected.substring(2));
        }
        return expected.startsWith("= \"")
                ? "= " + AvroWire.quoted(JSON.readValue(expected.substring(2), String.class))
                : expected;
    }
}
