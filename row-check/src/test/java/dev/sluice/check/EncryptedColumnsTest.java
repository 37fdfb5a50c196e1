package dev.sluice.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.check.read.Notation;
import dev.sluice.check.schema.SubjectVersion;
import dev.sluice.contract.Violation;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** Findings never show a value of a column that is to be encrypted. */
class EncryptedColumnsTest {
    private static final String MARK = "sikrit";
    private static final String PERSONS = """
            {"type": "record", "name": "persons", "namespace": "acme", "sluice.primary_key": ["id"],
             "sluice.rules": [
               {"type": "pattern", "column": "phone", "pattern": "[0-9]+"},
               {"type": "expression", "name": "both", "expression": "phone != city"},
               {"type": "pattern", "column": "city", "pattern": "[A-Z].*"}],
             "fields": [
              {"name": "id", "type": "int", "sluice.encrypt": "deterministic"},
              {"name": "phone", "type": "string", "sluice.encrypt": "random"},
              {"name": "city", "type": "string"}]}""";

    private final RowCheck rows = CompiledSchema.of(
                    new SubjectVersion("acme.persons", 1),
                    new Schema.Parser().parse(PERSONS),
                    Notation.iso(ZoneOffset.UTC))
            .rows(new RowShape.OfCells(List.of("id", "phone", "city")));

    @Test
    void aWrongTypeIsToldWithoutTheValue() {
        assertThat(told(MARK, "1", "Oulu")).singleElement().satisfies(violation -> {
            assertThat(violation.code()).isEqualTo(Violation.Code.TYPE_MISMATCH);
            assertThat(violation.column()).isEqualTo("id");
            assertThat(violation.value()).isNull();
        });
    }

    @Test
    void aBrokenRuleIsToldWithoutAnyOfItsValues() {
        assertThat(told("1", MARK, MARK))
                .hasSize(3)
                .satisfiesExactly(
                        phone -> assertThat(phone.value()).isNull(),
                        both -> assertThat(both.value()).isNull(),
                        city -> assertThat(city.value()).isEqualTo(MARK));
    }

    private List<Violation> told(String id, String phone, String city) {
        List<Violation> told = new Wording(true)
                .violations(
                        ((Checked.Refused) rows.check(List.of(id, phone, city), RowCheck.NO_TIME)).findings(),
                        "line 2");
        assertThat(told)
                .filteredOn(violation -> !"city".equals(violation.column()))
                .allSatisfy(violation -> assertThat(violation.toString()).doesNotContain(MARK));
        return told;
    }
}
