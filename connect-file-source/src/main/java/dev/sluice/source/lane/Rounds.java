package dev.sluice.source.lane;

import dev.sluice.contract.Tenant;
import dev.sluice.source.define.DefinitionReader;
import dev.sluice.source.discover.Completeness;
import dev.sluice.source.discover.Ownership;
import dev.sluice.source.stage.TenantDirectory;
import dev.sluice.source.stage.TenantFolders;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.connect.source.SourceRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A task's work: looks for files from time to time, and gives each lane its turn. A tenant whose directory cannot be read is tried
 * again, the others go on. Poll thread only.
 */
public final class Rounds implements Closeable {
    private static final Logger log = LoggerFactory.getLogger(Rounds.class);
    /** Looking for files takes at most this part of the time, however many there are. */
    private static final long SCAN_SHARE = 10;

    /**
     * How files are looked for.
     *
     * @param readers makes a tenant's reader of definitions
     * @param completeness makes a tenant's judge of whether files are complete
     */
    public record Intake(
            TenantFolders folders,
            Ownership ownership,
            Function<Tenant, DefinitionReader> readers,
            Supplier<Completeness> completeness,
            long scanMillis) {}

    private final Intake intake;
    private final Surroundings surroundings;
    private final Map<Tenant, TenantIntake> tenants = new HashMap<>();
    private final Map<String, Lane> lanesByName = new HashMap<>();
    private final List<Lane> lanes = new ArrayList<>();
    private int lastTurn = -1;
    private long lastScan;
    private long scanPause = -1;

    public Rounds(Intake intake, Surroundings surroundings) {
        this.intake = intake;
        this.surroundings = surroundings;
    }

    /** The next lane's records; empty if no lane has any now. */
    public List<SourceRecord> poll() {
        scanIfDue();
        for (int i = 0; i < lanes.size(); i++) {
            lastTurn = (lastTurn + 1) % lanes.size();
            List<SourceRecord> records = lanes.get(lastTurn).turn();
            if (!records.isEmpty()) {
                return records;
            }
        }
        return List.of();
    }

    /** How long nothing will come but by acknowledgements. */
    public long millisToScan() {
        long since = surroundings.clock().millis() - lastScan;
        // A clock that was set back must not put off anything.
        return since < 0 ? 0 : Math.max(0, scanPause - since);
    }

    private void scanIfDue() {
        long begun = surroundings.clock().millis();
        if (millisToScan() > 0) {
            return;
        }
        try {
            for (TenantDirectory directory : intake.folders().now()) {
                scan(tenants.computeIfAbsent(directory.tenant(), tenant -> tenant(directory)));
            }
        } catch (IOException e) {
            log.warn("staging directory cannot be listed; it is tried again. Check staging.dir.", e);
        }
        lastScan = surroundings.clock().millis();
        scanPause = Math.max(intake.scanMillis(), SCAN_SHARE * (lastScan - begun));
    }

    private TenantIntake tenant(TenantDirectory directory) {
        Completeness completeness = intake.completeness().get();
        DefinitionReader reader = intake.readers().apply(directory.tenant());
        return new TenantIntake(
                TenantHome.of(directory, reader, completeness.isMarked()), intake.ownership(), completeness);
    }

    private void scan(TenantIntake tenant) {
        try {
            Map<String, List<Work>> work = tenant.scan();
            work.keySet().forEach(dataset -> lane(tenant.home(), dataset));
            lanesByName.values().stream()
                    .filter(lane -> lane.tenant().equals(tenant.home().tenant()))
                    .forEach(lane -> lane.queue(work.getOrDefault(lane.name(), List.of())));
        } catch (IOException | RuntimeException e) {
            log.warn(
                    "directory of tenant '{}' cannot be read; it is tried again and other tenants go on. Check its"
                            + " permissions.",
                    tenant.home().tenant(),
                    e);
        }
    }

    private void lane(TenantHome home, String dataset) {
        lanesByName.computeIfAbsent(home.tenant() + "/" + dataset, name -> {
            Lane lane = new Lane(home, dataset, surroundings);
            lanes.add(lane);
            return lane;
        });
    }

    @Override
    public void close() {
        for (Lane lane : lanes) {
            try {
                lane.close();
            } catch (IOException | RuntimeException e) {
                log.warn("a lane could not be closed; its import is resumed at its last mark. Nothing to do.", e);
            }
        }
    }
}
