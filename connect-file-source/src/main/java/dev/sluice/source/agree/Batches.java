package dev.sluice.source.agree;

import dev.sluice.agreement.Schedule;
import dev.sluice.source.stage.StagedFile;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Which files of a tenant may be taken now: in continuous mode all, in batch mode those that were there, complete, at a tick. What
 * was released stays so until it is done with. After a restart, files that are older than the last tick are released at once, for
 * they belong to a batch that was begun or missed. One per tenant. Pure but for the clock; poll thread.
 */
public final class Batches {
    private final Clock clock;
    private final Set<StagedFile> released = new HashSet<>();
    private Optional<Ticks> ticks = Optional.empty();
    private Optional<Instant> lastBeforeStart = Optional.empty();

    public Batches(Clock clock) {
        this.clock = clock;
    }

    /** The terms may have changed. */
    public void follow(Schedule schedule) {
        if (ticks.isEmpty()) {
            ticks = Optional.of(new Ticks(clock, schedule));
            lastBeforeStart = ticks.get().last();
        }
        ticks.get().follow(schedule);
    }

    /** Those that may be taken, of the complete ones; forgets all others. */
    public Set<StagedFile> released(Collection<StagedFile> complete) {
        if (ticks.filter(known -> !known.isContinuous()).isEmpty()) {
            released.clear();
            return Set.copyOf(complete);
        }
        released.retainAll(new HashSet<>(complete));
        boolean ticked = ticks.get().hasTicked();
        for (StagedFile file : complete) {
            if (ticked
                    || lastBeforeStart
                            .filter(tick -> !modified(file).isAfter(tick))
                            .isPresent()) {
                released.add(file);
            }
        }
        return Set.copyOf(released);
    }

    private static Instant modified(StagedFile file) {
        return Instant.ofEpochMilli(TimeUnit.NANOSECONDS.toMillis(file.modifiedNanos()));
    }
}
