package dev.sluice.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.check.judge.Finding;
import dev.sluice.check.read.Notation;
import dev.sluice.check.schema.SubjectVersion;
import dev.sluice.contract.Violation;
import dev.sluice.contract.Violation.Code;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;

/** What callers of the library see. */
class CompiledSchemaTest {
    private static final Notation ISO = Notation.iso(ZoneOffset.UTC);
    private static final String ORDERS = """
            {"type": "record", "name": "orders", "namespace": "acme", "sluice.primary_key": ["id"],
             "sluice.rules": [{"type": "range", "column": "price", "min": 1, "action": "warn"}], "fields": [
              {"name": "id", "type": "int"}, {"name": "price", "type": "double"},
              {"name": "note", "type": ["null", "string"], "default": null}]}""";

    @Test
    void aRowOfTextsIsTypedWithItsKeyAndItsWarnings() {
        RowCheck rows = compiled(ORDERS).rows(new RowShape.OfCells(List.of("price", "id")));

        Checked.Accepted accepted = (Checked.Accepted) rows.check(List.of("0.5", "7"), RowCheck.NO_TIME);

        assertThat(accepted.key().schema().name()).isEqualTo("acme.orders.Key");
        assertThat(accepted.key().getInt32("id")).isEqualTo(7);
        assertThat(accepted.value().schema().name()).isEqualTo("acme.orders");
        assertThat(accepted.value().schema().version()).isEqualTo(3);
        assertThat(accepted.value().getFloat64("price")).isEqualTo(0.5);
        assertThat(accepted.value().getString("note")).isNull();
        assertThat(accepted.warnings()).extracting(Finding::rule).containsExactly("range price");
    }

    @Test
    void everyFaultOfARowIsAViolationInTheContractsWords() {
        RowCheck rows = compiled(ORDERS).rows(new RowShape.OfCells(List.of("id", "price")));

        Checked.Refused refused = (Checked.Refused) rows.check(Arrays.asList(null, "0,5"), RowCheck.NO_TIME);

        assertThat(new Wording(true).violations(refused.findings(), "line 2"))
                .containsExactly(
                        new Violation(
                                Code.MISSING_REQUIRED,
                                "id",
                                null,
                                "id (line 2) has no value, but the column belongs to the primary key; the row was not loaded. "
                                        + "Give a value: a primary key column is never null or empty."),
                        new Violation(
                                Code.TYPE_MISMATCH,
                                "price",
                                "0,5",
                                "price (line 2)='0,5' is not a double; the row was not loaded. "
                                        + "Write a number such as -12.5 or 1.25e-3, or define the column as string."));
    }

    @Test
    void aSchemaMayServeManyShapes() {
        CompiledSchema schema = compiled(ORDERS);

        assertThat(schema.rows(new RowShape.OfCells(List.of())).check(List.of("1", "2", "x"), RowCheck.NO_TIME))
                .isInstanceOf(Checked.Accepted.class);
        assertThat(schema.rows(new RowShape.OfCells(List.of())).check(List.of("1", "2"), RowCheck.NO_TIME))
                .isInstanceOf(Checked.Refused.class);
        assertThat(schema.rows(new RowShape.OfMap()).check(Map.of("id", 1, "price", 2.5), RowCheck.NO_TIME))
                .isInstanceOf(Checked.Accepted.class);
    }

