package dev.sluice.validate.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.sluice.contract.SchemaProperties;
import dev.sluice.validate.Rows;
import dev.sluice.validate.schema.Contract;
import dev.sluice.validate.schema.ContractCompiler;
import dev.sluice.validate.schema.SubjectVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What absent, null and empty are, as the data file says; and columns under other names. */
class PresenceTest {
    private static final SubjectVersion ID = new SubjectVersion("client_a.t", 1);

    @TestFactory
    Stream<DynamicTest> absentNullAndEmptyAreThreeThings() throws IOException {
        String corpus;
        try (InputStream in = PresenceTest.class.getResourceAsStream("/golden/presence.txt")) {
            corpus = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        return corpus.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> dynamicTest(line, () -> {
                    String[] parts = line.split("\t");
                    assertThat(parts).hasSize(7);
                    Contract contract = contract(parts[0], parts[1], parts[2].equals("key"), parts[3]);
                    Map<String, String> isNull = new HashMap<>();
                    isNull.put("c", null);
                    assertThat(checked(contract, List.of("other"), Map.of())).isEqualTo(parts[4]);
                    assertThat(checked(contract, List.of("other", "c"), isNull)).isEqualTo(parts[5]);
                    assertThat(checked(contract, List.of("c"), Map.of("c", ""))).isEqualTo(parts[6]);
                }));
    }

    @Test
    void aColumnMayStandUnderItsAliasButItsOwnNameGoesFirst() {
        Contract contract = ContractCompiler.compile(ID, new Schema.Parser().parse("""
                {"type": "record", "name": "t", "namespace": "client_a", "fields": [
                  {"name": "c", "type": "int", "aliases": ["older", "oldest"]}]}"""));

        assertThat(checked(contract, List.of("oldest"), Map.of("oldest", "1"))).isEqualTo("1");
        assertThat(checked(contract, List.of("oldest", "older"), Map.of("oldest", "1", "older", "2")))
                .isEqualTo("2");
        assertThat(checked(contract, List.of("oldest", "older", "c"), Map.of("oldest", "1", "older", "2", "c", "3")))
                .isEqualTo("3");
        assertThat(checked(contract, List.of("C"), Map.of("C", "1"))).isEqualTo("MISSING_REQUIRED");
    }

    private static String checked(Contract contract, List<String> columns, Map<String, String> values) {
        org.apache.kafka.connect.data.Schema raw = Rows.rawSchema(columns);
        Checked checked = RowPlan.of(contract, new RowShape.OfStruct(raw), Notation.iso(ZoneOffset.UTC))
                .check(Rows.raw(raw, values), RowCheck.NO_TIME);
        if (checked instanceof Checked.Refused refused) {
            return refused.findings().get(0).fault().code().name();
        }
        Checked.Accepted accepted = (Checked.Accepted) checked;
        accepted.value().validate();
        // Not get(): what matters is what the Struct holds, not what a default makes of it.
        Object value = accepted.value().getWithoutDefault("c");
        assertThat(accepted.value().get("c")).as("what a converter reads").isEqualTo(value);
        return "".equals(value) ? "''" : String.valueOf(value);
    }

    private static Contract contract(String type, String defaultValue, boolean key, String emptyAs) {
        String schema = """
                {"type": "record", "name": "t", "namespace": "client_a", "%s": "%s"%s, "fields": [
                  {"name": "c", "type": %s%s}]}""".formatted(
                        SchemaProperties.EMPTY_AS,
                        emptyAs,
                        key ? ", \"" + SchemaProperties.PRIMARY_KEY + "\": [\"c\"]" : "",
                        type,
                        defaultValue.equals("-") ? "" : ", \"default\": " + defaultValue);
        return ContractCompiler.compile(ID, new Schema.Parser().parse(schema));
    }
}
