package dev.sluice.check.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.check.rule.Rule.Heading;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleReaderTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<String> problems = new ArrayList<>();

    @Test
    void everyTypeOfRuleIsRead() throws IOException {
        assertThat(read("""
                [{"type": "required", "column": "A"},
                 {"type": "required", "columns": ["A", "B"], "name": "both", "action": "warn", "message": "Ask Bob."},
                 {"type": "not_blank", "column": "A", "action": "reject"},
                 {"type": "at_least", "count": 2, "columns": ["A", "B", "C"]},
                 {"type": "range", "column": "A", "min": 0, "max": 1e10},
                 {"type": "range", "column": "B", "min": "2019-01-01"},
                 {"type": "length", "column": "A", "max": 3},
                 {"type": "pattern", "column": "A", "pattern": "[0-9]+"},
                 {"type": "one_of", "column": "A", "values": ["x", 1, true]},
                 {"type": "timely", "column": "A", "not_older_than": "P7D", "not_newer_than": "PT5M"},
                 {"type": "expression", "expression": "A > B"}]"""))
                .containsExactly(
                        new Rule.Required(new Heading("required A", false, null), List.of("A")),
                        new Rule.Required(new Heading("both", true, "Ask Bob."), List.of("A", "B")),
                        new Rule.NotBlank(new Heading("not_blank A", false, null), List.of("A")),
                        new Rule.AtLeast(new Heading("at_least A, B, C", false, null), 2, List.of("A", "B", "C")),
                        new Rule.Range(new Heading("range A", false, null), "A", "0", "10000000000"),
                        new Rule.Range(new Heading("range B", false, null), "B", "2019-01-01", null),
                        new Rule.Length(new Heading("length A", false, null), "A", 0, 3),
                        new Rule.Matches(new Heading("pattern A", false, null), "A", "[0-9]+"),
                        new Rule.OneOf(new Heading("one_of A", false, null), "A", List.of("x", "1", "true")),
                        new Rule.Timely(
                                new Heading("timely A", false, null), "A", Duration.ofDays(7), Duration.ofMinutes(5)),
                        new Rule.Expression(new Heading("A > B", false, null), "A > B"));
        assertThat(RuleReader.read(null, problems)).isEmpty();
        assertThat(read("[]")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | rules are no list",
                "[1] | rule 1 is not a JSON object",
                "[{}] | rule 1 has no type",
                "[{'type': 'regex'}] | no known type but 'regex'",
                "[{'type': 'required'}] | has no column",
                "[{'type': 'required', 'column': 'A', 'columns': ['B']}] | keys that its type does not know: column",
                "[{'type': 'required', 'columns': []}] | has no columns",
                "[{'type': 'required', 'columns': ['A', 'A']}] | names a column twice",
                "[{'type': 'required', 'column': 'A', 'acton': 'warn'}] | does not know: acton",
                "[{'type': 'required', 'column': 'A', 'action': 'drop'}] | neither reject nor warn but 'drop'",
                "[{'type': 'required', 'column': 'A', 'name': ''}] | has a name that is no text",
                "[{'type': 'at_least', 'columns': ['A', 'B'], 'count': 3}] | has no count between 1",
                "[{'type': 'at_least', 'columns': ['A', 'B'], 'count': 'x'}] | count that is no integer",
                "[{'type': 'range', 'column': 'A'}] | has neither min nor max",
                "[{'type': 'range', 'column': 'A', 'min': []}] | neither text nor number",
                "[{'type': 'length', 'column': 'A'}] | has no min and max",
                "[{'type': 'length', 'column': 'A', 'min': 3, 'max': 2}] | has no min and max",
                "[{'type': 'pattern', 'column': 'A'}] | has no pattern",
                "[{'type': 'one_of', 'column': 'A', 'values': []}] | has no values",
                "[{'type': 'timely', 'column': 'A'}] | has neither not_older_than",
                "[{'type': 'timely', 'column': 'A', 'not_older_than': '7 days'}] | that is no duration",
                "[{'type': 'timely', 'column': 'A', 'not_older_than': 'PT-1H'}] | negative",
                "[{'type': 'expression'}] | has no expression",
                "[{'type': 'required', 'column': 'A'}, {'type': 'required', 'column': 'A'}] | rule 2 has the name of another",
                "[{'type': 'x'}, {'type': 'y'}] | rule 1 has no known type but 'x'; rule 2 has no known type but 'y'"
            })
    void whatIsWrongIsNamed(String rules, String problem) throws IOException {
        RuleReader.read(JSON.readValue(rules.replace('\'', '"'), Object.class), problems);

        assertThat(String.join("; ", problems)).contains(problem);
    }

    @Test
    void rulesWithoutProblemsAreGivenBesideTheOthers() throws IOException {
        String rules = "[{\"type\": \"x\"}, {\"type\": \"required\", \"column\": \"A\"}]";

        assertThat(RuleReader.read(JSON.readValue(rules, Object.class), problems))
                .containsExactly(new Rule.Required(new Heading("required A", false, null), List.of("A")));
        assertThat(problems).hasSize(1);
    }

    @Test
    void rulesAreBounded() {
        assertThat(RuleReader.read(Collections.nCopies(RuleReader.MAX_RULES + 1, "x"), problems))
                .isEmpty();
        assertThat(problems).singleElement().asString().contains("at most 100");
        problems.clear();
        RuleReader.read(List.of(Map.of("type", "expression", "expression", "x".repeat(5_000))), problems);
        assertThat(problems).containsExactly("rule 1 has a expression that is no text of 1 to 4096 characters");
    }

    private List<Rule> read(String json) throws IOException {
        List<Rule> rules = RuleReader.read(JSON.readValue(json, Object.class), problems);
        assertThat(problems).isEmpty();
        return rules;
    }
}
