package dev.sluice.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.sluice.check.read.Notation;
import dev.sluice.check.schema.SubjectVersion;
import dev.sluice.contract.SchemaProperties;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
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
                    CompiledSchema schema = schema(parts[0], parts[1], parts[2].equals("key"), parts[3]);
                    Map<String, String> isNull = new HashMap<>();
                    isNull.put("c", null);
                    assertThat(checked(schema, List.of("other"), Map.of())).isEqualTo(parts[4]);
                    assertThat(checked(schema, List.of("other", "c"), isNull)).isEqualTo(parts[5]);
                    assertThat(checked(schema, List.of("c"), Map.of("c", ""))).isEqualTo(parts[6]);
                }));
    }

    @Test
    void aColumnMayStandUnderItsAliasButItsOwnNameGoesFirst() {
        CompiledSchema schema = compiled("""
                {"type": "record", "name": "t", "namespace": "client_a", "fields": [
                  {"name": "c", "type": "int", "aliases": ["older", "oldest"]}]}""");

        assertThat(checked(schema, List.of("oldest"), Map.of("oldest", "1"))).isEqualTo("1");
        assertThat(checked(schema, List.of("oldest", "older"), Map.of("oldest", "1", "older", "2")))
                .isEqualTo("2");
        assertThat(checked(schema, List.of("oldest", "older", "c"), Map.of("oldest", "1", "older", "2", "c", "3")))
                .isEqualTo("3");
        assertThat(checked(schema, List.of("C"), Map.of("C", "1"))).isEqualTo("MISSING_REQUIRED");
    }

    /** The same in rows of every shape. */
    private static String checked(CompiledSchema schema, List<String> columns, Map<String, String> values) {
        SchemaBuilder builder = SchemaBuilder.struct();
        Map<String, Object> map = new HashMap<>();
        List<Object> cells = new ArrayList<>();
        for (String column : columns) {
            builder.field(column, Schema.OPTIONAL_STRING_SCHEMA);
            map.put(column, values.get(column));
            cells.add(values.get(column));
        }
        Schema raw = builder.build();
        Struct struct = new Struct(raw);
        values.forEach(struct::put);

        String ofStruct = shown(schema.rows(new RowShape.OfStruct(raw)).check(struct, RowCheck.NO_TIME));
        assertThat(shown(schema.rows(new RowShape.OfMap()).check(map, RowCheck.NO_TIME)))
                .isEqualTo(ofStruct);
        assertThat(shown(schema.rows(new RowShape.OfCells(columns)).check(cells, RowCheck.NO_TIME)))
                .isEqualTo(ofStruct);
        return ofStruct;
    }

    private static String shown(Checked checked) {
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

    private static CompiledSchema schema(String type, String defaultValue, boolean key, String emptyAs) {
        return compiled("""
                {"type": "record", "name": "t", "namespace": "client_a", "%s": "%s"%s, "fields": [
                  {"name": "c", "type": %s%s}]}""".formatted(
                        SchemaProperties.EMPTY_AS,
                        emptyAs,
                        key ? ", \"" + SchemaProperties.PRIMARY_KEY + "\": [\"c\"]" : "",
                        type,
                        defaultValue.equals("-") ? "" : ", \"default\": " + defaultValue));
    }

    private static CompiledSchema compiled(String schema) {
        return CompiledSchema.of(ID, new org.apache.avro.Schema.Parser().parse(schema), Notation.iso(ZoneOffset.UTC));
    }
}
