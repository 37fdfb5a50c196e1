package dev.sluice.check.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.check.schema.ConnectTypes;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What each text is in a column of each type, as the data file says. */
class GoldenCorpusTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private record Case(int line, Schema type, Notation notation, String text, String expected) {}

    @TestFactory
    Stream<DynamicTest> everyTextIsWhatTheCorpusSays() throws IOException {
        List<Case> cases = cases();
        assertThat(cases).hasSizeGreaterThan(700);
        return cases.stream()
                .map(each -> dynamicTest(
                        "line " + each.line() + ": " + each.type().getType().getName() + " "
                                + (each.text().length() > 40 ? each.text().substring(0, 40) + "…" : each.text()),
                        () -> verify(each)));
    }

    private static void verify(Case each) {
        Object read = TextTypes.of(each.type(), ConnectTypes.of(each.type()), each.notation())
                .read(each.text());

        assertThat(shown(read)).isEqualTo(each.expected());
        if (read instanceof Fault fault) {
            assertThat(fault.problem()).isNotBlank();
            assertThat(fault.cure()).endsWith(".");
        } else {
            ConnectSchema.validateValue(ConnectTypes.of(each.type()), read);
        }
    }

    private static String shown(Object read) {
        if (read instanceof Fault fault) {
            return fault.code().name();
        }
        if (read instanceof Date date) {
            return "= " + date.toInstant();
        }
        if (read instanceof ByteBuffer bytes) {
            byte[] content = new byte[bytes.remaining()];
            bytes.duplicate().get(content);
            return "= 0x" + HexFormat.of().formatHex(content);
        }
        if (read instanceof Struct union && union.schema().name().equals("io.confluent.connect.avro.Union")) {
            return union.schema().fields().stream()
                    .filter(field -> union.get(field) != null)
                    .map(field ->
                            "= " + field.name() + " " + shown(union.get(field)).substring(2))
                    .collect(Collectors.joining());
        }
        if (read instanceof BigDecimal decimal) {
            return "= " + decimal.toPlainString();
        }
        return "= " + (read instanceof String string ? quoted(string) : read);
    }

    private static String quoted(String string) {
        return JSON.valueToTree(string).toString();
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
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith("type ")) {
                type = new Schema.Parser().parse(line.substring(5));
            } else if (line.startsWith("zone ")) {
                notation = Notation.iso(ZoneId.of(line.substring(5)));
            } else if (line.startsWith("patterns ")) {
                List<String> patterns = Notation.patterns(line.substring(9));
                notation = new Notation(notation.zone(), false, patterns, patterns, patterns);
            } else if (line.equals("nonfinite")) {
                notation = new Notation(notation.zone(), true, List.of(), List.of(), List.of());
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                int tab = line.indexOf('\t');
                String text = JSON.readValue(line.substring(0, tab), String.class);
                cases.add(new Case(i + 1, type, notation, text, normal(type, line.substring(tab + 1))));
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
                ? "= " + quoted(JSON.readValue(expected.substring(2), String.class))
                : expected;
    }
}
