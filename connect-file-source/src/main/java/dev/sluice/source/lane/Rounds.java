package dev.sluice.source.lane;

import dev.sluice.contract.Tenant;
import dev.sluice.source.agree.RowPace;
import dev.sluice.source.agree.TermsSource;
import dev.sluice.source.define.DefinitionReader;
import dev.sluice.source.discover.Completeness;
import dev.sluice.source.discover.Ownership;
import dev.sluice.source.settle.CleanupPolicy;
import dev.sluice.source.settle.Outbox;
import dev.sluice.source.stage.TenantDirectory;
import dev.sluice.source.stage.TenantFolders;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.connect.source.SourceRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A task's work: looks for files from time to time, and gives each tenant, and each of its datasets, its fair turn. One poll looks at
 * a few tenants at most, so that many of them do not hold up any. Poll thread only.
 */
public final class Rounds implements Closeable {
    private static final Logger log = LoggerFactory.getLogger(Rounds.class);
    /** Looking for files takes at most this part of the time, however many there are. */
    private static final long SCAN_SHARE = 10;

    private static final int SCANS_PER_POLL = 8;

    /**
     * How files are looked for.
     *
     * @param terms of the tenants
     * @param cleanup of files that are done with
     * @param tidings of what happens between two looks
     * @param completeness makes a tenant's judge of whether files are complete
     */
    public record Intake(
            TenantFolders folders,
            Ownership ownership,
            TermsSource terms,
            CleanupPolicy cleanup,
            Tidings tidings,
            Supplier<Completeness> completeness,
            long scanMillis) {}

    private final Intake intake;
    private final Surroundings surroundings;
    private final Map<Tenant, TenantLanes> tenants = new HashMap<>();
    private final FairTurns<TenantLanes> turns;
    private final Deque<TenantLanes> toScan = new ArrayDeque<>();
    private final EarlyLooks early;
    private Portion served = Portion.NOTHING;
    private long lastScan;
    private long scanPause = -1;
    private long scanSpent;

    public Rounds(Intake intake, Surroundings surroundings) {
        this.intake = intake;
        this.surroundings = surroundings;
        this.early = new EarlyLooks(intake.completeness().get().settleMillis());
        this.turns = new FairTurns<>(surroundings.limits().turnBytes());
    }

    /** The next portion of records; empty if there are none now. */
    public List<SourceRecord> poll() {
        served = Portion.NOTHING;
        FairTurns.Server<TenantLanes> server = tenant -> {
            served = tenant.turn();
            return served.bytes();
        };
        if (surroundings.transaction().isOpen()) {
            turns.again(server);
        } else {
            scan();
            scanEarly();
            turns.next(server);
        }
        return surroundings.transaction().behind(served.records());
    }

    /** How long nothing will come but by acknowledgements and answers. */
    public long millisToWait() {
        return served.bytes() > 0 || !toScan.isEmpty()
                ? 0
                : Math.min(
                        millisToScan(), early.millisToNext(surroundings.clock().millis()));
    }

    private long millisToScan() {
        long since = surroundings.clock().millis() - lastScan;
        // A clock that was set back must not put off anything.
        return since < 0 ? 0 : Math.max(0, scanPause - since);
    }

    private void scan() {
        long begun = surroundings.clock().millis();
        if (toScan.isEmpty()) {
            if (millisToScan() > 0) {
                return;
            }
            find();
        }
        for (int i = 0; i < SCANS_PER_POLL && !toScan.isEmpty(); i++) {
            scan(toScan.remove(), false);
        }
        long now = surroundings.clock().millis();
        scanSpent += Math.max(0, now - begun);
        if (toScan.isEmpty()) {
            lastScan = now;
            scanPause = Math.max(intake.scanMillis(), SCAN_SHARE * scanSpent);
            scanSpent = 0;
        }
    }

    /** Where something has happened, or a file may have become complete. */
    private void scanEarly() {
        long now = surroundings.clock().millis();
        early.changed(intake.tidings().changed(), now);
        early.take(now, SCANS_PER_POLL).forEach((tenant, again) -> {
            if (tenants.containsKey(tenant)) {
                scan(tenants.get(tenant), again);
            }
        });
    }

    private void scan(TenantLanes tenant, boolean again) {
        long begun = surroundings.clock().millis();
        tenant.scan();
        intake.tidings().watch(tenant.directory());
        long now = surroundings.clock().millis();
        early.looked(tenant.directory().tenant(), now, SCAN_SHARE * Math.max(0, now - begun), again);
    }

    /** New tenants among them. */
    private void find() {
        try {
            for (TenantDirectory directory : intake.folders().now()) {
                toScan.add(tenants.computeIfAbsent(directory.tenant(), tenant -> join(directory)));
            }
        } catch (IOException e) {
            log.warn("staging directory cannot be listed; it is tried again. Check staging.dir.", e);
        }
    }

    private TenantLanes join(TenantDirectory directory) {
        DefinitionReader reader = new DefinitionReader(
                directory.tenant(),
                keyspace -> intake.terms()
                        .of(directory.tenant())
                        .filter(terms -> terms.allows(keyspace))
                        .isPresent());
        Completeness completeness = intake.completeness().get();
        Confidentiality confidentiality = new Confidentiality();
        TenantHome home = TenantHome.of(
                directory,
                reader,
                new Outbox(directory, intake.cleanup(), completeness.isMarked(), confidentiality::sealing),
                new RowPace(surroundings.clock()),
                confidentiality);
        TenantLanes tenant =
                new TenantLanes(new TenantIntake(home, intake.ownership(), completeness), intake.terms(), surroundings);
        turns.join(tenant);
        return tenant;
    }

    @Override
    public void close() {
        tenants.values().forEach(TenantLanes::close);
    }
}
