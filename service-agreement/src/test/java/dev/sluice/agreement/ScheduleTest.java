package dev.sluice.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static List<String> ticks(String cron, ZoneId zone, String from, String to) {
        Schedule schedule = Schedule.parse(cron, zone);
        List<String> ticks = new ArrayList<>();
        Instant now = schedule.nextAfter(Instant.parse(from)).orElseThrow();
        while (now.isBefore(Instant.parse(to))) {
            ticks.add(now.toString());
            assertThat(schedule.lastUntil(now)).contains(now);
            assertThat(schedule.lastUntil(now.plusSeconds(7))).contains(now);
            now = schedule.nextAfter(now).orElseThrow();
        }
        return ticks;
    }

    @Test
    void tenantsSchedules() {
        assertThat(ticks("0 * * * *", ZoneOffset.UTC, "2026-01-01T00:00:00Z", "2026-01-01T02:30:00Z"))
                .containsExactly("2026-01-01T01:00:00Z", "2026-01-01T02:00:00Z");
        assertThat(ticks("*/1 * * * *", ZoneOffset.UTC, "2026-01-01T00:00:30Z", "2026-01-01T00:02:30Z"))
                .containsExactly("2026-01-01T00:01:00Z", "2026-01-01T00:02:00Z");
    }

    @Test
    void whenClocksGoForwardNoDayIsWithoutItsBatch() {
        assertThat(ticks("30 2 * * *", BERLIN, "2026-03-27T12:00:00Z", "2026-03-31T00:00:00Z"))
                .containsExactly("2026-03-28T01:30:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z");
        assertThat(ticks("*/30 * * * *", BERLIN, "2026-03-29T00:00:00Z", "2026-03-29T02:01:00Z"))
                .containsExactly(
                        "2026-03-29T00:30:00Z", "2026-03-29T01:00:00Z", "2026-03-29T01:30:00Z", "2026-03-29T02:00:00Z");
    }

    @Test
    void whenClocksGoBackADayHasOneBatch() {
        assertThat(ticks("30 2 * * *", BERLIN, "2026-10-24T12:00:00Z", "2026-10-27T00:00:00Z"))
                .containsExactly("2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z");
        assertThat(ticks("0 * * * *", BERLIN, "2026-10-24T23:30:00Z", "2026-10-25T02:30:00Z"))
                .containsExactly("2026-10-25T00:00:00Z", "2026-10-25T01:00:00Z", "2026-10-25T02:00:00Z");
    }

    /** Whatever the zone does, even by half an hour: a daily tick comes once per day, never less, never more. */
    @Test
    void aDailyTickComesOncePerDay() {
        List<String> zones = List.of(
                "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo", "Asia/Kolkata");
        Seeds.first(60).forEach(seed -> {
            Random random = new Random(seed);
            ZoneId zone = ZoneId.of(zones.get(random.nextInt(zones.size())));
            String cron = random.nextInt(60) + " " + random.nextInt(24) + " * * *";
            Schedule schedule = Schedule.parse(cron, zone);
            Instant now = Instant.parse("2018-01-01T12:00:00Z").plusSeconds(random.nextInt(60_000_000));
            for (int day = 0; day < 400; day++) {
                Instant next = schedule.nextAfter(now).orElseThrow();
                if (day > 0) {
                    assertThat(next.atZone(zone).toLocalDate())
                            .as("-Dseed=%d %s %s", seed, cron, zone)
                            .isEqualTo(now.atZone(zone).toLocalDate().plusDays(1));
                    assertThat(Duration.between(now, next).toHours()).isBetween(22L, 26L);
                }
                now = next;
            }
        });
    }

    @Test
    void absentOrContinuousIsAllTheTime() {
        assertThat(Schedule.parse("", BERLIN)).isEqualTo(Schedule.CONTINUOUS);
        assertThat(Schedule.parse(" continuous ", BERLIN).isContinuous()).isTrue();
        assertThat(Schedule.CONTINUOUS.nextAfter(Instant.EPOCH)).isEmpty();
        assertThat(Schedule.CONTINUOUS.lastUntil(Instant.EPOCH)).isEmpty();
        assertThat(Schedule.parse("0 1 * * 7", BERLIN))
                .hasToString("0 1 * * 7 (Europe/Berlin)")
                .hasSameHashCodeAs(Schedule.parse("0 1 * * 7", BERLIN))
                .isNotEqualTo(Schedule.parse("0 1 * * 7", ZoneOffset.UTC));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hourly", "0 0 * *", "61 * * * *", "* * * * * *", "@daily", "0 0 30 2 *", "0 0 * * 8"})
    void whatIsNeitherIsRefused(String text) {
        assertThatThrownBy(() -> Schedule.parse(text, ZoneOffset.UTC))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("(where='" + text + "')")
                .hasMessageContaining("Use five fields");
    }
}
