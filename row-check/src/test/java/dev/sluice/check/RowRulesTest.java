package dev.sluice.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.check.judge.Finding;
import dev.sluice.check.read.Fault;
import dev.sluice.check.read.Notation;
import dev.sluice.check.schema.SubjectVersion;
import dev.sluice.contract.Violation.Code;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What rules say of rows, as the data file has it; and rules that do not fit their columns. */
class RowRulesTest {
    private static final long NOW = Instant.parse("2019-08-31T12:00:00Z").toEpochMilli();
    private static final Notation ISO = Notation.iso(ZoneOffset.UTC);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String COLUMNS = """
            {"name": "i", "type": ["null", "int"], "default": null}, {"name": "l", "type": "long", "default": 7},
            {"name": "f", "type": ["null", "float"], "default": null}, {"name": "d", "type": ["null", "double"], "default": null},
            {"name": "s", "type": ["null", "string"], "default": null}, {"name": "t", "type": "string", "default": ""},
            {"name": "b", "type": ["null", "boolean"], "default": null}, {"name": "by", "type": ["null", "bytes"], "default": null},
            {"name": "e", "type": ["null", {"type": "enum", "name": "E", "symbols": ["RED", "GREEN"]}], "default": null},
            {"name": "dec", "type": ["null", {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}], "default": null},
            {"name": "day", "type": ["null", {"type": "int", "logicalType": "date"}], "default": null},
            {"name": "at", "type": ["null", {"type": "long", "logicalType": "timestamp-millis"}], "default": null},
            {"name": "us", "type": ["null", {"type": "long", "logicalType": "timestamp-micros"}], "default": null},
            {"name": "tm", "type": ["null", {"type": "int", "logicalType": "time-millis"}], "default": null},
            {"name": "arr", "type": {"type": "array", "items": "int"}, "default": []},
            {"name": "rec", "type": ["null", {"type": "record", "name": "R", "fields": [{"name": "x", "type": "int"}]}], "default": null}""";

