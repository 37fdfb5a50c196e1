package dev.sluice.source.agree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agreement.Schedule;
import dev.sluice.source.MovableClock;
import dev.sluice.source.Seeds;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TicksTest {
    private static final Schedule HOURLY = Schedule.parse("0 * * * *", ZoneOffset.UTC);

    private final MovableClock clock = new MovableClock();
    private final Ticks ticks = new Ticks(clock, HOURLY);

    private void minutes(long minutes) {
        clock.advance(Duration.ofMinutes(minutes).toMillis());
    }

    @Test
    void onePerHourHoweverOftenItIsAsked() {
        int seen = 0;
        for (int minute = 0; minute < 24 * 60; minute++) {
            minutes(1);
            seen += ticks.hasTicked() ? 1 : 0;
        }
        assertThat(seen).isEqualTo(24);
    }

    @Test
    void whatWasMissedIsMadeUpForOnce() {
        minutes(300);
        assertThat(ticks.hasTicked()).isTrue();
        assertThat(ticks.hasTicked()).isFalse();
        assertThat(ticks.last()).hasValueSatisfying(last -> assertThat(last).isBeforeOrEqualTo(clock.instant()));
    }

    @Test
    void noTickComesTwiceIfTheClockIsSetBackALittle() {
        minutes(61);
        assertThat(ticks.hasTicked()).isTrue();
        minutes(-59);
        assertThat(ticks.hasTicked()).isFalse();
        minutes(59);
        assertThat(ticks.hasTicked()).isFalse();
        minutes(60);
        assertThat(ticks.hasTicked()).isTrue();
    }

    @Test
    void aClockThatWasFarAheadDoesNotStopTheBatches() {
        minutes(60L * 24 * 365);
        assertThat(ticks.hasTicked()).isTrue();
        minutes(-60L * 24 * 365);
        assertThat(ticks.hasTicked()).isFalse();
        minutes(61);
        assertThat(ticks.hasTicked()).isTrue();
    }

    @Test
    void aNewAgreementCountsFromNow() {
        ticks.follow(Schedule.parse("*/5 * * * *", ZoneOffset.UTC));
        minutes(5);
        assertThat(ticks.hasTicked()).isTrue();
        ticks.follow(Schedule.CONTINUOUS);
        minutes(500);
        assertThat(ticks.hasTicked()).isFalse();
        assertThat(ticks.last()).isEmpty();
    }

    @Test
    void aPaceIsKeptOverAnyTimeAndNeverExceededByMoreThanOneSecondsWorth() {
        Seeds.first(100).forEach(seed -> {
            Random random = new Random(seed);
            double perSecond = random.nextBoolean() ? 1 + random.nextInt(1000) : 0.1 + random.nextDouble();
            RowPace pace = new RowPace(clock);
            pace.follow(perSecond);
            Instant begun = clock.instant();
            long rows = 0;
            for (int step = 0; step < 5000; step++) {
                clock.advance(random.nextInt(20));
                int granted = pace.grant(1 + random.nextInt(2000));
                pace.take(granted);
                rows += granted;
            }
            double seconds = Duration.between(begun, clock.instant()).toMillis() / 1000.0;
            assertThat((double) rows)
                    .as("-Dseed=%d", seed)
                    .isLessThanOrEqualTo(perSecond * seconds + Math.max(1, perSecond))
                    .isGreaterThanOrEqualTo(Math.floor(perSecond * seconds * 0.9) - 2);
        });
    }

    @Test
    void noLimitIsNoLimit() {
        RowPace pace = new RowPace(clock);
        assertThat(pace.grant(1_000_000)).isEqualTo(1_000_000);
        pace.take(1_000_000);
        pace.follow(10);
        assertThat(pace.grant(5)).isZero();
        minutes(1);
        assertThat(pace.grant(50)).isEqualTo(10);
        pace.follow(0);
        assertThat(pace.grant(50)).isEqualTo(50);
    }
}
