package dev.sluice.check.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegexTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[0-9]{13}",
                "[0-9]{50}-[0-9]{50}-[0-9]{50}-[0-9]{50}",
                "[]{1000}]{2}",
                "[^]{1000}]",
                "\\({1,100}",
                "a{x}",
                "{1000}a|",
                "(a|b){1,100}",
                "[[:alpha:])]{2}",
                "(?i)hkd",
                "\\pL{100}"
            })
    void ordinaryPatternsCompile(String text) {
        if (text.startsWith("{")) {
            assertThatThrownBy(() -> Regex.compile(text)).isInstanceOf(IllegalArgumentException.class);
        } else {
            assertThat(Regex.compile(text).pattern()).isEqualTo(text);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", ")", "a)b{1000}", "(\\Q)\\E{1000}){1000}", "[", "a**", "(?<n>a", "(a)\\1"})
    void whatRe2DoesNotReadOrReadsInAnotherWayIsRefused(String text) {
        assertThatThrownBy(() -> Regex.compile(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not valid");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "([[:alpha:])]{1000}){1000}",
                "([[:alpha:](]{1000}){1000}",
                "(\\x{28}{1000}){1000}",
                "(\\pL{1000}){1000}",
                "(a{1000}){1000}",
                "((a{1000}){1000}){1000}",
                "(((((a{99}){99}){99}){99}){99}){99}",
                "((((a){99}b){99}c){99}d){99}",
                "(?:(?:[ab]{500}){500}){500}",
                "(\\){1000}){1000}",
                "([)]{1000}){1000}",
                "([]})]{1000}){1000}",
                "(a{1,1000}){0,1000}",
                "(a{1000,}){1000,}"
            })
    void patternsThatWouldFillTheHeapAreNotCompiled(String text) {
        assertThatThrownBy(() -> Regex.compile(text)).hasMessageContaining("too large");
    }
}