    /** Every encoder makes a question mark of it. Only the file source's own rows need no look: they come from decoded bytes. */
    @Test
    void halfOfASurrogatePairIsNoText() {
        CompiledSchema schema = compiled("""
                {"type": "record", "name": "t", "fields": [{"name": "s", "type": ["null", "string"]},
                  {"name": "a", "type": {"type": "array", "items": "string"}, "default": []},
                  {"name": "m", "type": {"type": "map", "values": "int"}, "default": {}},
                  {"name": "u", "type": ["null", "int", "string"], "default": null}]}""");
        RowCheck maps = schema.rows(new RowShape.OfMap());

        for (String half : List.of("\ud83d", "\ude00", "a\ude00\ud83d", "\ud83d\ud83d\ude00")) {
            assertThat(codes(maps, Map.of("s", half))).containsExactly(Code.TYPE_MISMATCH);
            assertThat(codes(maps, Map.of("s", "", "a", List.of("x", half)))).containsExactly(Code.TYPE_MISMATCH);
            assertThat(codes(maps, Map.of("s", "", "m", Map.of(half, 1)))).containsExactly(Code.TYPE_MISMATCH);
            assertThat(codes(maps, Map.of("s", "", "u", half))).containsExactly(Code.TYPE_MISMATCH);
            org.apache.kafka.connect.data.Schema foreign = SchemaBuilder.struct()
                    .field("s", SchemaBuilder.STRING_SCHEMA)
                    .build();
            assertThat(codes(schema.rows(new RowShape.OfStruct(foreign)), new Struct(foreign).put("s", half)))
                    .containsExactly(Code.TYPE_MISMATCH);
        }
        assertThat(codes(maps, Map.of("s", "\ud83d\ude00", "a", List.of("\ud83d\ude00"), "u", "\ud83d\ude00")))
                .isEmpty();
    }

    private static List<Code> codes(RowCheck check, Object row) {
        return check.check(row, RowCheck.NO_TIME) instanceof Checked.Refused refused
                ? refused.findings().stream()
                        .map(finding -> finding.fault().code())
                        .toList()
                : List.of();
    }

    @Test
    void aDefinitionIsToldAllItsProblemsAtOnce() {
        List<String> problems = CompiledSchema.problems(new Schema.Parser().parse("""
                {"type": "record", "name": "t", "namespace": "acme", "sluice.rules": [
                   {"type": "regex", "column": "a"},
                   {"type": "range", "column": "nope", "min": 1},
                   {"type": "expression", "name": "sum", "expression": "a + 1"},
                   {"type": "pattern", "column": "b", "pattern": "("}], "fields": [
                  {"name": "a", "type": "int"}, {"name": "b", "type": "string"},
                  {"name": "c", "type": {"type": "int", "logicalType": "date"}, "sluice.pattern": "yyyy-QQQQQQ"}]}"""), ISO);

        assertThat(problems).hasSize(5);
        assertThat(problems.get(0)).isEqualTo("rule 1 has no known type but 'regex'");
        assertThat(problems.get(1)).startsWith("its column c cannot be read: ");
        assertThat(problems.get(2)).isEqualTo("rule 'range nope' names a column that the schema does not have, 'nope'");
        assertThat(problems.get(3)).startsWith("rule 'sum' ").contains("expected type 'bool' but found 'int'");
        assertThat(problems.get(4)).startsWith("rule 'pattern b' ");
        assertThat(CompiledSchema.problems(new Schema.Parser().parse(ORDERS), ISO))
                .isEmpty();
        assertThat(CompiledSchema.problems(Schema.create(Schema.Type.INT), ISO))
                .containsExactly("its type is int, not record");
    }

    @Test
    void aVersionThatNoRowCanMeetRefusesEveryRowAndSaysWhy() {
        CompiledSchema schema =
                CompiledSchema.unusable(new SubjectVersion("acme.t", 4), List.of("it is XML", "it is old"));

        Checked.Refused refused =
                (Checked.Refused) schema.rows(new RowShape.OfMap()).check(Map.of(), RowCheck.NO_TIME);

        assertThat(schema.problems()).containsExactly("it is XML", "it is old");
        assertThat(refused.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.column()).isNull();
            assertThat(finding.fault().code()).isEqualTo(Code.INVALID_DEFINITION);
            assertThat(finding.fault().problem())
                    .isEqualTo("cannot be validated against schema acme.t version 4: it is XML; it is old");
        });
    }

    private static CompiledSchema compiled(String schema) {
        return CompiledSchema.of(new SubjectVersion("acme.orders", 3), new Schema.Parser().parse(schema), ISO);
    }
}
