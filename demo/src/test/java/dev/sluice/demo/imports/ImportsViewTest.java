package dev.sluice.demo.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ImportsViewTest {
    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

    private final ImportsView view = new ImportsView(ZoneOffset.UTC);

    private static Import running(long accepted, long rejected, long position, OptionalLong total) {
        return new Import(
                "client_a",
                "0123456789abcdef0123",
                7,
                "a.csv",
                "RUNNING",
                START,
                null,
                1_000,
                total,
                accepted,
                rejected,
                0,
                position,
                Map.of());
    }

    private static Import settled(String state, long missing, Map<String, Long> reasons) {
        return new Import(
                "client_b",
                "0123456789abcdef0124",
                6,
                "b.csv",
                state,
                START,
                START.plusSeconds(75),
                1_000,
                OptionalLong.of(20),
                18 - missing,
                2,
                missing,
                1_000,
                reasons);
    }

    @Test
    void aRunningImportHasABarARateAndAnEstimate() {
        view.render(List.of(running(400, 0, 400, OptionalLong.empty())), START.plusSeconds(2));
        List<String> lines = view.render(List.of(running(600, 20, 620, OptionalLong.empty())), START.plusSeconds(3));
        assertThat(lines.get(1))
                .contains("client_a", "a.csv", "███████████████░░░░░░░░░", "62 %", "600 accepted", "20 rejected")
                .contains("206 rows/s", "about 2.0 s left");
    }

    @Test
    void onceTheFileIsReadProgressIsThatOfRowsAndFullMeansAll() {
        assertThat(running(999, 0, 1_000, OptionalLong.empty()).progress()).hasValue(0.99);
        assertThat(running(500, 0, 1_000, OptionalLong.of(1_000)).progress()).hasValue(0.5);
        assertThat(running(990, 10, 1_000, OptionalLong.of(1_000)).progress()).hasValue(1);
    }

    @Test
    void nobodyCanTellHowFarACompressedFileIsBeforeItsEnd() {
        Import compressed = running(500, 0, 5_000, OptionalLong.empty());
        assertThat(compressed.progress()).isEmpty();
        assertThat(compressed.secondsLeft(100)).isEmpty();
        assertThat(view.render(List.of(compressed), START.plusSeconds(1)).get(1))
                .contains("? %");
    }

    @Test
    void historyTellsStateDurationAndWhatIsMissing() {
        List<String> lines = view.render(
                List.of(
                        settled("COMPLETED", 0, Map.of("TYPE_MISMATCH c", 1L, "COLUMN_COUNT", 2L)),
                        settled("INCOMPLETE", 3, Map.of())),
                START.plusSeconds(100));
        assertThat(lines.get(3))
                .contains("11-21 10:00:00", "client_b", "COMPLETED", "18 accepted", "2 rejected", "in 1 min 15 s")
                .doesNotContain("MISSING");
        assertThat(lines.get(4)).contains("INCOMPLETE", "3 rows MISSING");
        assertThat(lines.subList(6, 10))
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("Rejected rows by reason"),
                        line -> assertThat(line).contains("b.csv", "--errors 0123456789abcdef0124"),
                        line -> assertThat(line).endsWith("2  COLUMN_COUNT"),
                        line -> assertThat(line).endsWith("1  TYPE_MISMATCH c"));
    }

    @Test
    void durationsAreForPeople() {
        assertThat(ImportsView.duration(Duration.ofMillis(1_500))).isEqualTo("1.5 s");
        assertThat(ImportsView.duration(Duration.ofHours(3).plusMinutes(4))).isEqualTo("3 h 04 min");
    }

    @Test
    void wordsAreUnderstood() {
        Options options = Options.parse(
                Path.of("/x"),
                List.of(
                        "client_a",
                        "--once",
                        "--cassandra",
                        "c:1",
                        "--datacenter",
                        "dc",
                        "--user",
                        "u",
                        "--latest",
                        "3"));
        assertThat(options.tenant()).hasValue("client_a");
        assertThat(options.once()).isTrue();
        assertThat(options.contactPoint()).hasValue("c:1");
        assertThat(options.latest()).isEqualTo(3);
        assertThat(Options.parse(Path.of("/x"), List.of()).directory()).isEqualTo(Path.of("/x/.stack/local"));
        assertThatThrownBy(() -> Options.parse(Path.of("/x"), List.of("--latest", "0")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Options.parse(Path.of("/x"), List.of("--nonsense", "0")))
                .hasMessageContaining("--nonsense");
    }
}
