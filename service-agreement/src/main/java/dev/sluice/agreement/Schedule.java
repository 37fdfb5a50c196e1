package dev.sluice.agreement;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * When a tenant's files are taken: all the time, or in batches, at the ticks of a cron expression of five fields in a time zone.
 *
 * <p>When clocks go forward, a tick that falls into the hour that does not exist comes at the moment of the change: no day goes
 * without its batch. When they go back, a tick at a fixed time comes once, and one of every hour or minute goes on as time does.
 */
public final class Schedule {
    private static final Duration LONGEST_CHANGE = Duration.ofHours(4);
    private static final Pattern EVERY_HOUR = Pattern.compile("(\\*\\S*\\s.*)|(\\S+\\s+\\*.*)");
    private static final CronParser PARSER = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

    /** Near real time. */
    public static final Schedule CONTINUOUS = new Schedule("continuous", ZoneOffset.UTC, Optional.empty());

    private final String text;
    private final ZoneId zone;
    private final Optional<ExecutionTime> ticks;
    private final boolean everyHour;

    private Schedule(String text, ZoneId zone, Optional<ExecutionTime> ticks) {
        this.text = text;
        this.zone = zone;
        this.ticks = ticks;
        // As cron itself has it: what stands for any minute or hour follows time, what names an hour follows the clock.
        this.everyHour = EVERY_HOUR.matcher(text).matches();
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

    /** As it was written: five fields of cron, or {@code continuous}. */
    public String text() {
        return text;
    }

    public boolean isContinuous() {
        return ticks.isEmpty();
    }

    /** The first tick after an instant; empty if there is none. */
    public Optional<Instant> nextAfter(Instant instant) {
        ZoneRules rules = zone.getRules();
        ZoneOffset offset = rules.getOffset(instant);
        LocalDateTime from = LocalDateTime.ofInstant(instant, offset);
        ZoneOffsetTransition change = rules.nextTransition(instant);
        while (true) {
            Optional<LocalDateTime> tick = nextLocal(from);
            if (tick.isEmpty() || change == null || tick.get().toInstant(offset).isBefore(change.getInstant())) {
                if (tick.filter(this::isSecondTime).isEmpty() || !isAfterOverlap(tick.get(), offset)) {
                    ZoneOffset now = offset;
                    return tick.map(local -> local.toInstant(now));
                }
                from = tick.get();
            } else if (change.isGap() && isBetween(change.getDateTimeBefore(), change.getDateTimeAfter())) {
                return Optional.of(change.getInstant());
            } else {
                offset = change.getOffsetAfter();
                from = change.getDateTimeAfter().minusSeconds(1);
                change = rules.nextTransition(change.getInstant());
            }
        }
    }

    /** Cron knows no zones here: its own treatment of them leaves out ticks where clocks move by half an hour. */
    private Optional<LocalDateTime> nextLocal(LocalDateTime after) {
        return ticks.flatMap(cron -> cron.nextExecution(after.atZone(ZoneOffset.UTC)))
                .map(ZonedDateTime::toLocalDateTime);
    }

    private boolean isBetween(LocalDateTime from, LocalDateTime to) {
        return nextLocal(from.minusSeconds(1)).filter(tick -> tick.isBefore(to)).isPresent();
    }

    /** True for a tick at a fixed time, if the clock shows it twice. */
    private boolean isSecondTime(LocalDateTime tick) {
        return !everyHour && zone.getRules().getValidOffsets(tick).size() > 1;
    }

    private boolean isAfterOverlap(LocalDateTime tick, ZoneOffset offset) {
        return offset.equals(zone.getRules().getTransition(tick).getOffsetAfter());
    }

    /** The last tick at or before an instant; empty if there is none. */
    public Optional<Instant> lastUntil(Instant instant) {
        LocalDateTime local = LocalDateTime.ofInstant(instant, zone).plusSeconds(1);
        Optional<Instant> last = ticks.flatMap(cron -> cron.lastExecution(local.atZone(ZoneOffset.UTC)))
                .map(tick -> tick.toLocalDateTime().atZone(zone).toInstant().minus(LONGEST_CHANGE));
        Optional<Instant> next = last.flatMap(this::nextAfter);
        while (next.filter(tick -> !tick.isAfter(instant)).isPresent()) {
            last = next;
            next = nextAfter(next.get());
        }
        return last.filter(tick -> !tick.isAfter(instant));
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
