package dev.sluice.archive.report;

import dev.sluice.archive.fs.Trouble;
import dev.sluice.archive.part.RollPolicy;
import dev.sluice.archive.recover.Progress;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Counts what a task does. Written by the task's thread and those in the background, read by any. */
public final class Counters implements Progress, ArchiveMXBean {
    private static final Moment NOTHING = new Moment(0, 0, 0, new TreeMap<>(), new TreeMap<>(), Map.of());

    private final LongSupplier wallClock;
    private final AtomicLong records = new AtomicLong();
    private final AtomicLong files = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong commits = new AtomicLong();
    private final AtomicLong commitMs = new AtomicLong();
    private final AtomicLong commitMaxMs = new AtomicLong();
    private final AtomicLong commitLastMs = new AtomicLong();
    private final AtomicLong fenced = new AtomicLong();
    private final AtomicLong merged = new AtomicLong();
    private final AtomicLong diverted = new AtomicLong();
    private final AtomicLong broughtHome = new AtomicLong();
    private final Map<String, Long> rotations = new ConcurrentHashMap<>();
    private final Map<String, Long> failures = new ConcurrentHashMap<>();
    private volatile Moment moment = NOTHING;

    /**
     * All zero.
     *
     * @param wallClock milliseconds since the epoch
     */
    public Counters(LongSupplier wallClock) {
        this.wallClock = wallClock;
    }

    @Override
    public void committed(Commit commit) {
        records.addAndGet(commit.records());
        files.addAndGet(commit.files());
        bytes.addAndGet(commit.bytes());
        commits.incrementAndGet();
        commitMs.addAndGet(commit.millis());
        commitLastMs.set(commit.millis());
        commitMaxMs.accumulateAndGet(commit.millis(), Math::max);
        rotations.merge(commit.reason().name(), 1L, Long::sum);
    }

    @Override
    public void diverted(int count) {
        diverted.addAndGet(count);
    }

    @Override
    public void failed(Trouble trouble) {
        failures.merge(trouble.name(), 1L, Long::sum);
    }

    @Override
    public void fenced() {
        fenced.incrementAndGet();
    }

    @Override
    public void now(Moment latest) {
        moment = latest;
    }

    /** So many files came home from the overflow. */
    public void broughtHome(int count) {
        broughtHome.addAndGet(count);
    }

    /** So many small files were merged. */
    public void merged(int count) {
        merged.addAndGet(count);
    }

    @Override
    public int getPartitions() {
        return moment.partitions();
    }

    @Override
    public SortedMap<String, String> getWaiting() {
        return moment.waiting();
    }

    @Override
    public SortedMap<String, String> getRefusing() {
        return moment.refusing();
    }

    @Override
    public long getFilesDiverted() {
        return diverted.get();
    }

    @Override
    public long getFilesBroughtHome() {
        return broughtHome.get();
    }

    @Override
    public int getOpenFiles() {
        return moment.openFiles();
    }

    @Override
    public long getBufferedBytes() {
        return moment.bufferedBytes();
    }

    @Override
    public long getRecordsArchived() {
        return records.get();
    }

    @Override
    public long getFilesArchived() {
        return files.get();
    }

    @Override
    public long getBytesArchived() {
        return bytes.get();
    }

    @Override
    public SortedMap<String, Long> getRotationsByReason() {
        return new TreeMap<>(rotations);
    }

    /** Commits for one reason. */
    long rotations(RollPolicy.Reason reason) {
        return rotations.getOrDefault(reason.name(), 0L);
    }

    @Override
    public double getCommitMeanMs() {
        long count = commits.get();
        return count == 0 ? 0 : (double) commitMs.get() / count;
    }

    @Override
    public long getCommitMaxMs() {
        return commitMaxMs.get();
    }

    @Override
    public long getCommitLastMs() {
        return commitLastMs.get();
    }

    @Override
    public SortedMap<String, Long> getFailuresByTrouble() {
        return new TreeMap<>(failures);
    }

    /** Failures of one kind. */
    long failures(Trouble trouble) {
        return failures.getOrDefault(trouble.name(), 0L);
    }

    @Override
    public long getTimesFenced() {
        return fenced.get();
    }

    @Override
    public SortedMap<String, Long> getLagMsByTenant() {
        long now = wallClock.getAsLong();
        SortedMap<String, Long> lags = new TreeMap<>();
        moment.oldestByTenant().forEach((tenant, time) -> lags.put(tenant, Math.max(0, now - time)));
        return lags;
    }

    /** Of one tenant; 0 if it has nothing that is not committed. */
    long lagMs(String tenant) {
        Long time = moment.oldestByTenant().get(tenant);
        return time == null ? 0 : Math.max(0, wallClock.getAsLong() - time);
    }

    /** Tenants that have something uncommitted. */
    Iterable<String> laggingTenants() {
        return moment.oldestByTenant().keySet();
    }

    @Override
    public long getFilesMerged() {
        return merged.get();
    }
}
