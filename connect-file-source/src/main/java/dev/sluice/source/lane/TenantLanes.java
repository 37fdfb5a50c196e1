package dev.sluice.source.lane;

import dev.sluice.source.agree.Batches;
import dev.sluice.source.agree.Terms;
import dev.sluice.source.agree.TermsSource;
import dev.sluice.source.stage.StagedFile;
import dev.sluice.source.stage.TenantDirectory;
import java.io.Closeable;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One tenant's lanes, which take fair turns among themselves. Poll thread only. */
final class TenantLanes implements Closeable {
    private static final Logger log = LoggerFactory.getLogger(TenantLanes.class);

    private final TenantIntake intake;
    private final Surroundings surroundings;
    private final Map<String, Lane> lanes = new HashMap<>();
    private final FairTurns<Lane> turns;
    private final TermsSource source;
    private final Batches batches;
    private final Housekeeping housekeeping;
    private Optional<Terms> terms = Optional.empty();
    private Map<StagedFile, Long> waitingSince = new HashMap<>();
    private Portion served = Portion.NOTHING;
    private String trouble = "";

    TenantLanes(TenantIntake intake, TermsSource source, Surroundings surroundings) {
        this.source = source;
        this.batches = new Batches(surroundings.clock());
        this.housekeeping = new Housekeeping(intake, surroundings);
        this.intake = intake;
        this.surroundings = surroundings;
        this.turns = new FairTurns<>(surroundings.limits().turnBytes());
    }

    TenantDirectory directory() {
        return intake.home().directory();
    }

    /** Looks for files, and tells the lanes. Trouble is this tenant's alone: it is logged, and the next scan tries again. */
    void scan() {
        try {
            Optional<Terms> now = source.of(intake.home().tenant());
            if (now.isPresent()) {
                follow(now.get());
                tell(intake.scan());
                intake.home().pace().follow(now.get().rowsPerSecond() * intake.share());
            }
            trouble = "";
        } catch (IOException | RuntimeException e) {
            if (!trouble.equals(e.toString())) {
                trouble = e.toString();
                log.warn(
                        "directory of tenant '{}' cannot be read; it is tried again and other tenants go on. Check its"
                                + " permissions.",
                        intake.home().tenant(),
                        e);
            }
        }
    }

    private void follow(Terms now) {
        if (terms.filter(now::equals).isEmpty()) {
            intake.home().datasets().recheck();
            terms = Optional.of(now);
        }
        batches.follow(now.schedule());
        housekeeping.follow(now.retentionDays());
        intake.home().confidentiality().follow(now.encryption());
    }

    private void tell(Map<String, List<Work>> work) {
        work.keySet().forEach(this::lane);
        Set<StagedFile> released = batches.released(work.values().stream()
                .flatMap(List::stream)
                .filter(Work::waits)
                .map(Work::file)
                .toList());
        measure(work);
        lanes.forEach((dataset, lane) -> lane.queue(work.getOrDefault(dataset, List.of()).stream()
                .filter(item -> !item.waits() || released.contains(item.file()))
                .toList()));
    }

    private void measure(Map<String, List<Work>> work) {
        long now = surroundings.clock().millis();
        Map<StagedFile, Long> waiting = new HashMap<>();
        lanes.forEach((dataset, lane) -> {
            long files = 0;
            long oldest = now;
            for (Work item : work.getOrDefault(dataset, List.of())) {
                if (item.waits() && !item.file().path().equals(lane.meter().getCurrentFile())) {
                    long since = waitingSince.getOrDefault(item.file(), now);
                    waiting.put(item.file(), since);
                    oldest = Math.min(oldest, since);
                    files++;
                }
            }
            lane.meter().waiting(files, oldest);
        });
        waitingSince = waiting;
    }

    private void lane(String dataset) {
        if (!lanes.containsKey(dataset)) {
            Lane lane = new Lane(intake.home(), dataset, surroundings, intake.owns(dataset));
            lanes.put(dataset, lane);
            turns.join(lane);
        }
    }

    /** The turn of whichever dataset comes next, or is in the midst of a transaction. */
    Portion turn() {
        served = Portion.NOTHING;
        FairTurns.Server<Lane> server = lane -> {
            served = lane.turn();
            return served.bytes();
        };
        if (surroundings.transaction().isOpen()) {
            turns.again(server);
        } else {
            turns.next(server);
        }
        return served;
    }

    @Override
    public void close() {
        for (Lane lane : lanes.values()) {
            try {
                lane.close();
            } catch (IOException | RuntimeException e) {
                log.warn("a lane could not be closed; its import is resumed at its last mark. Nothing to do.", e);
            }
        }
    }
}
