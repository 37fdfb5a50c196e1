package dev.sluice.validate.report;

import dev.sluice.contract.Violation;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** Counts what the transform does. Written by its thread, read by any. */
public final class Counters implements ValidationMXBean {
    private final LongAdder accepted = new LongAdder();
    private final LongAdder rejected = new LongAdder();
    private final LongAdder passed = new LongAdder();
    private final Map<Violation.Code, LongAdder> violations = new EnumMap<>(Violation.Code.class);
    private final LongSupplier registryCalls;

    public Counters(LongSupplier registryCalls) {
        this.registryCalls = registryCalls;
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

    @Override
    public long getRecordsPassed() {
        return passed.sum();
    }

    @Override
    public long getSchemaCacheHits() {
        return Math.max(0, accepted.sum() + rejected.sum() - registryCalls.getAsLong());
    }

    @Override
    public long getRegistryCalls() {
        return registryCalls.getAsLong();
    }
}
