package dev.sluice.converter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class AnswersBySubjectTest {
    private static final int BOUND = 4;

    private final AnswersBySubject<Integer, String> answers = new AnswersBySubject<>(BOUND, ConcurrentHashMap::new);

    @Test
    void answersAreOfASubject() {
        answers.put("s", 1, "one");
        assertThat(answers.get("s", 1)).isEqualTo("one");
        assertThat(answers.get("s", 2)).isNull();
        assertThat(answers.get("t", 1)).isNull();
        answers.clear();
        assertThat(answers.get("s", 1)).isNull();
    }

    @Test
    void neverMoreThanTheBoundIsHeldAndTheLastAlwaysIs() {
        for (int i = 0; i < 1_000; i++) {
            String subject = "s" + i % (BOUND + 3);
            answers.put(subject, i, Integer.toString(i));
            assertThat(answers.get(subject, i)).isEqualTo(Integer.toString(i));
            answers.put("s0", i, "again");
            assertThat(answers.size()).isLessThanOrEqualTo(BOUND * BOUND);
        }
        for (int i = 0; i < BOUND; i++) {
            answers.put("t", i, "x");
        }
        assertThat(answers.get("t", 0)).isEqualTo("x");
        answers.put("t", BOUND, "x");
        assertThat(answers.get("t", 0)).isNull();
    }
}
