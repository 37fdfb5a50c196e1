package dev.sluice.source.agree;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.Optional;

/**
 * When a tenant's files are taken: all the time, or in batches, at the ticks of a cron expression of five fields in a time zone.
 *
 * <p>When clocks go forward, a tick that falls into the hour that does not exist comes at the moment of the change: no day goes
 * without its batch. When they go back, a tick at a fixed time comes once, and one of every hour or minute goes on as time does.
 */
public final class Schedule {
    /** Near real time. */
    public static final Schedule CONTINUOUS = new Schedule("continuous", ZoneOffset.UTC, Optional.empty());

    private static final CronParser PARSER = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

    private final String text;
    private final ZoneId zone;
    private final Optional<ExecutionTime> ticks;

    private Schedule(String text, ZoneId zone, Optional<ExecutionTime> ticks) {
        this.text = text;
        this.zone = zone;
        this.ticks = ticks;
    }

    /**
     * Reads a schedule.
     *
     * @param text five fields of cron; empty or {@code continuous} for near real time
     * @throws IllegalArgumentException if it is neither, or never ticks
     */
    public static Schedule parse(String text, ZoneId zone) {
        String trimmed = text.trim();
        if (trimmed.isEmpty() || trimmed.equals(CONTINUOUS.text)) {
            return CONTINUOUS;
        }
        try {
            Cron cron = PARSER.parse(trimmed).validate();
            Schedule schedule = new Schedule(trimmed, zone, Optional.of(ExecutionTime.forCron(cron)));
            if (schedule.nextAfter(Instant.EPOCH).isPresent()) {
                return schedule;
            }
        } catch (IllegalArgumentException e) {
            throw refused(text, String.valueOf(e.getMessage()), e);
        }
        throw refused(text, "it never ticks", null);
    }

    private static IllegalArgumentException refused(String text, String why, Throwable cause) {
        return new IllegalArgumentException(
                "schedule (where='" + text + "') is not understood: " + why
                        + "; no file would be taken. Use five fields"
                        + " of cron (minute, hour, day of month, month, day of week), or 'continuous'.",
                cause);
    }

    public boolean isContinuous() {
        return ticks.isEmpty();
    }

    /** The first tick after an instant; empty if there is none. */
    public Optional<Instant> nextAfter(Instant instant) {
        Optional<Instant> next =
                ticks.flatMap(cron -> cron.nextExecution(instant.atZone(zone))).map(java.time.ZonedDateTime::toInstant);
        ZoneOffsetTransition change = zone.getRules().nextTransition(instant);
        boolean changeIsNearer = change != null
                && change.isGap()
                && next.filter(tick -> !change.getInstant().isBefore(tick)).isEmpty();
        return changeIsNearer && ticksWithin(change) ? Optional.of(change.getInstant()) : next;
    }

    /** True if there is a tick at a local time that the change leaves out. */
    private boolean ticksWithin(ZoneOffsetTransition gap) {
        LocalDateTime from = gap.getDateTimeBefore();
        return ticks.flatMap(cron -> cron.nextExecution(from.minusSeconds(1).atZone(ZoneOffset.UTC)))
                .filter(tick -> tick.toLocalDateTime().isBefore(gap.getDateTimeAfter()))
                .isPresent();
    }

    /** The last tick at or before an instant; empty if there is none. */
    Optional<Instant> lastUntil(Instant instant) {
        Optional<Instant> last = ticks.flatMap(
                        cron -> cron.lastExecution(instant.plusSeconds(1).atZone(zone)))
                .map(java.time.ZonedDateTime::toInstant)
                .filter(tick -> !tick.isAfter(instant));
        ZoneOffsetTransition change = zone.getRules().previousTransition(instant.plusNanos(1));
        boolean changeIsNearer = change != null
                && change.isGap()
                && last.filter(tick -> !change.getInstant().isAfter(tick)).isEmpty();
        return changeIsNearer && ticksWithin(change) ? Optional.of(change.getInstant()) : last;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Schedule that && text.equals(that.text) && zone.equals(that.zone);
    }

    @Override
    public int hashCode() {
        return 31 * text.hashCode() + zone.hashCode();
    }

    @Override
    public String toString() {
        return isContinuous() ? text : text + " (" + zone + ")";
    }
}