    /** Each line: the rule, the row as a map of texts, and pass or why it is broken. */
    @TestFactory
    Stream<DynamicTest> everyRuleSaysWhatTheCorpusSays() throws IOException {
        String corpus;
        try (InputStream in = RowRulesTest.class.getResourceAsStream("/golden/rules.txt")) {
            corpus = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        List<String> lines = corpus.lines()
                .filter(line -> !line.startsWith("#") && !line.isEmpty())
                .toList();
        assertThat(lines).hasSizeGreaterThan(90);
        return lines.stream()
                .map(line -> DynamicTest.dynamicTest(line, () -> {
                    String[] parts = line.split("\t");
                    assertThat(parts).hasSize(3);
                    assertThat(shown(check("[" + parts[0] + "]", parts[1], NOW)))
                            .isEqualTo(parts[2]);
                }));
    }

    @Test
    void aFindingNamesTheRuleItsColumnsAndTheirTexts() throws IOException {
        Checked.Refused refused = (Checked.Refused) check("""
                [{"type": "range", "column": "i", "max": 3, "message": "Ask Bob."},
                 {"type": "expression", "expression": "i < l", "name": "order"},
                 {"type": "required", "column": "s", "action": "warn"}]""", "{\"i\": \"9\"}", NOW);

        assertThat(refused.findings())
                .containsExactly(
                        new Finding(
                                "i",
                                "9",
                                new Fault(
                                        Code.RULE_FAILED, "breaks the rule 'range i': it is not at most 3", "Ask Bob."),
                                "range i"),
                        new Finding(
                                null,
                                "i=9, l=null",
                                new Fault(
                                        Code.RULE_FAILED,
                                        "breaks the rule 'order': the expression is false",
                                        "Correct the value, or the rule in the definition."),
                                "order"),
                        new Finding(
                                "s",
                                null,
                                new Fault(
                                        Code.WARNING,
                                        "breaks the rule 'required s': there is no value",
                                        "Correct the value, or the rule in the definition."),
                                "required s"));
    }

    @Test
    void rowsThatBreakOnlyRulesThatWarnAreAccepted() throws IOException {
        Checked.Accepted accepted = (Checked.Accepted)
                check("[{\"type\": \"required\", \"column\": \"s\", \"action\": \"warn\"}]", "{\"i\": \"9\"}", NOW);

        assertThat(accepted.warnings()).extracting(Finding::rule).containsExactly("required s");
        assertThat(accepted.warnings()).allMatch(Finding::isWarning);
        assertThat(accepted.value().getInt32("i")).isEqualTo(9);
    }

    @Test
    void aRuleIsSilentAboutAColumnThatCouldNotBeRead() throws IOException {
        Checked.Refused refused = (Checked.Refused) check("""
                [{"type": "range", "column": "i", "max": 3}, {"type": "expression", "expression": "i > l"},
                 {"type": "required", "column": "s"}]""", "{\"i\": \"x\"}", NOW);

        assertThat(refused.findings())
                .extracting(finding -> finding.fault().code())
                .containsExactly(Code.TYPE_MISMATCH, Code.RULE_FAILED);
    }

    @Test
    void withoutATimeNothingIsTimely() throws IOException {
        assertThat(shown(check(
                        "[{\"type\": \"timely\", \"column\": \"at\", \"not_older_than\": \"P1D\"}]",
                        "{\"at\": \"2019-08-31T11:00:00Z\"}",
                        RowCheck.NO_TIME)))
                .isEqualTo("the record has no timestamp that it can be compared with");
    }

    @TestFactory
    Stream<DynamicTest> rulesThatDoNotFitRefuseEveryRow() {
        return Stream.of(
                        "{'type': 'required', 'column': 'nope'} | names a column that the schema does not have, 'nope'",
                        "{'type': 'range', 'column': 's', 'min': 1} | needs a column of numbers",
                        "{'type': 'range', 'column': 'i', 'min': 'x'} | has the value 'x', which is not an int",
                        "{'type': 'range', 'column': 'i', 'min': 1.5} | which is not an int",
                        "{'type': 'range', 'column': 'i', 'min': 5, 'max': 4} | a min that is larger than its max",
                        "{'type': 'range', 'column': 'dec', 'min': 0.001} | has more digits than a decimal",
                        "{'type': 'range', 'column': 'day', 'min': '2019-02-29'} | is not a date that exists",
                        "{'type': 'length', 'column': 'i', 'max': 3} | needs a column of strings",
                        "{'type': 'length', 'column': 'dec', 'max': 3} | needs a column of strings",
                        "{'type': 'pattern', 'column': 'i', 'pattern': 'x'} | needs a column of strings",
                        "{'type': 'pattern', 'column': 's', 'pattern': '('} | a pattern that is not valid",
                        "{'type': 'pattern', 'column': 's', 'pattern': '(a)\\\\1'} | a pattern that is not valid",
                        "{'type': 'pattern', 'column': 's', 'pattern': '(a{1000}){1000}'} | a pattern",
                        "{'type': 'expression', 'expression': 's.matches(t)'} | has a pattern that is no constant",
                        "{'type': 'expression', 'expression': 'matches(s, t + t)'} | has a pattern that is no constant",
                        "{'type': 'expression', 'name': 'x', 'expression': 's.matches(\\u0027((a{1000}){1000}){1000}\\u0027)'} | too large",
                        "{'type': 'one_of', 'column': 'e', 'values': ['BLUE']} | is not one of the allowed values",
                        "{'type': 'timely', 'column': 'tm', 'not_older_than': 'P1D'} | needs a column of dates or timestamps",
                        "{'type': 'expression', 'expression': 'nope > 1'} | undeclared reference to 'nope'",
                        "{'type': 'expression', 'expression': 'i > '} | is no valid expression",
                        "{'type': 'expression', 'expression': 'i + 1'} | expected type 'bool' but found 'int'",
                        "{'type': 'expression', 'expression': 's > 1'} | found no matching overload",
                        "{'type': 'expression', 'expression': 'in > 1'} | is no valid expression",
                        "{'type': 'expression', 'expression': '1 < 2'} | names no column",
                        "{'type': 'expression', 'expression': 'i > 1 && " + "(".repeat(300) + "true" + ")".repeat(300)
                                + "'} | is no valid expression")
                .map(line -> DynamicTest.dynamicTest(line, () -> {
                    String[] parts = line.split(" \\| ", 2);
                    Checked.Refused refused =
                            (Checked.Refused) check("[" + parts[0].replace('\'', '"') + "]", "{}", NOW);
                    assertThat(refused.findings()).hasSize(1);
                    assertThat(refused.findings().get(0).fault().code()).isEqualTo(Code.INVALID_DEFINITION);
                    assertThat(refused.findings().get(0).fault().problem())
                            .contains("client_a.t version 1: rule '")
                            .contains(parts[1]);
                }));
    }

    @Test
    void aLoopThatIsTooLongIsCutOff() throws IOException {
        String list = "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20]";
        String loop = list + ".all(a, " + list + ".all(b, " + list + ".all(c, a + b + c + i > 0)))";

        assertThat(shown(
                        check("[{\"type\": \"expression\", \"expression\": \"" + loop + "\"}]", "{\"i\": \"1\"}", NOW)))
                .isEqualTo("the expression cannot be evaluated (ITERATION_BUDGET_EXCEEDED)");
    }

    @TestFactory
    Stream<DynamicTest> noExpressionStopsTheTask() {
        return Stream.of(
                        "i" + "+i".repeat(490) + " > 0",
                        "b" + " && b".repeat(330),
                        "!".repeat(1_900) + "b",
                        "-".repeat(1_900) + "i > 0",
                        "b ? b : ".repeat(200) + "b",
                        "[".repeat(900) + "i" + "]".repeat(900) + " == [i]",
                        "s" + ".substring(0)".repeat(100) + " == s",
                        "[s,s,s,s,s,s,s,s,s,s].map(x, x + x).map(x, x + x).map(x, x + x).size() > 0",
                        "s.matches(s)",
                        "timestamp(s) > timestamp(s)",
                        "duration(s) > duration(s)",
                        "int(s) > 0",
                        "arr[1000] > 0",
                        "arr[-1] > 0",
                        "rec.nope > 0",
                        "rec == rec && rec.x / 0 == 1",
                        "dyn(i) > s",
                        "dyn(arr) > dyn(rec)",
                        "type(i) == s",
                        "string(by) == s",
                        "at + duration('9999999999s') > at",
                        "int(d) > 0")
                .map(expression ->
                        DynamicTest.dynamicTest(expression.substring(0, Math.min(60, expression.length())), () -> {
                            String rule = JSON.writeValueAsString(
                                    List.of(Map.of("type", "expression", "name", "x", "expression", expression)));
                            for (String row : List.of(
                                    "{}",
                                    "{\"i\": 1, \"s\": \"(\", \"b\": true, \"arr\": [1], \"by\": \"0xff\", \"d\": 1e300, "
                                            + "\"rec\": {\"x\": 1}, \"at\": 1}")) {
                                Checked checked = check(rule, row, NOW);
                                assertThat(checked).isNotNull();
                                assertThat(shown(checked)).doesNotContain("StackOverflow");
                            }
                        }));
    }

    private static Checked check(String rules, String row, long timeMs) throws IOException {
        String schema = """
                {"type": "record", "name": "t", "namespace": "client_a", "sluice.rules": %s, "fields": [%s]}""".formatted(rules, COLUMNS);
        return CompiledSchema.of(new SubjectVersion("client_a.t", 1), new Schema.Parser().parse(schema), ISO)
                .rows(new RowShape.OfMap())
                .check(JSON.readValue(row, Map.class), timeMs);
    }

    private static String shown(Checked checked) {
        if (checked instanceof Checked.Refused refused) {
            String problem = refused.findings().get(0).fault().problem();
            return problem.replaceFirst("^breaks the rule '.*?': (?=it|there|fewer|the)", "");
        }
        return "pass";
    }
}
