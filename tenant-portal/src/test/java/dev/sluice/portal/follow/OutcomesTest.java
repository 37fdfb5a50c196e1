package dev.sluice.portal.follow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.portal.stage.Report;
import dev.sluice.portal.stage.Waiting;
import dev.sluice.portal.watch.Lag;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class OutcomesTest {
    private static final Instant TEN = Instant.parse("2026-11-21T10:00:00Z");

    @Test
    void whatTheSinkHasNotHeardOfIsOnItsWayAndAllOfItsRowsAreYetToBeProcessed() {
        Outcome outcome = only(Outcomes.of(List.of(), 10, List.of(report("aa", "completed", 100)), List.of()));
        assertThat(outcome.state()).isEqualTo(State.LOADING);
        assertThat(outcome.toGo()).hasValue(10);
        assertThat(outcome.isEstimated()).isFalse();
        assertThat(outcome.progress()).hasValue(0);
    }

    @Test
    void whatTheSinkHasForgottenWasCompleted() {
        List<Outcome> outcomes = Outcomes.of(
                List.of(imported("bb", 200, State.COMPLETED, 10)),
                10,
                List.of(report("aa", "completed", 100)),
                List.of());
        assertThat(outcomes).extracting(Outcome::state).containsOnly(State.COMPLETED);
    }

    @Test
    void whatIsOlderThanWhatWasAskedForIsNotOnItsWay() {
        Report old = new Report(
                "o",
                "aa",
                "completed",
                Optional.of("other"),
                "o.csv",
                1,
                TEN,
                Optional.of(TEN),
                1,
                100,
                10,
                0,
                List.of());
        List<Import> one = List.of(imported("bb", 200, State.COMPLETED, 10));
        assertThat(Outcomes.of(one, 1, List.of(old), List.of()))
                .extracting(Outcome::state)
                .containsOnly(State.COMPLETED);
        assertThat(Outcomes.of(one, 2, List.of(old), List.of()))
                .extracting(Outcome::state)
                .containsExactly(State.LOADING, State.COMPLETED);
    }

    @Test
    void whatTheSinkKnowsGoesBeforeWhatTheSourceSays() {
        Outcome outcome = only(Outcomes.of(
                List.of(imported("aa", 100, State.INCOMPLETE, 7)),
                10,
                List.of(report("aa", "completed", 100)),
                List.of()));
        assertThat(outcome.state()).isEqualTo(State.INCOMPLETE);
        assertThat(outcome.accepted()).isEqualTo(7);
        assertThat(outcome.toGo()).hasValue(3);
    }

    @Test
    void refusedFilesAndChecksAreOutcomesDefinitionsAreNot() {
        Report definition = new Report(
                "d",
                "dd",
                "defined",
                Optional.of("s"),
                "s.dataset.json",
                1,
                TEN,
                Optional.empty(),
                1,
                0,
                0,
                0,
                List.of());
        assertThat(Outcomes.of(
                        List.of(),
                        10,
                        List.of(report("aa", "rejected", 0), report("cc", "checked", 0), definition),
                        List.of()))
                .extracting(Outcome::state)
                .containsExactlyInAnyOrder(State.REJECTED, State.CHECKED);
    }

    @Test
    void whileItRunsRowsToGoAreWorkedOutFromTheFilesSizeHoweverFarBackSomePartitionsAre() {
        Import running = running("aa", 100, 200, 400, 1000);
        Outcome outcome = only(Outcomes.of(List.of(running), 10, List.of(), List.of()));
        assertThat(outcome.toGo()).hasValue(400);
        assertThat(outcome.isEstimated()).isTrue();
        assertThat(outcome.progress().getAsDouble()).isBetween(0.19, 0.21);
        Outcome compressed = only(Outcomes.of(List.of(running("bb", 100, 200, 4000, 1000)), 10, List.of(), List.of()));
        assertThat(compressed.toGo()).isEmpty();
        assertThat(compressed.progress()).isEmpty();
    }

    @Test
    void lagSumsUpWhatIsKnownAndSaysHowWell() {
        Waiting waiting = new Waiting(
                List.of(new Waiting.WaitingFile("w.csv", 500, TEN)),
                1,
                500,
                List.of(new Waiting.Importing("ee", "s", "e.csv", 10, TEN, 1, 1)));
        List<Outcome> outcomes = Outcomes.of(
                List.of(imported("aa", 100, State.LOADING, 4), running("bb", 100, 100, 400, 1000)),
                10,
                List.of(),
                waiting.importing());
        Lag lag = Lag.of(waiting, outcomes);
        assertThat(lag.rows()).isEqualTo(6 + 150);
        assertThat(lag.isEstimated()).isTrue();
        assertThat(lag.isAtLeast()).isTrue();
        assertThat(lag.imports()).isEqualTo(3);
        assertThat(lag.files()).isEqualTo(1);
        assertThat(lag.rowsWaiting()).hasValue(50);
        assertThat(lag.oldest()).contains(TEN);
        assertThat(Lag.of(new Waiting(List.of(), 0, 0, List.of()), List.of()).rows())
                .isZero();
    }

    @Test
    void faultsAreCountedBySinkAndShownWithTheSourcesValues() throws Exception {
        var report = new JsonMapper().readTree("""
                {"violations_by_code": {"TYPE_MISMATCH": 9},
                 "violations": [{"row": 3, "line": 4, "code": "TYPE_MISMATCH", "column": "id", "value": "two", "message": "m"}]}
                """);
        List<Fault> known = Fault.of(
                Map.of("TYPE_MISMATCH id", 9L, "COLUMN_COUNT", 12L),
                List.of(
                        new ImportStore.Example(
                                3,
                                4,
                                "validate",
                                List.of(new ImportStore.Example.Fault("TYPE_MISMATCH", Optional.of("id"), "x"))),
                        new ImportStore.Example(
                                8,
                                9,
                                "parse",
                                List.of(new ImportStore.Example.Fault("COLUMN_COUNT", Optional.empty(), "y")))),
                Optional.of(report));
        assertThat(known).extracting(Fault::code).containsExactly("COLUMN_COUNT", "TYPE_MISMATCH");
        assertThat(known.get(1).examples()).containsExactly(new Fault.Example(3, 4, Optional.of("two"), "m"));
        assertThat(known.get(0).examples()).extracting(Fault.Example::row).containsExactly(8L);
        assertThat(known).noneMatch(Fault::isAtLeast);

        List<Fault> byReportOnly = Fault.of(Map.of(), List.of(), Optional.of(report));
        assertThat(byReportOnly).hasSize(1);
        assertThat(byReportOnly.get(0).count()).isEqualTo(1);
        assertThat(byReportOnly.get(0).isAtLeast()).isTrue();
    }

    private static Outcome only(List<Outcome> outcomes) {
        assertThat(outcomes).hasSize(1);
        return outcomes.get(0);
    }

    private static Report report(String id, String state, long base) {
        return new Report(
                id, id, state, Optional.of("s"), id + ".csv", 100, TEN, Optional.of(TEN), 1, base, 10, 2, List.of());
    }

    private static Import imported(String id, long base, State state, long accepted) {
        return new Import(
                "t",
                id,
                base,
                "s",
                "s",
                1,
                id + ".csv",
                state,
                Optional.of(TEN),
                Optional.of(TEN),
                100,
                OptionalLong.of(10),
                accepted,
                0,
                10 - accepted,
                10,
                100,
                Optional.empty(),
                Map.of());
    }

    private static Import running(String id, long rows, long ordinal, long position, long bytes) {
        return new Import(
                "t",
                id,
                1,
                "s",
                "s",
                1,
                id + ".csv",
                State.RUNNING,
                Optional.of(TEN),
                Optional.empty(),
                bytes,
                OptionalLong.empty(),
                rows,
                0,
                0,
                ordinal,
                position,
                Optional.empty(),
                Map.of());
    }
}
