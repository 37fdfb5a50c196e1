package dev.sluice.portal.tell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.portal.follow.ImportStore.Example;
import dev.sluice.portal.follow.Outcome;
import dev.sluice.portal.follow.State;
import dev.sluice.portal.stage.Waiting;
import dev.sluice.portal.stage.Waiting.WaitingFile;
import dev.sluice.portal.watch.Lag;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ImportsViewTest {
    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
    private static final Waiting NOTHING = new Waiting(List.of(), 0, 0, List.of());

    private final ImportsView view = new ImportsView(ZoneOffset.UTC);

    private static Outcome outcome(
            String file, State state, OptionalLong total, long accepted, long rejected, OptionalLong toGo) {
        return new Outcome(
                "id of " + file,
                file,
                Optional.of("d"),
                1,
                state,
                Optional.of(START),
                state.isUnderWay() ? Optional.empty() : Optional.of(START.plusSeconds(75)),
                1_000_000,
                total,
                accepted,
                rejected,
                toGo,
                state.isUnderWay() && total.isEmpty(),
                List.of(),
                Map.of());
    }

    private static Outcome running(long accepted, long rejected, long toGo) {
        return outcome("a.csv", State.RUNNING, OptionalLong.empty(), accepted, rejected, OptionalLong.of(toGo));
    }

    private List<String> render(Waiting waiting, Instant now, Outcome... outcomes) {
        List<Outcome> all = List.of(outcomes);
        return view.render(
                List.of(new ImportsView.Told(
                        "client_a", Lag.of(waiting, all), all, Map.of("id of b.csv", Map.of("X c", 1L, "Y", 2L)))),
                true,
                now);
    }

    @Test
    void aRunningImportHasRowsToGoARateAndAnEstimate() {
        render(NOTHING, START.plusSeconds(2), running(400, 0, 600));
        List<String> lines = render(NOTHING, START.plusSeconds(3), running(600, 20, 380));
        assertThat(lines.get(1))
                .contains("client_a", "a.csv", "██████████████░░░░░░░░░░", "62 %", "600 accepted", "20 rejected")
                .contains("≈380 to go of ≈1,000", "206 rows/s", "about 2.0 s left");
        assertThat(lines.get(4)).contains("client_a", "≈ 380", "no file waits");
    }

    @Test
    void onceTheFileIsReadNumbersAreExact() {
        Outcome loading = outcome("a.csv", State.LOADING, OptionalLong.of(1_000), 999, 0, OptionalLong.of(1));
        List<String> lines = render(NOTHING, START.plusSeconds(1_000_000), loading);
        assertThat(lines.get(1))
                .contains(" 99 %", "  1 to go of 1,000", "loading")
                .doesNotContain("≈");
        assertThat(lines.get(4)).matches(" +client_a +1 +no file waits");
    }

    @Test
    void nobodyCanTellHowFarACompressedFileIsBeforeItsEnd() {
        Outcome compressed = outcome("a.csv.gz", State.RUNNING, OptionalLong.empty(), 500, 0, OptionalLong.empty());
        List<String> lines = render(NOTHING, START.plusSeconds(1), compressed);
        assertThat(lines.get(1)).contains("? %", "? to go of ?", "running");
        assertThat(lines.get(4)).contains("≥ 0");
    }

    @Test
    void aTenantsLagHasTheFilesThatWaitAndTheOldest() {
        Waiting waiting = new Waiting(List.of(new WaitingFile("w.csv", 2_500_000, START)), 3, 5_000_000, List.of());
        Outcome done = outcome("b.csv", State.COMPLETED, OptionalLong.of(20), 18, 2, OptionalLong.of(0));
        assertThat(render(waiting, START.plusSeconds(130), done).get(3))
                .contains(" 0  3 files wait, 5.0 MB, about 100 rows, the oldest for 2 min 10 s");
        List<String> blind = view.render(
                List.of(new ImportsView.Told("client_a", Lag.of(NOTHING, List.of()), List.of(), Map.of())),
                false,
                START);
        assertThat(blind.get(2)).contains("--staging");
        assertThat(blind.get(3)).doesNotContain("waits");
    }

    @Test
    void historyTellsStateDurationAndWhatIsMissing() {
        List<String> lines = render(
                NOTHING,
                START.plusSeconds(100),
                outcome("b.csv", State.COMPLETED, OptionalLong.of(20), 18, 2, OptionalLong.of(0)),
                outcome("c.csv", State.INCOMPLETE, OptionalLong.of(20), 15, 2, OptionalLong.of(3)),
                outcome("d.csv", State.INCOMPLETE, OptionalLong.of(20), 22, 2, OptionalLong.of(0)));
        assertThat(lines.subList(6, 9))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .contains("11-21 10:00:00", "client_a", "COMPLETED", "18 accepted", "2 rejected")
                                .endsWith("in 1 min 15 s"),
                        line -> assertThat(line).contains("INCOMPLETE").endsWith("3 rows MISSING"),
                        line -> assertThat(line).endsWith("4 rows more than were read"));
        assertThat(lines.subList(10, 14))
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("Rejected rows by reason"),
                        line -> assertThat(line).contains("b.csv", "--errors id of b.csv"),
                        line -> assertThat(line).endsWith("2  Y"),
                        line -> assertThat(line).endsWith("1  X c"));
    }

    @Test
    void rowsAreToldWithTheirPlaceAndAllThatIsWrong() {
        assertThat(ImportsView.line(new Example(
                        7,
                        9,
                        "parse",
                        List.of(
                                new Example.Fault("A", Optional.of("c"), "one"),
                                new Example.Fault("B", Optional.empty(), "two")))))
                .isEqualTo("  row 7, line 9 (parse): one | two");
    }

    @Test
    void durationsAreForPeople() {
        assertThat(ImportsView.duration(Duration.ofMillis(1_500))).isEqualTo("1.5 s");
        assertThat(ImportsView.duration(Duration.ofHours(3).plusMinutes(4))).isEqualTo("3 h 04 min");
        assertThat(ImportsView.duration(Duration.ofMillis(-5))).isEqualTo("0.0 s");
    }
}
