package dev.sluice.source.report;

import dev.sluice.contract.Violation;
import dev.sluice.contract.Violation.Code;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what happens to one dataset. The poll thread writes, others read. */
public final class DatasetMeter implements DatasetMetricsMXBean {
    private final Clock clock;
    private final AtomicLong rowsRead = new AtomicLong();
    private final AtomicLong rowsAccepted = new AtomicLong();
    private final AtomicLong rowsRejected = new AtomicLong();
    private final AtomicLong rowsLost = new AtomicLong();
    private final AtomicLong bytesRead = new AtomicLong();
    private final AtomicLong filesCompleted = new AtomicLong();
    private final AtomicLong filesFailed = new AtomicLong();
    private final AtomicLong filesRefused = new AtomicLong();
    private final CodeCounts violations = new CodeCounts();
    private final CodeCounts refusals = new CodeCounts();
    private volatile long filesWaiting;
    private volatile long oldestSince = Long.MAX_VALUE;
    private volatile String currentFile = "";
    private volatile long currentFileBytes;
    private volatile long currentFileBytesRead;

    public DatasetMeter(Clock clock) {
        this.clock = clock;
    }

    /**
     * Complete files that are not begun.
     *
     * @param since when the oldest was first seen, in milliseconds since the epoch; anything if there is none
     */
    public void waiting(long files, long since) {
        oldestSince = files == 0 ? Long.MAX_VALUE : since;
        filesWaiting = files;
    }

    /** An import begins, or goes on. */
    public void begun(String file, long bytes, long from) {
        currentFileBytes = bytes;
        currentFileBytesRead = from;
        currentFile = file;
    }

    /**
     * Rows were read.
     *
     * @param upTo byte of the current file
     */
    public void read(long rows, long bytes, long upTo) {
        rowsRead.addAndGet(rows);
        bytesRead.addAndGet(bytes);
        currentFileBytesRead = upTo;
    }

    /** What has become known of rows. */
    public void acknowledged(long accepted, long rejected, long lost) {
        rowsAccepted.addAndGet(accepted);
        rowsRejected.addAndGet(rejected);
        rowsLost.addAndGet(lost);
    }

    /** The current file is done with. */
    public void ended(boolean failed) {
        (failed ? filesFailed : filesCompleted).incrementAndGet();
        idle();
    }

    /** No file is being read. */
    public void idle() {
        currentFile = "";
        currentFileBytes = 0;
        currentFileBytesRead = 0;
    }

    /** Why rows were rejected. */
    public void violated(Code code, long number) {
        violations.add(code, number);
    }

    /** A file or definition was refused as a whole. */
    public void refused(List<Violation> reasons) {
        filesRefused.incrementAndGet();
        reasons.stream().map(Violation::code).distinct().forEach(code -> refusals.add(code, 1));
    }

    CodeCounts violations() {
        return violations;
    }

    CodeCounts refusals() {
        return refusals;
    }

    @Override
    public long getRowsRead() {
        return rowsRead.get();
    }

    @Override
    public long getRowsAccepted() {
        return rowsAccepted.get();
    }

    @Override
    public long getRowsRejected() {
        return rowsRejected.get();
    }

    @Override
    public long getRowsLost() {
        return rowsLost.get();
    }

    @Override
    public long getBytesRead() {
        return bytesRead.get();
    }

    @Override
    public long getFilesCompleted() {
        return filesCompleted.get();
    }

    @Override
    public long getFilesFailed() {
        return filesFailed.get();
    }

    @Override
    public long getFilesRefused() {
        return filesRefused.get();
    }

    @Override
    public Map<String, Long> getViolationsByCode() {
        return violations.byName();
    }

    @Override
    public Map<String, Long> getRefusalsByCode() {
        return refusals.byName();
    }

    @Override
    public long getFilesWaiting() {
        return filesWaiting;
    }

    @Override
    public long getOldestWaitingSeconds() {
        return Math.max(0, TimeUnit.MILLISECONDS.toSeconds(clock.millis() - oldestSince));
    }

    @Override
    public String getCurrentFile() {
        return currentFile;
    }

    @Override
    public long getCurrentFileBytes() {
        return currentFileBytes;
    }

    @Override
    public long getCurrentFileBytesRead() {
        return currentFileBytesRead;
    }
}
