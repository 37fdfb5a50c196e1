package dev.sluice.source.lane;

import dev.sluice.source.settle.Retention;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has what is too old deleted from one tenant's {@code out/}: once an hour, by the one task that owns the tenant's name, and off the
 * poll thread, because {@code out/} may be large. Poll thread.
 */
final class Housekeeping {
    private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);
    private static final Duration PAUSE = Duration.ofHours(1);

    private final TenantIntake intake;
    private final Surroundings surroundings;
    private Instant last = Instant.EPOCH;

    Housekeeping(TenantIntake intake, Surroundings surroundings) {
        this.intake = intake;
        this.surroundings = surroundings;
    }

    /** @param days how long files are kept; 0 for ever */
    void follow(int days) {
        Instant now = surroundings.clock().instant();
        boolean due = now.isBefore(last) || !now.isBefore(last.plus(PAUSE));
        if (days > 0 && due && intake.owns("")) {
            last = now;
            surroundings
                    .errands()
                    .send(Errands.To.DISK, intake.home().tenant(), () -> sweep(now.minus(Duration.ofDays(days))));
        }
    }

    private void sweep(Instant before) {
        try {
            int deleted = Retention.sweep(intake.home().directory(), before);
            if (deleted > 0) {
                log.info(
                        "{}: {} files deleted from out/, in it since before {}",
                        intake.home().tenant(),
                        deleted,
                        before);
            }
        } catch (IOException | RuntimeException e) {
            log.warn(
                    "old files of tenant '{}' could not all be deleted; it is tried again in an hour. Check the"
                            + " permissions of its out/.",
                    intake.home().tenant(),
                    e);
        }
    }
}
