package dev.sluice.cassandra.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class JudgementTest {
    private static final Instant SAVED = Instant.ofEpochSecond(1_000);
    private static final Duration GRACE = Duration.ofSeconds(60);

    private static ImportFacts.Progress stream(int partition, long rows, long rejected, Seen seen) {
        return new ImportFacts.Progress(
                StreamId.of(new TopicPartition("t", partition)),
                new StreamState(100, rows, rejected, 7, 0, seen, Map.of()),
                SAVED.minusSeconds(partition));
    }

    private static ImportFacts facts(Long total, ImportFacts.Progress... streams) {
        OptionalLong rows = total == null ? OptionalLong.empty() : OptionalLong.of(total);
        return new ImportFacts(Optional.of(ImportState.RUNNING), rows, false, List.of(streams));
    }

    private static Judgement judge(ImportFacts facts, long secondsLater) {
        return Judgement.of(facts, SAVED.plusSeconds(secondsLater), GRACE);
    }

    @Test
    void anImportIsCompleteOnceEveryRowIsWrittenOrRejected() {
        ImportFacts facts =
                facts(10L, stream(0, 4, 1, Seen.END), stream(1, 4, 0, Seen.END), stream(2, 2, 2, Seen.NOTHING));
        assertThat(judge(facts, 0)).isEqualTo(new Judgement(ImportState.COMPLETED, 7, 3, 0));
    }

    @Test
    void itRunsUntilItsEndHasPassedSomewhere() {
        assertThat(judge(facts(null, stream(0, 4, 1, Seen.START)), 1_000))
                .isEqualTo(new Judgement(ImportState.RUNNING, 3, 1, 0));
    }

    @Test
    void missingRowsAreMissingOnlyAfterTheGraceTime() {
        ImportFacts facts = facts(10L, stream(0, 4, 0, Seen.END), stream(1, 4, 0, Seen.END));
        assertThat(judge(facts, 59).state()).isEqualTo(ImportState.LOADING);
        assertThat(judge(facts, 60)).isEqualTo(new Judgement(ImportState.INCOMPLETE, 8, 0, 2));
    }

    @Test
    void rowsThatAreKnownToBeOnTheirWayAreNotMissingHoweverLongTheyTake() {
        ImportFacts facts = facts(10L, stream(0, 4, 0, Seen.END), stream(1, 4, 0, Seen.START));
        assertThat(judge(facts, 1_000_000).state()).isEqualTo(ImportState.LOADING);
    }

    @Test
    void moreRowsThanTheSourceHasReadAreNeverComplete() {
        assertThat(judge(facts(10L, stream(0, 11, 0, Seen.END)), 60))
                .isEqualTo(new Judgement(ImportState.INCOMPLETE, 11, 0, -1));
    }

    @Test
    void anEmptyFileIsComplete() {
        assertThat(judge(facts(0L), 0).state()).isEqualTo(ImportState.COMPLETED);
    }

    @Test
    void whatIsKnownLaterRanksHigher() {
        List<Judgement> inTime = List.of(
                new Judgement(ImportState.RUNNING, 0, 0, 0),
                new Judgement(ImportState.LOADING, 0, 0, 10),
                new Judgement(ImportState.INCOMPLETE, 0, 0, 10),
                new Judgement(ImportState.INCOMPLETE, 5, 1, 4),
                new Judgement(ImportState.INCOMPLETE, 8, 1, 1),
                new Judgement(ImportState.COMPLETED, 8, 2, 0));
        for (int i = 1; i < inTime.size(); i++) {
            assertThat(inTime.get(i).rank())
                    .as(inTime.get(i) + " after " + inTime.get(i - 1))
                    .isGreaterThan(inTime.get(i - 1).rank());
        }
    }
}
