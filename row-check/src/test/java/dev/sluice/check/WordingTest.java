package dev.sluice.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.check.judge.Finding;
import dev.sluice.check.read.Fault;
import dev.sluice.contract.Violation;
import dev.sluice.contract.Violation.Code;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WordingTest {
    private static final String POSITION = "line 7, bytes 100-109";
    private static final Fault FAULT = new Fault(Code.TYPE_MISMATCH, "is not an int", "Correct it.");

    private final Wording full = new Wording(true);
    private final Wording discreet = new Wording(false);

    @Test
    void aMessageSaysWhereWhatConsequenceAndCure() {
        assertThat(message(full, new Finding("C", "x", FAULT)))
                .isEqualTo("C (line 7, bytes 100-109)='x' is not an int; the row was not loaded. Correct it.");
        assertThat(message(full, new Finding("C", null, FAULT)))
                .isEqualTo("C (line 7, bytes 100-109) is not an int; the row was not loaded. Correct it.");
        assertThat(message(full, new Finding(null, null, FAULT)))
                .isEqualTo("row (line 7, bytes 100-109) is not an int; the row was not loaded. Correct it.");
        assertThat(message(discreet, new Finding("C", "x", FAULT)))
                .isEqualTo("C (line 7, bytes 100-109) is not an int; the row was not loaded. Correct it.");
    }

    @Test
    void longValuesAreCutAndManyMessagesStayBounded() {
        List<Finding> many = IntStream.range(0, 5_000)
                .mapToObj(i -> new Finding("C" + i, "x".repeat(1_000), FAULT))
                .toList();

        List<Violation> violations = full.violations(many, POSITION);

        assertThat(violations).hasSize(5_000);
        assertThat(violations.get(0).value())
                .hasSize(Violation.MAX_VALUE_LENGTH)
                .endsWith("…");
        assertThat(violations.get(4_999))
                .isEqualTo(new Violation(Code.TYPE_MISMATCH, "C4999", null, "C4999 is wrong too; see the code."));
        assertThat(violations.stream().mapToInt(v -> v.message().length()).sum())
                .isLessThan(2 * Wording.BUDGET);
    }

    @Test
    void rawTextIsCutBetweenCharacters() {
        assertThat(full.raw("abc", 3)).isEqualTo("abc");
        assertThat(full.raw("abcd", 3)).isEqualTo("ab…");
        assertThat(full.raw("a😀bc", 3)).isEqualTo("a…");
        assertThat(full.raw("abcd", 1)).isEqualTo("…");
        assertThat(full.raw("abcd", 0)).isNull();
        assertThat(full.raw(null, 3)).isNull();
        assertThat(discreet.raw("abc", 3)).isNull();
    }

    private static String message(Wording wording, Finding finding) {
        return wording.violations(List.of(finding), POSITION).get(0).message();
    }
}
