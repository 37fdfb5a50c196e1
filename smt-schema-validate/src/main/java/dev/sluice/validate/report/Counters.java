package dev.sluice.validate.report;

import dev.sluice.check.judge.Finding;
import dev.sluice.check.schema.SubjectVersion;
import dev.sluice.contract.Violation;
import dev.sluice.validate.schema.TimedSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** Counts what the transform does. Written by its thread, read by any. */
public final class Counters implements ValidationMXBean {
    private final LongAdder accepted = new LongAdder();
    private final LongAdder rejected = new LongAdder();
    private final LongAdder passed = new LongAdder();
    private final Map<Violation.Code, LongAdder> violations = new EnumMap<>(Violation.Code.class);
    private final TimedSource registry;
    private final Warnings warnings = new Warnings();

    public Counters(TimedSource registry) {
        this.registry = registry;
        for (Violation.Code code : Violation.Code.values()) {
            violations.put(code, new LongAdder());
        }
    }

    public void accepted() {
        accepted.increment();
    }

    public void passed() {
        passed.increment();
    }

    public void rejected(List<Violation> reasons) {
        rejected.increment();
        for (Violation reason : reasons) {
            violations.get(reason.code()).increment();
        }
    }

    /**
     * A row was accepted with warnings.
     *
     * @param place where the row stands; asked for once for each rule
     */
    public void warned(SubjectVersion id, List<Finding> findings, Supplier<String> place) {
        warnings.add(id, findings, place);
    }

    @Override
    public long getRowsWithWarnings() {
        return warnings.rows();
    }

    @Override
    public Map<String, Long> getWarningsByRule() {
        return warnings.byRule();
    }

    @Override
    public Map<String, String> getFirstWarningByRule() {
        return warnings.firstByRule();
    }

    @Override
    public long getRowsAccepted() {
        return accepted.sum();
    }

    @Override
    public long getRowsRejected() {
        return rejected.sum();
    }

    @Override
    public Map<String, Long> getViolationsByCode() {
        Map<String, Long> byCode = new TreeMap<>();
        violations.forEach((code, count) -> {
            if (count.sum() > 0) {
                byCode.put(code.name(), count.sum());
            }
        });
        return byCode;
    }

    /** Violations of one code, of rejected rows. */
    public long violations(Violation.Code code) {
        return violations.get(code).sum();
    }

    @Override
    public long getRecordsPassed() {
        return passed.sum();
    }

    @Override
    public long getSchemaCacheHits() {
        return Math.max(0, accepted.sum() + rejected.sum() - registry.calls());
    }

    @Override
    public long getRegistryCalls() {
        return registry.calls();
    }

    @Override
    public long getRegistryFailures() {
        return registry.failures();
    }

    @Override
    public double getRegistryMeanMs() {
        return registry.meanMs();
    }

    @Override
    public double getRegistryMaxMs() {
        return registry.maxMs();
    }
}
